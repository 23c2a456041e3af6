import Equations
import NativeCode

/// The loop around the method: which lanes do what, and when.
///
/// Order of one turn: inputs that are due, a new start after a jump, samples that are due, one attempted step with the
/// samples inside it. A lane stops at every input exactly; samples inside a step come from the dense output, and a
/// sample at the time of an input sees the state after the input.
struct StepLoop {
  let layout: LaneLayout
  let code: ModelCode
  let method: Rodas5P
  let outputCount: Int
  let hasAlgebraicRows: Bool
  let plan: EliminationPlan

  /// Bounds of the step's change, and the safety factor.
  private static let safety = 0.9
  private static let smallestChange = 0.2
  private static let largestChange = 6.0
  private static let changeAfterFailure = 0.1

  func emit(into program: inout KernelProgram) {
    let applyInputs = program.function("applyInputs") { emitInputs(&$0) }
    let sampleNow = program.function("sampleNow") { emitSamplesAtTime(&$0) }
    let restart = program.function("restart") { emitRestart(&$0) }
    let sampleInside = program.function("sampleInside") { emitSamplesInside(&$0) }
    let attempt = program.function("attempt") { emitAttempt(&$0, sampleInside: sampleInside) }

    program.function("prepare", isEntry: true) { b in
      for function in code.hoist { b.call(function) }
      for function in code.initialise { b.call(function) }
      let fresh = b.load(layout.isFresh[0])
      let one = b.constant(1)
      let zero = b.constant(0)
      let isFresh = b.compare(.equal, fresh, one)
      b.loop(layout.rates.count) { b, k in
        let rate = b.load(layout.rates[k])
        b.store(b.select(isFresh, zero, rate), to: layout.rates[k])
      }
      let restarts = b.load(layout.restarts[0])
      b.store(b.select(isFresh, one, restarts), to: layout.restarts[0])
      for counter in [layout.acceptedSteps, layout.rejectedSteps] {
        let count = b.load(counter[0])
        b.store(b.select(isFresh, zero, count), to: counter[0])
      }
      let first = b.load(layout.largestFirstStep[0])
      let step = b.load(layout.step[0])
      b.store(b.select(isFresh, first, step), to: layout.step[0])
      b.store(zero, to: layout.isFresh[0])
    }

    program.function("advance", isEntry: true) { b in
      b.repeatWhileAny { b in
        let due = isDue(layout.queueTime, &b)
        b.ifAny(due) { $0.call(applyInputs) }
        let starting = isStarting(&b)
        b.ifAny(starting) { $0.call(restart) }
        let sampleDue = isSampleDue(&b)
        b.ifAny(sampleDue) { $0.call(sampleNow) }
        let running = isRunning(&b)
        b.ifAny(running) { $0.call(attempt) }

        let oneStep = b.integer(1)
        let budget = b.loadInteger(layout.budget[0])
        let left = b.integer(.subtract, budget, oneStep)
        b.store(left, to: layout.budget[0])
        let none = b.integer(0)
        let mayGoOn = b.compare(.less, none, left)
        let needsCaller = b.broadcastAny(waitsForCaller(&b))
        let stillRunning = isRunning(&b)
        let undisturbed = b.not(needsCaller)
        let both = b.and(stillRunning, undisturbed)
        return b.and(both, mayGoOn)
      }
    }
  }

  // MARK: conditions

  private func isRunning(_ b: inout KernelBuilder) -> Mask {
    let status = b.load(layout.status[0])
    let running = b.constant(LaneStatus.running.rawValue)
    return b.compare(.equal, status, running)
  }

  /// Finished or failed.
  private func waitsForCaller(_ b: inout KernelBuilder) -> Mask {
    let status = b.load(layout.status[0])
    let running = b.constant(LaneStatus.running.rawValue)
    let idle = b.constant(LaneStatus.idle.rawValue)
    let isStopped = b.compare(.less, running, status)
    let isBusy = b.compare(.unequal, status, idle)
    return b.and(isStopped, isBusy)
  }

  /// Runs or has just finished.
  private func isLive(_ b: inout KernelBuilder) -> Mask {
    let status = b.load(layout.status[0])
    let finished = b.constant(LaneStatus.finished.rawValue)
    return b.compare(.lessOrEqual, status, finished)
  }

  /// Jumped since its last step.
  private func isStarting(_ b: inout KernelBuilder) -> Mask {
    let live = isLive(&b)
    let flag = b.load(layout.restarts[0])
    let one = b.constant(1)
    let isMarked = b.compare(.equal, flag, one)
    return b.and(live, isMarked)
  }

