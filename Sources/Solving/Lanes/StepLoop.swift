import Equations
import NativeCode

/// The loop around the method: which lanes do what, and when.
///
/// One turn: an attempted step with the samples inside it, then what is due at the time reached, in this order: inputs,
/// the caller's look at events, a new start after a jump, samples. A lane stops at every input exactly, and where a
/// switch changes; samples inside a step come from the dense output, and a sample at the time of an input or event sees
/// the state after.
struct StepLoop {
  let layout: LaneLayout
  let code: ModelCode
  let method: Rodas5P
  let outputCount: Int
  /// The states that samples need: all of them where delayed values are looked up at a sample.
  let observedStates: [Int]
  let hasAlgebraicRows: Bool
  let plan: EliminationPlan
  /// The rows of fast reactions.
  let extentRows: [Int]
  /// Where the matrix keeps what stands in differential rows or columns.
  let differentialSlots: [Int]
  let switches: SwitchCode
  let delays: DelayCode
  /// Evaluates what events depend on at (stageTime, stageStates).
  let examine: [Int]
  /// Evaluates when events at known times come, and what they bring.
  let timetable: [Int]
  /// The function that looks into the past, in models with delays.
  var lookBack: Int?

  var hasSwitches: Bool { !switches.plan.isEmpty }
  var hasTimedSwitches: Bool { !switches.crossings.isEmpty }
  var hasDelays: Bool { delays.count > 0 }
  /// Whether the lane's caller is asked after every jump and landing.
  var isAttended: Bool { layout.attention.appointment.count > 0 }

  mutating func emit(into program: inout KernelProgram) {
    if hasDelays { lookBack = program.function("lookBack") { emitLookBack(&$0) } }
    write(into: &program)
  }

  private func write(into program: inout KernelProgram) {
    let applyInputs = program.function("applyInputs") { emitInputs(&$0) }
    let sampleNow = program.function("sampleNow") { emitSamplesAtTime(&$0) }
    let hold = hasSwitches ? program.function("hold") { emitHold(&$0) } : nil
    let settle = hasAlgebraicRows ? program.function("makeConsistent") { emitConsistency(hold: hold, &$0) } : nil
    let nextCrossing = hasTimedSwitches ? program.function("nextCrossing") { emitNextCrossing(&$0) } : nil
    let restart = program.function("restart") { b in
      if let settle, !isAttended { b.call(settle) }
      if let hold { b.call(hold) }
      if let nextCrossing { b.call(nextCrossing) }
      emitRestart(&b)
    }
    let sampleInside = program.function("sampleInside") { emitSamplesInside(&$0) }
    let within = hasSwitches ? emitWithin(hold: hold, into: &program) : nil
    let record = hasDelays ? program.function("record") { emitRecord(&$0) } : nil
    let attempt = program.function("attempt") {
      emitAttempt(sampleInside: sampleInside, within: within, record: record, &$0)
    }
    let wait = isAttended ? program.function("wait") { emitAwait(settle: settle, &$0) } : nil
    if isAttended { emitAttention(settle: settle, into: &program) }

    program.function("prepare", isEntry: true) { emitPreparation(&$0) }
    let arrive = program.function("arrive") { b in
      let due = isDue(layout.queueTime, &b)
      b.ifAny(due) { $0.call(applyInputs) }
      if let wait {
        let awaiting = isAwaiting(&b)
        b.ifAny(awaiting) { $0.call(wait) }
      }
      let starting = isStarting(&b)
      b.ifAny(starting) { $0.call(restart) }
      let sampleDue = isSampleDue(&b)
      b.ifAny(sampleDue) { $0.call(sampleNow) }
    }
    program.function("advance", isEntry: true) { b in
      b.call(arrive)
      b.repeatWhileAny { b in
        let running = runsUndisturbed(&b)
        b.ifAny(running) { b in
          b.call(attempt)
          b.call(arrive)
          let left = b.integer(.subtract, b.loadInteger(layout.budget[0]), b.integer(1))
          b.store(left, to: layout.budget[0])
        }
        let mayGoOn = b.compare(.less, b.integer(0), b.loadInteger(layout.budget[0]))
        return b.and(runsUndisturbed(&b), mayGoOn)
      }
    }
  }

  /// Lanes that run while none waits for the caller.
  private func runsUndisturbed(_ b: inout KernelBuilder) -> Mask {
    let needsCaller = b.broadcastAny(waitsForCaller(&b))
    let undisturbed = b.not(needsCaller)
    return b.and(isRunning(&b), undisturbed)
  }

  /// What is done with switches within an attempt.
  struct Within {
    var hold: Int?
    var live: Int
    var scan: Int
    var land: Int
  }

  private func emitWithin(hold: Int?, into program: inout KernelProgram) -> Within {
    let locate = program.function("locate") { emitLocation(&$0) }
    return Within(
      hold: hold, live: program.function("liveSwitches") { emitLiveSwitches(&$0) },
      scan: program.function("scan") { emitScan(locate: locate, &$0) },
      land: program.function("land") { emitLanding(&$0) })
  }

  /// Fresh lanes: hoisted values, starts, the first step.
  private func emitPreparation(_ b: inout KernelBuilder) {
    for function in code.hoist { b.call(function) }
    for function in code.initialise { b.call(function) }
    for function in timetable { b.call(function) }
    for function in delays.starts { b.call(function) }
    let fresh = b.load(layout.isFresh[0])
    let one = b.constant(1)
    let zero = b.constant(0)
    let isFresh = b.compare(.equal, fresh, one)
    let restarts = b.load(layout.restarts[0])
    b.store(b.select(isFresh, one, restarts), to: layout.restarts[0])
    let first = b.load(layout.largestFirstStep[0])
    let step = b.load(layout.step[0])
    b.store(b.select(isFresh, first, step), to: layout.step[0])
    b.store(zero, to: layout.isFresh[0])
  }
}
