import Equations
import NativeCode

/// Where fast reactions run to.
extension StepLoop {
  private static let firstPace = 1e-9
  private static let paces = 1e-30...1e15
  private static let mostSteps = 400.0
  /// How much longer than Euler's explicit step an implicit one may be.
  private static let longest = 2.0

  /// Follows the extents of fast reactions along their rates, all else held, until nothing moves: of several
  /// equilibria this reaches the one that the reactions would reach. Newton's method could land at another.
  ///
  /// Linearly implicit Euler steps (1/pace − ∂f/∂ξ) Δξ = f, each twice as long as the one before; one that leads away
  /// further than the rate itself would has outgrown its slope, and is repeated with a quarter of it. At the end the
  /// steps are Newton's.
  func emitExtents(where settling: Mask, hold: Int?, _ b: inout KernelBuilder) {
    guard !extentRows.isEmpty else { return }
    let newton = layout.newton
    let zero = b.constant(0)
    let one = b.constant(1)
    b.store(one, to: layout.inversePivot[0])
    b.store(b.select(settling, one, zero), to: newton.isActive[0])
    b.store(b.constant(Self.firstPace), to: newton.damping[0])
    b.store(zero, to: newton.iterations[0])
    b.repeatWhileAny { b in
      emitStageFromSolution(&b)
      emitLeavesAtStage(.after, &b)
      if let hold { b.call(hold) }
      for function in code.linearise { b.call(function) }
      emitAlgebraicMatrix(&b)
      let pace = b.load(newton.damping[0])
      let inverse = b.divide(one, pace)
      var explicit = zero
      for row in extentRows {
        let slot = plan.diagonalSlots[row]
        b.store(b.add(b.load(layout.factors[slot]), inverse), to: layout.factors[slot])
        explicit = b.maximum(explicit, b.absolute(b.multiply(pace, b.load(layout.derivative[row]))))
      }
      for function in code.factorise { b.call(function) }
      b.loop(method.stateCount) { b, s in b.store(b.load(layout.derivative[s]), to: layout.rightSide[s]) }
      for row in method.differentialRows { b.store(zero, to: layout.rightSide[row]) }
      for function in code.solve { b.call(function) }
      return emitExtentStep(explicit: explicit, pace: pace, &b)
    }
  }

  /// Takes the step where it can be trusted; the lanes that go on.
  private func emitExtentStep(explicit: Real, pace: Real, _ b: inout KernelBuilder) -> Mask {
    let newton = layout.newton
    let zero = b.constant(0)
    let one = b.constant(1)
    let infinity = b.constant(.infinity)
    let bound = b.multiply(b.constant(Self.longest), explicit)
    let active = b.compare(.equal, b.load(newton.isActive[0]), one)
    var isTrusted = active
    for row in extentRows {
      let change = b.absolute(b.load(layout.rightSide[row]))
      isTrusted = b.and(isTrusted, b.compare(.lessOrEqual, change, bound))
    }
    for state in 0..<method.stateCount {
      let change = b.absolute(b.load(layout.rightSide[state]))
      isTrusted = b.and(isTrusted, b.compare(.less, change, infinity))
    }
    for state in 0..<method.stateCount {
      let value = b.load(layout.states[state])
      let moved = b.add(value, b.load(layout.rightSide[state]))
      b.store(b.select(isTrusted, moved, value), to: layout.states[state])
    }
    let next = b.select(isTrusted, b.add(pace, pace), b.multiply(b.constant(0.25), pace))
    b.store(next, to: newton.damping[0])
    let count = b.add(b.load(newton.iterations[0]), one)
    b.store(count, to: newton.iterations[0])
    let isWithin = b.and(
      b.compare(.less, b.constant(Self.paces.lowerBound), next),
      b.compare(.less, next, b.constant(Self.paces.upperBound)))
    let goesOn = b.and(active, b.and(isWithin, b.compare(.less, count, b.constant(Self.mostSteps))))
    b.store(b.select(goesOn, one, zero), to: newton.isActive[0])
    return goesOn
  }
}
