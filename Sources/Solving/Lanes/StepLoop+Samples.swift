import NativeCode

/// What goes out.
extension StepLoop {
  /// Observes (stageTime, stageStates) and writes the outputs of the lanes in `mask`; moves their queues on.
  func emitSample(where mask: Mask, _ b: inout KernelBuilder) {
    for function in code.observe { b.call(function) }
    let word = b.integer(8)
    var place = b.loadInteger(layout.outputAddress[0])
    let start = place
    for output in 0..<outputCount {
      let value = b.load(layout.observed[output])
      b.scatter(value, at: place, where: mask)
      place = b.integer(.add, place, word)
    }
    b.store(b.select(mask, place, start), to: layout.outputAddress[0])
    let sample = b.loadInteger(layout.sampleAddress[0])
    let next = b.integer(.add, sample, word)
    let advanced = b.select(mask, next, sample)
    b.store(advanced, to: layout.sampleAddress[0])
    b.store(b.gatherReal(at: advanced), to: layout.sampleTime[0])
  }

  func emitSamplesAtTime(_ b: inout KernelBuilder) {
    emitStageFromSolution(&b)
    emitLeavesAtStage(.after, &b)
    b.repeatWhileAny { b in
      let due = isSampleDue(&b)
      emitSample(where: due, &b)
      return isSampleDue(&b)
    }
  }

  /// Lanes whose step was accepted and that have samples strictly inside it.
  func hasSampleInside(_ b: inout KernelBuilder) -> Mask {
    let running = isRunning(&b)
    let accepted = isAccepted(&b)
    let next = b.load(layout.sampleTime[0])
    let end = b.load(layout.newTime[0])
    let inside = b.compare(.less, next, end)
    let live = b.and(running, accepted)
    return b.and(live, inside)
  }

  func emitSamplesInside(_ b: inout KernelBuilder) {
    if !hasSwitches && !hasDelays { method.emitDenseVectors(of: observedStates, &b) }
    b.repeatWhileAny { b in
      let pending = hasSampleInside(&b)
      let sample = b.load(layout.sampleTime[0])
      let start = b.load(layout.time[0])
      let h = b.load(layout.usedStep[0])
      let elapsed = b.subtract(sample, start)
      let fraction = b.divide(elapsed, h)
      method.emitInterpolation(at: fraction, of: observedStates, &b)
      b.store(sample, to: layout.stageTime[0])
      emitLeavesAtStage(.before, &b)
      emitSample(where: pending, &b)
      return hasSampleInside(&b)
    }
  }
}
