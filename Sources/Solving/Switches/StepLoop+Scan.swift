import NativeCode

/// Looks for changes of switches within an accepted step, on its dense output.
extension StepLoop {
  private var work: SwitchWork { layout.switchWork }
  private var watched: SwitchPlan { switches.plan }

  /// Lanes whose step was accepted and is looked at: at all fractions, or at its end only (those that pass over changes).
  private func scanned(_ b: inout KernelBuilder) -> (all: Mask, end: Mask) {
    let running = isRunning(&b)
    let accepted = isAccepted(&b)
    let hops = isHop(&b)
    let steps = b.not(hops)
    let taken = b.and(running, accepted)
    let long = b.and(taken, steps)
    let zero = b.constant(0)
    let passing = b.load(layout.switchMemory.passing[0])
    let isPassing = b.compare(.less, zero, passing)
    let isLocating = b.not(isPassing)
    return (b.and(long, isLocating), b.and(long, isPassing))
  }

  /// Sets located, lower and upper for the first change; refuses steps within which a difference swings.
  func emitScan(locate: Int, _ b: inout KernelBuilder) {
    method.emitDenseVectors(&b)
    let zero = b.constant(0)
    let one = b.constant(1)
    let nothing = b.constant(.nan)
    b.store(zero, to: work.fractionOld[0])
    b.store(zero, to: work.fractionOlder[0])
    for (j, fraction) in SwitchWork.fractions.enumerated() {
      b.store(b.constant(fraction), to: work.fractions[j])
    }
    b.loop(watched.differences.count) { b, g in
      let start = b.load(work.differenceStart[g])
      b.store(start, to: work.sampleOld[g])
      b.store(nothing, to: work.sampleOlder[g])
    }
    for (w, g) in watched.swinging.enumerated() {
      b.store(b.load(work.differenceStart[g]), to: work.swings[w * (SwitchWork.fractions.count + 1)])
    }
    let (all, endOnly) = scanned(&b)
    b.loop(SwitchWork.fractions.count) { b, j in
      let fraction = b.load(work.fractions[j])
      emitSwitches(at: fraction, &b)
      let isEnd = b.compare(.equal, fraction, one)
      let changed = hasChanged(isEnd: isEnd, &b)
      b.loop(watched.differences.count) { b, g in
        let now = b.load(work.differenceNow[g])
        b.store(now, to: work.sampleNow[g])
      }
      for (w, g) in watched.swinging.enumerated() {
        b.store(b.load(work.differenceNow[g]), to: work.swings[j, offset: w * (SwitchWork.fractions.count + 1) + 1])
      }
      emitDips(among: all, fraction: fraction, &b)

      let passes = b.and(endOnly, isEnd)
      let looks = b.or(all, passes)
      let isOpen = b.compare(.equal, b.load(work.located[0]), zero)
      let first = b.and(b.and(looks, isOpen), changed)
      let before = b.load(work.fractionOld[0])
      let lower = b.load(work.lower[0])
      let upper = b.load(work.upper[0])
      let from = b.select(endOnly, fraction, before)
      b.store(b.select(first, from, lower), to: work.lower[0])
      b.store(b.select(first, fraction, upper), to: work.upper[0])
      let located = b.load(work.located[0])
      b.store(b.select(first, one, located), to: work.located[0])

      b.loop(watched.differences.count) { b, g in
        let old = b.load(work.sampleOld[g])
        b.store(old, to: work.sampleOlder[g])
        let now = b.load(work.sampleNow[g])
        b.store(now, to: work.sampleOld[g])
      }
      b.store(before, to: work.fractionOlder[0])
      b.store(fraction, to: work.fractionOld[0])
    }
    if !watched.swinging.isEmpty { emitSwingCheck(among: all, &b) }
    let landing = isLanding(&b)
    b.ifAny(landing) { $0.call(locate) }
  }

  /// now and differenceNow ← values at a fraction of the step; the end is the end's own time.
  func emitSwitches(at fraction: Real, _ b: inout KernelBuilder) {
    if watched.usesDelays {
      method.emitInterpolation(at: fraction, &b)
    } else {
      method.emitInterpolation(at: fraction, of: watched.states, &b)
    }
    b.store(time(at: fraction, &b), to: layout.stageTime[0])
    emitLeavesAtStage(.before, &b)
    for function in switches.evaluate { b.call(function) }
  }

  /// The time at a fraction of the step.
  func time(at fraction: Real, _ b: inout KernelBuilder) -> Real {
    let one = b.constant(1)
    let h = b.load(layout.usedStep[0])
    let start = b.load(layout.time[0])
    let inside = b.fma(fraction, h, start)
    let end = b.load(layout.newTime[0])
    let isEnd = b.compare(.equal, fraction, one)
    return b.select(isEnd, end, inside)
  }

  /// Whether any switch has another value than at the start. At the end of a step those of time alone do not count: the
  /// step ends there because they change.
  func hasChanged(isEnd: Mask, _ b: inout KernelBuilder) -> Mask {
    let general = differs(watched.general, &b)
    guard !watched.timed.isEmpty else { return general }
    let isInside = b.not(isEnd)
    let timed = differs(watched.timed, &b)
    return b.or(general, b.and(timed, isInside))
  }

  /// Whether any of some switches has another value than at the start.
  func differs(_ positions: [Int], _ b: inout KernelBuilder) -> Mask {
    let zero = b.constant(0)
    var any = b.compare(.less, zero, zero)
    for k in positions {
      let now = b.load(work.now[k])
      let start = b.load(work.start[k])
      any = b.or(any, b.compare(.unequal, now, start))
    }
    return any
  }

  /// Halves the bracket around the first change down to the resolution of time; the step's end becomes its upper side.
  func emitLocation(_ b: inout KernelBuilder) {
    let landing = isLanding(&b)
    let half = b.constant(0.5)
    let one = b.constant(1)
    b.repeatWhileAny { b in
      let lower = b.load(work.lower[0])
      let upper = b.load(work.upper[0])
      let middle = b.multiply(half, b.add(lower, upper))
      let (before, at, after) = (time(at: lower, &b), time(at: middle, &b), time(at: upper, &b))
      let isAbove = b.and(b.compare(.less, lower, middle), b.compare(.less, before, at))
      let isBelow = b.and(b.compare(.less, middle, upper), b.compare(.less, at, after))
      let isOpen = b.and(landing, b.and(isAbove, isBelow))
      emitSwitches(at: middle, &b)
      let isEnd = b.compare(.equal, middle, one)
      let changed = hasChanged(isEnd: isEnd, &b)
      let kept = b.not(changed)
      b.store(b.select(b.and(isOpen, changed), middle, upper), to: work.upper[0])
      b.store(b.select(b.and(isOpen, kept), middle, lower), to: work.lower[0])
      return isOpen
    }
    let upper = b.load(work.upper[0])
    let end = b.load(layout.newTime[0])
    let landed = time(at: upper, &b)
    b.store(b.select(landing, landed, end), to: layout.newTime[0])
  }
}
