import NativeCode

/// Lanes that wait for their caller, and what the caller may ask.
extension StepLoop {
  private var attention: AttentionArrays { layout.attention }

  /// Settles lanes that came to a stop and lets them wait.
  func emitAwait(settle: Int?, _ b: inout KernelBuilder) {
    let awaiting = isAwaiting(&b)
    let zero = b.constant(0)
    let one = b.constant(1)
    if let settle {
      b.store(b.select(awaiting, one, zero), to: attention.isSettling[0])
      b.call(settle)
    }
    let waits = b.and(awaiting, isLive(&b))
    let status = b.load(layout.status[0])
    let resumed = b.load(attention.resumedStatus[0])
    b.store(b.select(waits, status, resumed), to: attention.resumedStatus[0])
    b.store(b.select(waits, b.constant(LaneStatus.attending.rawValue), status), to: layout.status[0])
  }

  /// Entries for the caller: `examine` evaluates what events depend on, `settle` makes the marked lanes consistent.
  func emitAttention(settle: Int?, into program: inout KernelProgram) {
    program.function("examine", isEntry: true) { b in
      emitStageFromSolution(&b)
      emitLeavesAtStage(.after, &b)
      for function in examine { b.call(function) }
    }
    program.function("settle", isEntry: true) { b in
      if let settle { b.call(settle) }
    }
  }
}
