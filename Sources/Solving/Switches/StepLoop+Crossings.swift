import NativeCode

/// When a switch of time alone changes next.
extension StepLoop {
  private var work: SwitchWork { layout.switchWork }
  /// Words of the search: the crossings up to this time are done, whether one was found, the times between which it
  /// lies, the crossing looked at.
  private var done: Slot { work.search[0] }
  private var found: Slot { work.search[1] }
  private var lower: Slot { work.search[2] }
  private var upper: Slot { work.search[3] }
  private var candidate: Slot { work.search[4] }

  /// crossingTime ← the first representable time after the present one at which a switch of time alone has another
  /// value than now, infinite when there is none. To be called after `hold`, whose values are those of now.
  ///
  /// Where the formula for the crossing is off by some rounding, the values themselves decide.
  func emitNextCrossing(_ b: inout KernelBuilder) {
    let starting = isStarting(&b)
    let zero = b.constant(0)
    let one = b.constant(1)
    let infinity = b.constant(.infinity)
    let resolution = b.constant(0x1p-40)
    let now = b.load(layout.time[0])
    emitStageFromSolution(&b)
    for function in switches.crossings { b.call(function) }
    b.store(b.subtract(now, b.multiply(now, b.constant(0x1p-50))), to: done)
    b.store(zero, to: found)
    b.store(infinity, to: upper)

    b.repeatWhileAny { b in
      let past = b.load(done)
      b.store(infinity, to: candidate)
      b.loop(switches.plan.timed.count) { b, k in
        let crossing = b.load(work.crossings[k])
        let earliest = b.load(candidate)
        let isAhead = b.and(b.compare(.less, past, crossing), b.compare(.less, crossing, earliest))
        b.store(b.select(isAhead, crossing, earliest), to: candidate)
      }
      let crossing = b.load(candidate)
      let isFinite = b.compare(.less, crossing, infinity)
      let isOpen = b.and(b.and(starting, isFinite), b.compare(.equal, b.load(found), zero))
      let slack = b.maximum(b.multiply(b.absolute(crossing), resolution), b.constant(1e-300))
      let after = b.add(crossing, slack)
      let before = b.subtract(crossing, slack)
      let changesAt = b.and(b.compare(.less, now, crossing), differs(atTime: crossing, &b))
      let changesAfter = b.and(b.compare(.less, now, after), differs(atTime: after, &b))
      let changedBefore = b.and(b.compare(.less, now, before), differs(atTime: before, &b))
      let isFound = b.and(isOpen, b.or(changedBefore, b.or(changesAt, changesAfter)))
      let high = b.select(changedBefore, before, b.select(changesAt, crossing, after))
      let low = b.select(changedBefore, now, b.maximum(before, now))
      b.store(b.select(isFound, high, b.load(upper)), to: upper)
      b.store(b.select(isFound, low, b.load(lower)), to: lower)
      b.store(b.select(isFound, one, b.load(found)), to: found)
      b.store(b.select(isOpen, crossing, past), to: done)
      return b.and(isOpen, b.not(isFound))
    }

    let isFound = b.compare(.equal, b.load(found), one)
    let searches = b.and(starting, isFound)
    // Times are not negative: their bit patterns are in their order.
    b.repeatWhileAny { b in
      let (low, high) = (b.load(lower), b.load(upper))
      let (lowBits, highBits) = (b.bits(of: low), b.bits(of: high))
      let distance = b.integer(.subtract, highBits, lowBits)
      let half = b.integer(.shiftRight, distance, b.integer(1))
      let middle = b.real(ofBits: b.integer(.add, lowBits, half))
      let isOpen = b.and(searches, b.compare(.less, b.integer(1), distance))
      let changed = differs(atTime: middle, &b)
      let kept = b.not(changed)
      b.store(b.select(b.and(isOpen, changed), middle, high), to: upper)
      b.store(b.select(b.and(isOpen, kept), middle, low), to: lower)
      return isOpen
    }
    let known = b.load(layout.switchMemory.crossingTime[0])
    let next = b.load(upper)
    b.store(b.select(starting, next, known), to: layout.switchMemory.crossingTime[0])
  }

  /// Whether a switch of time alone has another value at a time than at the start of the step.
  private func differs(atTime time: Real, _ b: inout KernelBuilder) -> Mask {
    b.store(time, to: layout.stageTime[0])
    for function in switches.evaluate { b.call(function) }
    return differs(switches.plan.timed, &b)
  }
}
