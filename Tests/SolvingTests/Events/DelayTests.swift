import Equations
import Formulas
import Foundation
import NativeCode
import Solving
import Testing

/// Delay equations against closed forms.
@Suite struct DelayTests {
  /// y' = −y(t − 1), y = 1 before the start: by the method of steps, Σ (−1)^k (t − k + 1)^k / k! over 0 ≤ k ≤ t + 1.
  static func linear(_ t: Double) -> Double {
    var sum = 0.0
    var k = 0
    while Double(k) <= t + 1 {
      let base = t - Double(k) + 1
      var term = 1.0
      for factor in 1...max(1, k) where k > 0 { term *= -base / Double(factor) }
      sum += term
      k += 1
    }
    return sum
  }

  /// The slope of `state` becomes what `make` says, with the value delayed by `duration` at hand.
  static func delayed(
    _ problem: Problem, _ state: String, start: Double, by duration: Double,
    slope make: (inout HandMade, _ past: Node) -> Node
  ) throws -> HandMade {
    var model = try HandMade(problem)
    let value = model.state(state)
    let before = model.number(start)
    let span = model.number(duration)
    model.system.delays.append(.init(value: value, startValue: before, duration: span))
    let past = model.system.graph.delayed(0)
    let row = model.index(state)
    let slope = make(&model, past)
    model.system.rightHandSide[row] = model.system.graph.add(model.system.rightHandSide[row], slope)
    return model
  }

  static func still(_ name: String, _ start: Double) -> Problem { Problem(states: [(name, start, 0 * .of(name))]) }

  /// y' = −y(t − 1), with ∂f/∂t as the equations give it.
  static func lagged() throws -> HandMade {
    var model = try delayed(still("y", 1), "y", start: 1, by: 1) { $0.system.graph.negate($1) }
    let slope = model.system.graph.delayedSlope(0)
    model.system.timeDerivative[0] = model.system.graph.negate(slope)
    return model
  }

  @Test func theMethodOfStepsIsFollowed() throws {
    let times = [0, 0.5, 1, 1.5, 2, 3.25, 5, 7.5, 10]
    let result = try runEveryWay(
      Self.lagged().system, times: times, LaneRun(relativeTolerance: 1e-9, absoluteTolerance: 1e-11))
    for (time, value) in zip(times, result.values) {
      #expect(abs(value - Self.linear(time)) < 1e-8, "time \(time)")
    }
    #expect(result.outcomes[0].acceptedSteps < 150)
  }

  @Test func longHistoriesAreKeptAndForgotten() throws {
    // y' = −y(t − 1) has the mode exp(λt), λ = −W: compare two far times by it.
    let times = [100.0, 200, 200.5]
    let result = try runEveryWay(
      Self.lagged().system, times: times, LaneRun(relativeTolerance: 1e-6, absoluteTolerance: 1e-30))
    // λ = −0.318131505204764 ± 1.337235701430689 i: three values of one mode satisfy a linear recurrence of step 1/2.
    let decay = exp(-0.318131505204764 * 100)
    #expect(abs(result.values[1]) < 10 * decay * abs(result.values[0]) + decay)
    #expect(result.outcomes[0].status == .finished)
  }

  @Test func aJumpTravelsThroughTheDelay() throws {
    // z' = y(t − 2) with y = 0, and y set to 1 at t = 1 and back to 0 at 1.25: z rises by 0.25 from t = 3 on.
    var model = try Self.delayed(
      Problem(states: [("y", 0, 0 * .of("y")), ("z", 0, 0 * .of("z"))]), "y", start: 0, by: 2
    ) { model, _ in model.number(0) }
    let past = model.system.graph.delayed(0)
    model.system.rightHandSide[model.index("z")] = past
    let (one, zero) = (model.number(1), model.number(0))
    model.event("on", at: 1, [("y", one)])
    model.event("off", at: 1.25, [("y", zero)])
    let result = try runEveryWay(model.system, times: [2.9, 3.1, 4, 100])
    let z = model.course("z", of: result, samples: 4)
    #expect(z[0] == 0)
    #expect(abs(z[1] - 0.1) < 1e-9 && abs(z[2] - 0.25) < 1e-9 && abs(z[3] - 0.25) < 1e-9)
    #expect(result.outcomes[0].acceptedSteps < 400)
  }