  private func isDue(_ times: KernelArray, _ b: inout KernelBuilder) -> Mask {
    let running = isRunning(&b)
    let next = b.load(times[0])
    let now = b.load(layout.time[0])
    let reached = b.compare(.lessOrEqual, next, now)
    return b.and(running, reached)
  }

  /// A sample at the present time, in a lane that runs or has just finished.
  private func isSampleDue(_ b: inout KernelBuilder) -> Mask {
    let live = isLive(&b)
    let next = b.load(layout.sampleTime[0])
    let now = b.load(layout.time[0])
    let reached = b.compare(.lessOrEqual, next, now)
    return b.and(live, reached)
  }

  // MARK: inputs

  /// Carries out every queued record whose time has come. A record is three words: its time, 2·element + (1 to set, 0
  /// to add), and its value; the element counts words of the lane's block. The last record sets the status.
  private func emitInputs(_ b: inout KernelBuilder) {
    let first = isDue(layout.queueTime, &b)
    let one = b.constant(1)
    let flag = b.load(layout.restarts[0])
    b.store(b.select(first, one, flag), to: layout.restarts[0])
    b.repeatWhileAny { b in
      let pending = isDue(layout.queueTime, &b)
      let record = b.loadInteger(layout.queueAddress[0])
      let word = b.integer(8)
      let codeAddress = b.integer(.add, record, word)
      let valueAddress = b.integer(.add, codeAddress, word)
      let code = b.gatherInteger(at: codeAddress)
      let value = b.gatherReal(at: valueAddress)
      let oneBit = b.integer(1)
      let none = b.integer(0)
      let element = b.integer(.shiftRight, code, oneBit)
      let kind = b.integer(.and, code, oneBit)
      let adds = b.compare(.equal, kind, none)
      let base = b.address(of: Slot.blockStart)
      let stride = b.elementStride()
      let offset = b.integer(.multiply, element, stride)
      let target = b.integer(.add, base, offset)
      let old = b.gatherReal(at: target)
      let sum = b.add(old, value)
      let new = b.select(adds, sum, value)
      b.scatter(new, at: target, where: pending)
      let length = b.integer(24)
      let nextRecord = b.integer(.add, record, length)
      let advanced = b.select(pending, nextRecord, record)
      b.store(advanced, to: layout.queueAddress[0])
      b.store(b.gatherReal(at: advanced), to: layout.queueTime[0])
      return isDue(layout.queueTime, &b)
    }
  }

  // MARK: samples

