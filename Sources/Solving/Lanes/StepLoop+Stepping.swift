import NativeCode

/// One attempted step, and what its error says about the next.
extension StepLoop {
  /// Bounds of the step's change, and the safety factor.
  private static let safety = 0.9
  private static let smallestChange = 0.2
  private static let largestChange = 6.0
  private static let changeAfterFailure = 0.1

  /// errors within tolerance and finite
  func isAccepted(_ b: inout KernelBuilder) -> Mask {
    let error = b.load(layout.largestError[0])
    let sum = b.load(layout.errorSum[0])
    let one = b.constant(1)
    let infinity = b.constant(.infinity)
    let isSmall = b.compare(.lessOrEqual, error, one)
    let isFinite = b.compare(.less, sum, infinity)
    return b.and(isSmall, isFinite)
  }

  func emitAttempt(sampleInside: Int, within: Within?, record: Int?, _ b: inout KernelBuilder) {
    if hasDelays { emitStepStart(&b) }
    if let hold = within?.hold { b.call(hold) }
    let one = b.constant(1)
    let half = b.constant(0.5)
    let almost = b.constant(1.01)
    let two = b.constant(2)
    let time = b.load(layout.time[0])
    var step = b.load(layout.step[0])
    if hasDelays { step = stepWithinDurations(step, &b) }
    let stop = nextStop(&b)
    let remaining = b.subtract(stop, time)
    if hasSwitches { emitHops(remaining: remaining, &b) }
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

    method.emitStages(before: { emitBeforeStage($0, live: within?.live, &$1) }, &b)
    if let within {
      b.store(b.constant(0), to: layout.switchWork.located[0])
      emitHop(&b)
      method.emitErrorEstimate(&b)
      let accepted = b.and(isRunning(&b), isAccepted(&b))
      b.ifAny(accepted) { $0.call(within.scan) }
    } else {
      method.emitErrorEstimate(&b)
    }
    if let record {
      let accepted = b.and(isRunning(&b), isAccepted(&b))
      b.ifAny(accepted) { $0.call(record) }
    }
    let inside = hasSampleInside(&b)
    b.ifAny(inside) { $0.call(sampleInside) }
    if let within {
      let landing = isLanding(&b)
      b.ifAny(landing) { $0.call(within.land) }
      emitControl(used: used, reaches: b.and(reaches, b.not(landing)), end: b.load(layout.newTime[0]), &b)
    } else {
      emitControl(used: used, reaches: reaches, end: end, &b)
    }
  }

  /// Where the step must end at the latest: the next input, the next change of a switch of time alone, the next time at
  /// which the caller wants to be asked.
  private func nextStop(_ b: inout KernelBuilder) -> Real {
    var stop = b.load(layout.queueTime[0])
    if hasTimedSwitches { stop = b.minimum(b.load(layout.switchMemory.crossingTime[0]), stop) }
    if isAttended { stop = b.minimum(b.load(layout.attention.appointment[0]), stop) }
    return stop
  }

  private func emitBeforeStage(_ stage: Int, live: Int?, _ b: inout KernelBuilder) {
    if stage > 0 { emitLeavesAtStage(.before, &b) }
    if stage > 0, let live {
      let asks = needsLiveStages(&b)
      b.ifAny(asks) { $0.call(live) }
    }
  }

  /// The next step: Hairer and Wanner's controller with Gustafsson's prediction (Solving ODEs II, IV.8), order 5(4).
  func emitControl(used: Real, reaches: Mask, end: Real, _ b: inout KernelBuilder) {
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
    var nextStep = b.select(accepted, afterAccepted, afterRejected)
    // A step cut short by a change of a switch is tried again from there.
    if hasSwitches { nextStep = b.select(isLanding(&b), used, nextStep) }
    b.store(b.select(running, nextStep, step), to: layout.step[0])

    let taken = b.and(running, accepted)
    let refused = b.not(accepted)
    let rejected = b.and(running, refused)
    b.rows(0..<method.stateCount) { b, row in
      let old = b.load(row.of(layout.states))
      let new = b.load(row.of(layout.newStates))
      b.store(b.select(taken, new, old), to: row.of(layout.states))
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

    if hasSwitches {
      let landing = isLanding(&b)
      emitSwitchMemory(
        taken: taken, rejected: rejected, isFinite: isFinite, landing: landing, end: end, used: used, &b)
      emitMark(landing, &b)
    }
    if hasTimedSwitches { emitMark(b.and(taken, reached(layout.switchMemory.crossingTime, end, &b)), &b) }
    if isAttended { emitMark(b.and(taken, reached(layout.attention.appointment, end, &b)), &b) }

    // Failures: a step too short to move the time, or too many steps.
    let moved = b.add(time, afterRejected)
    let doesNotMove = b.compare(.equal, moved, time)
    // At time 0 every step moves: one whose inverse overflows is too short as well.
    let shortest = b.constant(1e-150)
    let isTiny = b.compare(.less, afterRejected, shortest)
    let isStuck = b.or(doesNotMove, isTiny)
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

  private func reached(_ stop: KernelArray, _ end: Real, _ b: inout KernelBuilder) -> Mask {
    b.compare(.lessOrEqual, b.load(stop[0]), end)
  }

  /// Marks lanes for a new start after a change.
  private func emitMark(_ lanes: Mask, _ b: inout KernelBuilder) {
    let flag = b.load(layout.restarts[0])
    b.store(b.select(lanes, b.constant(RestartMark.change), flag), to: layout.restarts[0])
  }
}
