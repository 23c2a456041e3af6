import Equations
import NativeCode

/// Algebraic rows at a start.
extension StepLoop {
  private var newton: NewtonArrays { layout.newton }

  private static let mostIterations = 100.0
  private static let leastDamping = 1e-6
  /// Corrections in units of the tolerance: below the first Newton's method has converged; below the second one that no
  /// longer shrinks is as good as rounding allows.
  private static let converged = 1e-7
  private static let stagnated = 1e-2

  /// Newton's method on the algebraic rows with the differential states held: of the matrix only what stands in
  /// algebraic rows and columns is left. (Slopes need not be finite at the first guess.) Where the model gives no first
  /// guess, it is 1.
  ///
  /// Damped by the natural monotonicity test (Deuflhard, Newton Methods for Nonlinear Problems, 3.3): a step counts
  /// when the simplified correction after it is smaller than the one before it. Switches are live. Lanes that do not
  /// converge get the status ``LaneStatus/inconsistent``.
  func emitConsistency(hold: Int?, _ b: inout KernelBuilder) {
    let settling = isSettling(&b)
    let zero = b.constant(0)
    let one = b.constant(1)
    let algebraic = Set(0..<method.stateCount).subtracting(method.differentialRows)
    for state in algebraic.sorted() {
      let value = b.load(layout.states[state])
      let isGuessed = b.compare(.equal, value, value)
      let guess = b.select(isGuessed, value, one)
      b.store(b.select(settling, guess, value), to: layout.states[state])
    }
    emitExtents(where: settling, hold: hold, &b)
    b.store(one, to: layout.inversePivot[0])
    b.store(b.select(settling, one, zero), to: newton.isActive[0])
    b.store(one, to: newton.damping[0])
    b.store(zero, to: newton.iterations[0])
    b.repeatWhileAny { b in
      emitStageFromSolution(&b)
      emitLeavesAtStage(.after, &b)
      if let hold { b.call(hold) }
      for function in code.linearise { b.call(function) }
      emitAlgebraicMatrix(&b)
      for function in code.factorise { b.call(function) }
      // newStates holds the correction.
      emitCorrection(&b)
      for state in 0..<method.stateCount {
        let change = b.load(layout.rightSide[state])
        b.store(change, to: layout.newStates[state])
      }
      let damping = b.load(newton.damping[0])
      b.loop(method.stateCount) { b, s in
        let value = b.load(layout.states[s])
        let change = b.load(layout.newStates[s])
        b.store(b.fma(damping, change, value), to: layout.stageStates[s])
      }
      emitSize(newton.correction, of: { layout.newStates[$0] }, &b)
      emitLeavesAtStage(.after, &b)
      if hasSwitches {
        for function in switches.evaluate { b.call(function) }
        for k in 0..<switches.plan.heldCount {
          let value = b.load(layout.switchWork.now[k])
          b.store(value, to: layout.switchWork.held[k])
        }
      }
      for function in code.rightHandSide { b.call(function) }
      emitCorrection(&b)
      emitSize(newton.nextCorrection, of: { layout.rightSide[$0] }, &b)
      return emitJudgement(&b)
    }
  }

  /// Takes what stands in differential rows and columns out of the matrix.
  func emitAlgebraicMatrix(_ b: inout KernelBuilder) {
    let zero = b.constant(0)
    let one = b.constant(1)
    for slot in differentialSlots { b.store(zero, to: layout.factors[slot]) }
    for slot in plan.massSlots.compactMap(\.self) { b.store(one, to: layout.factors[slot]) }
  }

  private func isSettling(_ b: inout KernelBuilder) -> Mask {
    guard isAttended else { return isStarting(&b) }
    let one = b.constant(1)
    let flag = b.load(layout.attention.isSettling[0])
    return b.compare(.equal, flag, one)
  }

  /// rightSide ← the correction for the residuals in `derivative`.
  private func emitCorrection(_ b: inout KernelBuilder) {
    let zero = b.constant(0)
    b.loop(method.stateCount) { b, s in
      let f = b.load(layout.derivative[s])
      b.store(f, to: layout.rightSide[s])
    }
    for row in method.differentialRows { b.store(zero, to: layout.rightSide[row]) }
    for function in code.solve { b.call(function) }
  }

  /// The largest part of a correction in units of the tolerance, infinite when it is no number. Corrections before and
  /// after a trial are measured alike, by the larger of the states before and after.
  private func emitSize(_ size: KernelArray, of correction: (Int) -> Slot, _ b: inout KernelBuilder) {
    let infinity = b.constant(.infinity)
    let relative = b.load(layout.relativeTolerance[0])
    let absolute = b.load(layout.absoluteTolerance[0])
    var largest = b.constant(0)
    for state in 0..<method.stateCount {
      let change = b.absolute(b.load(correction(state)))
      let before = b.absolute(b.load(layout.states[state]))
      let after = b.absolute(b.load(layout.stageStates[state]))
      let scale = b.fma(relative, b.maximum(before, after), absolute)
      let part = b.divide(change, scale)
      // Not a number counts as infinite.
      let isNumber = b.compare(.less, part, infinity)
      largest = b.maximum(largest, b.select(isNumber, part, infinity))
    }
    b.store(largest, to: size[0])
  }

  /// Takes the damped correction where it helped; the lanes that go on.
  private func emitJudgement(_ b: inout KernelBuilder) -> Mask {
    let zero = b.constant(0)
    let one = b.constant(1)
    let half = b.constant(0.5)
    let active = b.compare(.equal, b.load(newton.isActive[0]), one)
    let before = b.load(newton.correction[0])
    let after = b.load(newton.nextCorrection[0])
    let damping = b.load(newton.damping[0])
    let bound = b.multiply(b.fma(b.constant(-0.25), damping, one), before)
    let isSmall = b.compare(.lessOrEqual, after, b.constant(Self.converged))
    let shrinks = b.or(isSmall, b.compare(.lessOrEqual, after, bound))
    let isRounding = b.and(b.compare(.lessOrEqual, before, b.constant(Self.stagnated)), b.not(shrinks))
    let isFull = b.compare(.equal, damping, one)
    let isDone = b.or(isRounding, b.and(isSmall, isFull))
    let taken = b.and(active, shrinks)
    b.loop(method.stateCount) { b, s in
      let value = b.load(layout.states[s])
      let moved = b.load(layout.stageStates[s])
      b.store(b.select(taken, moved, value), to: layout.states[s])
    }
    let longer = b.minimum(b.add(damping, damping), one)
    b.store(b.select(shrinks, longer, b.multiply(half, damping)), to: newton.damping[0])
    let count = b.add(b.load(newton.iterations[0]), one)
    b.store(count, to: newton.iterations[0])
    let isHopeless = b.or(
      b.compare(.less, b.load(newton.damping[0]), b.constant(Self.leastDamping)),
      b.or(
        b.compare(.less, b.constant(Self.mostIterations), count),
        b.compare(.equal, before, b.constant(.infinity))))
    let failed = b.and(b.and(active, isHopeless), b.not(isDone))
    let status = b.load(layout.status[0])
    b.store(b.select(failed, b.constant(LaneStatus.inconsistent.rawValue), status), to: layout.status[0])
    let goesOn = b.and(active, b.and(b.not(isDone), b.not(isHopeless)))
    b.store(b.select(goesOn, one, zero), to: newton.isActive[0])
    return goesOn
  }
}