  @Test func theLogisticDelayEquationMeetsAReference() throws {
    // y' = 1.5 y (1 − y(t − 1)), y = 0.5 before: reference by Runge–Kutta with 4,000 steps a delay.
    var model = try Self.delayed(Self.still("y", 0.5), "y", start: 0.5, by: 1) { model, past in
      let room = model.system.graph.subtract(model.number(1), past)
      let rate = model.system.graph.multiply(model.state("y"), room)
      return model.system.graph.multiply(model.number(1.5), rate)
    }
    let room = model.system.graph.subtract(model.number(1), model.system.graph.delayed(0))
    let factor = model.system.graph.multiply(model.number(1.5), room)
    let scaled = model.system.graph.multiply(model.number(-1.5), model.state("y"))
    let slope = model.system.graph.delayedSlope(0)
    model.system.timeDerivative[0] = model.system.graph.multiply(scaled, slope)
    for entry in model.system.jacobian.indices { model.system.jacobian[entry].node = factor }
    let result = try runEveryWay(
      model.system, times: [1, 5, 10, 20], LaneRun(relativeTolerance: 1e-9, absoluteTolerance: 1e-11))
    let reference = Self.logistic(until: 20)
    for (value, time) in zip(result.values, [1, 5, 10, 20]) {
      #expect(abs(value - reference[4000 * time]) < 1e-7, "time \(time)")
    }
  }

  /// Steps of 1/4000; the past at half steps by cubic Hermite interpolation.
  static func logistic(until end: Int) -> [Double] {
    let n = 4000
    let h = 1.0 / Double(n)
    var y = [0.5]
    func f(_ y: Double, _ past: Double) -> Double { 1.5 * y * (1 - past) }
    func past(_ k: Int) -> Double { k < 0 ? 0.5 : y[k] }
    func slope(_ k: Int) -> Double { k < 0 ? 0 : f(past(k), past(k - n)) }
    for k in 0..<(n * end) {
      let (a, b) = (past(k - n), past(k - n + 1))
      let right = k - n + 1 <= 0 ? 0 : slope(k - n + 1)
      let middle = (a + b) / 2 + h * (slope(k - n) - right) / 8
      let now = y[k]
      let k1 = f(now, a)
      let k2 = f(now + h / 2 * k1, middle)
      let k3 = f(now + h / 2 * k2, middle)
      let k4 = f(now + h * k3, b)
      y.append(now + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    }
    return y
  }

  @Test func aDurationMayChangeAndReachZero() throws {
    // z' = t(t − τ) with τ = max(0, 1 − t/2): the delayed time itself, z = ∫ (t − τ) dt, the start counts as 0.
    var model = try HandMade(Problem(states: [("z", 0, 0 * .of("z"))]))
    let now = model.time()
    let shrinking = model.system.graph.subtract(
      model.number(1), model.system.graph.multiply(model.number(0.5), now))
    let duration = model.system.graph.maximum(model.number(0), shrinking)
    let zero = model.number(0)
    model.system.delays.append(.init(value: now, startValue: zero, duration: duration))
    model.system.rightHandSide[0] = model.system.graph.delayed(0)
    let result = try runEveryWay(model.system, times: [2.0 / 3, 2, 4])
    // From t = 2/3 on the delayed time is 3t/2 − 1, from t = 2 on it is t.
    let second = { (t: Double) in 0.75 * t * t - t }
    let atTwo = second(2) - second(2.0 / 3)
    #expect(abs(result.values[0]) < 1e-7)
    #expect(abs(result.values[1] - atTwo) < 1e-5)
    #expect(abs(result.values[2] - atTwo - 6) < 1e-5)
  }

  @Test func anExpressionOfTimeAloneIsKeptWithinTheTolerance() throws {
    // z' = sin(10 (t − 0.2)): no state asks for short steps, the kept expression does.
    var model = try HandMade(Self.still("z", 0))
    let angle = model.system.graph.multiply(model.number(10), model.time())
    let wave = model.system.graph.unary(.sine, angle)
    let (start, duration) = (model.number(0), model.number(0.2))
    model.system.delays.append(.init(value: wave, startValue: start, duration: duration))
    model.system.rightHandSide[0] = model.system.graph.delayed(0)
    let result = try runEveryWay(model.system, times: [0.2, 1.1, 2])
    #expect(abs(result.values[0]) < 1e-8)
    for (value, t) in [(result.values[1], 1.1), (result.values[2], 2.0)] {
      #expect(abs(value - (1 - cos(10 * (t - 0.2))) / 10) < 1e-7)
    }
  }
}