  /// Observes (stageTime, stageStates) and writes the outputs of the lanes in `mask`; moves their queues on.
  private func emitSample(where mask: Mask, _ b: inout KernelBuilder) {
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

  private func emitSamplesAtTime(_ b: inout KernelBuilder) {
    b.loop(method.stateCount) { b, s in
      let value = b.load(layout.states[s])
      b.store(value, to: layout.stageStates[s])
    }
    let now = b.load(layout.time[0])
    b.store(now, to: layout.stageTime[0])
    b.repeatWhileAny { b in
      let due = isSampleDue(&b)
      emitSample(where: due, &b)
      return isSampleDue(&b)
    }
  }

  /// Lanes whose step was accepted and that have samples strictly inside it.
  private func hasSampleInside(_ b: inout KernelBuilder) -> Mask {
    let running = isRunning(&b)
    let accepted = isAccepted(&b)
    let next = b.load(layout.sampleTime[0])
    let end = b.load(layout.newTime[0])
    let inside = b.compare(.less, next, end)
    let live = b.and(running, accepted)
    return b.and(live, inside)
  }

  private func emitSamplesInside(_ b: inout KernelBuilder) {
    method.emitDenseVectors(&b)
    b.repeatWhileAny { b in
      let pending = hasSampleInside(&b)
      let sample = b.load(layout.sampleTime[0])
      let start = b.load(layout.time[0])
      let h = b.load(layout.usedStep[0])
      let elapsed = b.subtract(sample, start)
      let fraction = b.divide(elapsed, h)
      method.emitInterpolation(at: fraction, &b)
      b.store(sample, to: layout.stageTime[0])
      emitSample(where: pending, &b)
      return hasSampleInside(&b)
    }
  }

  // MARK: starting

  /// The first step after a jump: rtol^(1/5) over the fastest relative change, at most what it was.
  private func emitRestart(_ b: inout KernelBuilder) {
    if hasAlgebraicRows { emitConsistency(&b) }
    let zero = b.constant(0)
    let starting = isStarting(&b)
    b.loop(method.stateCount) { b, s in
      let value = b.load(layout.states[s])
      b.store(value, to: layout.stageStates[s])
    }
    let now = b.load(layout.time[0])
    b.store(now, to: layout.stageTime[0])
    for function in code.rightHandSide { b.call(function) }
    let relative = b.load(layout.relativeTolerance[0])
    let absolute = b.load(layout.absoluteTolerance[0])
    b.store(zero, to: layout.largestError[0])
    for row in method.differentialRows {
      let value = b.load(layout.states[row])
      let slope = b.load(layout.derivative[row])
      let size = b.absolute(value)
      let scale = b.fma(relative, size, absolute)
      let speed = b.absolute(slope)
      let change = b.divide(speed, scale)
      let largest = b.load(layout.largestError[0])
      b.store(b.maximum(largest, change), to: layout.largestError[0])
    }
    let fastest = b.load(layout.largestError[0])
    let relativeChange = b.multiply(relative, fastest)
    let factor = b.load(layout.startFactor[0])
    let estimate = b.divide(factor, relativeChange)
    let step = b.load(layout.step[0])
    let shorter = b.minimum(estimate, step)
    b.store(b.select(starting, shorter, step), to: layout.step[0])
    let previous = b.load(layout.previousStep[0])
    b.store(b.select(starting, zero, previous), to: layout.previousStep[0])
    let flag = b.load(layout.restarts[0])
    b.store(b.select(starting, zero, flag), to: layout.restarts[0])
  }

  /// Newton's method on the algebraic rows with the differential states held: the factorised matrix with an enormous
  /// M/(hγ) leaves only them.
  private func emitConsistency(_ b: inout KernelBuilder) {
    let starting = isStarting(&b)
    let enormous = b.constant(1e150)
    b.store(enormous, to: layout.inversePivot[0])
    b.loop(12) { b, _ in
      for function in code.linearise { b.call(function) }
      for function in code.factorise { b.call(function) }
      b.loop(method.stateCount) { b, s in
        let f = b.load(layout.derivative[s])
        b.store(f, to: layout.rightSide[s])
      }
      let zero = b.constant(0)
      for row in method.differentialRows { b.store(zero, to: layout.rightSide[row]) }
      for function in code.solve { b.call(function) }
      for state in 0..<method.stateCount {
        let change = b.load(layout.rightSide[plan.solutionRow[state]])
        let value = b.load(layout.states[state])
        let moved = b.add(value, change)
        b.store(b.select(starting, moved, value), to: layout.states[state])
      }
    }
  }

  // MARK: stepping

  /// errors within tolerance and finite
  private func isAccepted(_ b: inout KernelBuilder) -> Mask {
    let error = b.load(layout.largestError[0])
    let sum = b.load(layout.errorSum[0])
    let one = b.constant(1)
    let infinity = b.constant(.infinity)
    let isSmall = b.compare(.lessOrEqual, error, one)
    let isFinite = b.compare(.less, sum, infinity)
    return b.and(isSmall, isFinite)
  }

  private func emitAttempt(_ b: inout KernelBuilder, sampleInside: Int) {
    let one = b.constant(1)
    let half = b.constant(0.5)
    let almost = b.constant(1.01)
    let two = b.constant(2)
    let time = b.load(layout.time[0])
    let step = b.load(layout.step[0])
    let stop = b.load(layout.queueTime[0])
    let remaining = b.subtract(stop, time)
    let stretched = b.multiply(step, almost)
    let reaches = b.compare(.lessOrEqual, remaining, stretched)
    let twice = b.multiply(step, two)
    let isNear = b.compare(.less, remaining, twice)
    let halfway = b.multiply(remaining, half)
    let evened = b.select(isNear, halfway, step)
    let used = b.select(reaches, remaining, evened)
    let sum = b.add(time, used)
    let end = b.select(reaches, stop, sum)
    b.store(used, to: layout.usedStep[0])
    b.store(end, to: layout.newTime[0])
    let inverse = b.divide(one, used)
    b.store(inverse, to: layout.inverseStep[0])
    let gamma = b.constant(1 / Rodas5PTableau.gamma)
    b.store(b.multiply(inverse, gamma), to: layout.inversePivot[0])

    method.emitStages(&b)
    method.emitErrorEstimate(&b)
    let inside = hasSampleInside(&b)
    b.ifAny(inside) { $0.call(sampleInside) }
    emitControl(&b, used: used, reaches: reaches, end: end)
  }

  /// The next step: Hairer and Wanner's controller with Gustafsson's prediction (Solving ODEs II, IV.8), order 5(4).
  private func emitControl(_ b: inout KernelBuilder, used: Real, reaches: Mask, end: Real) {
    let running = isRunning(&b)
    let accepted = isAccepted(&b)
    let zero = b.constant(0)
    let one = b.constant(1)
    let safety = b.constant(Self.safety)

    let error = b.load(layout.largestError[0])
    let least = b.constant(1e-10)
    let bounded = b.maximum(error, least)
    let exponent = b.constant(-0.2)
    let errorPower = b.power(bounded, exponent, clamp: zero)
    let plain = b.multiply(safety, errorPower)
    let previousStep = b.load(layout.previousStep[0])
    let previousPower = b.load(layout.previousErrorPower[0])
    let stepRatio = b.divide(used, previousStep)
    let powerRatio = b.divide(errorPower, previousPower)
    let trend = b.multiply(stepRatio, powerRatio)
    let predicted = b.multiply(trend, plain)
    let hasPrevious = b.compare(.less, zero, previousStep)
    let cautious = b.minimum(predicted, plain)
    let change = b.select(hasPrevious, cautious, plain)
    let largest = b.constant(Self.largestChange)
    let smallest = b.constant(Self.smallestChange)
    let capped = b.minimum(change, largest)
    let limited = b.maximum(capped, smallest)

    // Accepted: grow or shrink; a step cut short by a stop does not make the next one short.
    let grown = b.multiply(used, limited)
    let step = b.load(layout.step[0])
    let kept = b.maximum(grown, step)
    let afterAccepted = b.select(reaches, kept, grown)
    // Rejected: shrink by the error, or sharply when it is not a number.
    let sum = b.load(layout.errorSum[0])
    let infinity = b.constant(.infinity)
    let isFinite = b.compare(.less, sum, infinity)
    let sharp = b.constant(Self.changeAfterFailure)
    let plainLimited = b.minimum(plain, one)
    let shrink = b.maximum(plainLimited, sharp)
    let rejection = b.select(isFinite, shrink, sharp)
    let afterRejected = b.multiply(used, rejection)
    let nextStep = b.select(accepted, afterAccepted, afterRejected)
    b.store(b.select(running, nextStep, step), to: layout.step[0])

    let taken = b.and(running, accepted)
    let refused = b.not(accepted)
    let rejected = b.and(running, refused)
    b.loop(method.stateCount) { b, s in
      let old = b.load(layout.states[s])
      let new = b.load(layout.newStates[s])
      b.store(b.select(taken, new, old), to: layout.states[s])
    }
    let time = b.load(layout.time[0])
    b.store(b.select(taken, end, time), to: layout.time[0])
    b.store(b.select(taken, used, previousStep), to: layout.previousStep[0])
    let forgotten = b.constant(2.5118864315095806)  // (10⁻²)^(−1/5): errors below 1 % count as 1 %
    let remembered = b.minimum(errorPower, forgotten)
    b.store(b.select(taken, remembered, previousPower), to: layout.previousErrorPower[0])

    for (counter, mask) in [(layout.acceptedSteps, taken), (layout.rejectedSteps, rejected)] {
      let count = b.load(counter[0])
      let more = b.add(count, one)
      b.store(b.select(mask, more, count), to: counter[0])
    }

    // Failures: a step too short to move the time, or too many steps.
    let moved = b.add(time, afterRejected)
    let isStuck = b.compare(.equal, moved, time)
    let stuck = b.and(rejected, isStuck)
    let status = b.load(layout.status[0])
    let tooSmall = b.constant(LaneStatus.stepTooSmall.rawValue)
    let afterStuck = b.select(stuck, tooSmall, status)
    let acceptedCount = b.load(layout.acceptedSteps[0])
    let rejectedCount = b.load(layout.rejectedSteps[0])
    let total = b.add(acceptedCount, rejectedCount)
    let limit = b.load(layout.maximumSteps[0])
    let isOver = b.compare(.less, limit, total)
    let over = b.and(running, isOver)
    let tooMany = b.constant(LaneStatus.tooManySteps.rawValue)
    b.store(b.select(over, tooMany, afterStuck), to: layout.status[0])
  }
}
