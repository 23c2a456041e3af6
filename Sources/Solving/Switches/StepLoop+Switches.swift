import NativeCode

/// Switches at the start of a step, at its stages, and at its end.
extension StepLoop {
  private var work: SwitchWork { layout.switchWork }
  private var memory: SwitchMemory { layout.switchMemory }

  /// Landings in a row within a millionth of the steps tried, after which changes are passed over.
  static let landingsInARow = 40.0
  /// Accepted steps that pass over changes before they are looked for again.
  static let passedSteps = 100.0

  /// held, start and differenceStart ← live values at (time, states).
  func emitHold(_ b: inout KernelBuilder) {
    emitStageFromSolution(&b)
    emitLeavesAtStage(.after, &b)
    for function in switches.evaluate { b.call(function) }
    for k in switches.plan.watches.indices {
      let value = b.load(work.now[k])
      b.store(value, to: work.start[k])
      if k < switches.plan.heldCount { b.store(value, to: work.held[k]) }
    }
    b.loop(switches.plan.differences.count) { b, g in
      let value = b.load(work.differenceNow[g])
      b.store(value, to: work.differenceStart[g])
    }
  }

  /// stageStates, stageTime ← states, time
  func emitStageFromSolution(_ b: inout KernelBuilder) {
    b.loop(method.stateCount) { b, s in
      let value = b.load(layout.states[s])
      b.store(value, to: layout.stageStates[s])
    }
    let now = b.load(layout.time[0])
    b.store(now, to: layout.stageTime[0])
  }

  /// Before a stage's right-hand side: held ← live values at the stage, in lanes that ask for it.
  func emitLiveSwitches(_ b: inout KernelBuilder) {
    let isLive = needsLiveStages(&b)
    for function in switches.evaluate { b.call(function) }
    for k in 0..<switches.plan.heldCount {
      let live = b.load(work.now[k])
      let held = b.load(work.held[k])
      b.store(b.select(isLive, live, held), to: work.held[k])
    }
  }

  func needsLiveStages(_ b: inout KernelBuilder) -> Mask {
    let zero = b.constant(0)
    let isLive = b.load(memory.liveStages[0])
    let passing = b.load(memory.passing[0])
    let first = b.compare(.less, zero, isLive)
    let second = b.compare(.less, zero, passing)
    return b.or(first, second)
  }

  /// Lanes whose next stop is so near that no step is needed: the time is set to it.
  func isHop(_ b: inout KernelBuilder) -> Mask {
    let hops = b.load(work.hops[0])
    let one = b.constant(1)
    return b.compare(.equal, hops, one)
  }

  /// hops ← whether the time that remains to the stop is next to nothing.
  func emitHops(remaining: Real, _ b: inout KernelBuilder) {
    let time = b.load(layout.time[0])
    let bound = b.maximum(b.multiply(time, b.constant(0x1p-50)), b.constant(1e-290))
    let isNear = b.compare(.lessOrEqual, remaining, bound)
    b.store(b.select(isNear, b.constant(1), b.constant(0)), to: work.hops[0])
  }

  /// Makes an attempt over next to no time one that changes nothing.
  func emitHop(_ b: inout KernelBuilder) {
    let hops = isHop(&b)
    b.ifAny(hops) { b in
      let zero = b.constant(0)
      b.loop(Rodas5PTableau.stageCount * method.stateCount) { b, k in
        let value = b.load(layout.stages[k])
        b.store(b.select(hops, zero, value), to: layout.stages[k])
      }
      b.loop(method.stateCount) { b, s in
        let state = b.load(layout.states[s])
        let value = b.load(layout.stageStates[s])
        b.store(b.select(hops, state, value), to: layout.stageStates[s])
      }
    }
  }

  /// The lanes whose step ends at a change within it.
  func isLanding(_ b: inout KernelBuilder) -> Mask {
    let one = b.constant(1)
    let located = b.load(work.located[0])
    let found = b.compare(.equal, located, one)
    let running = isRunning(&b)
    let accepted = isAccepted(&b)
    let taken = b.and(running, accepted)
    return b.and(taken, found)
  }

  /// newStates ← the dense output at the landing.
  func emitLanding(_ b: inout KernelBuilder) {
    let landing = isLanding(&b)
    let fraction = b.load(work.upper[0])
    let one = b.constant(1)
    let isInside = b.compare(.less, fraction, one)
    let moves = b.and(landing, isInside)
    method.emitInterpolation(at: fraction, &b)
    b.loop(method.stateCount) { b, s in
      let landed = b.load(layout.stageStates[s])
      let end = b.load(layout.newStates[s])
      b.store(b.select(moves, landed, end), to: layout.newStates[s])
    }
  }

  /// What a lane remembers of an attempt: landings in a row, whether stages must evaluate switches anew.
  func emitSwitchMemory(
    taken: Mask, rejected: Mask, isFinite: Mask, landing: Mask, end: Real, used: Real, _ b: inout KernelBuilder
  ) {
    let zero = b.constant(0)
    let one = b.constant(1)

    let live = b.load(memory.liveStages[0])
    let broken = b.not(isFinite)
    let asksForLive = b.and(rejected, broken)
    let afterTaken = b.select(taken, zero, live)
    b.store(b.select(asksForLive, one, afterTaken), to: memory.liveStages[0])
    let swings = b.load(memory.swings[0])
    b.store(b.select(taken, zero, swings), to: memory.swings[0])

    let last = b.load(memory.lastLanding[0])
    let gap = b.subtract(end, last)
    let tiny = b.constant(1e-6)
    let bound = b.multiply(tiny, used)
    let isShort = b.compare(.lessOrEqual, gap, bound)
    let count = b.load(memory.landings[0])
    let more = b.add(count, one)
    let counted = b.select(isShort, more, one)
    let landings = b.select(landing, counted, count)
    b.store(b.select(landing, end, last), to: memory.lastLanding[0])
    let limit = b.constant(Self.landingsInARow)
    let chatters = b.compare(.lessOrEqual, limit, landings)
    let begins = b.and(landing, chatters)

    let passing = b.load(memory.passing[0])
    let isPassing = b.compare(.less, zero, passing)
    let passes = b.and(taken, isPassing)
    let fewer = b.subtract(passing, one)
    let left = b.select(passes, fewer, passing)
    let many = b.constant(Self.passedSteps)
    b.store(b.select(begins, many, left), to: memory.passing[0])
    // After a while of passing over, a few landings in a row are enough to go back to it.
    let nearly = b.constant(Self.landingsInARow - 4)
    let remembered = b.select(passes, nearly, landings)
    b.store(b.select(begins, zero, remembered), to: memory.landings[0])
  }
}
