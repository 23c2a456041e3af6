import Equations
import Formulas
import Foundation
import NativeCode
import Solving
import Testing

/// Steps of the right-hand side: located, not stepped over.
@Suite struct SwitchTests {
  /// x' = a while the switch is on, else b.
  static func relay(
    _ problem: Problem, state: String, on: Double, off: Double,
    _ condition: (inout HandMade) -> Int
  ) throws -> HandMade {
    var model = try HandMade(problem)
    let position = condition(&model)
    let held = model.system.graph.held(position)
    let zero = model.number(0)
    let isOn = model.system.graph.compare(.less, zero, held)
    let (a, b) = (model.number(on), model.number(off))
    let slope = model.system.graph.select(isOn, a, b)
    let row = model.index(state)
    model.system.rightHandSide[row] = model.system.graph.add(model.system.rightHandSide[row], slope)
    return model
  }

  @Test func aShortPulseInTimeIsNotSteppedOver() throws {
    // 1 unit of time in a million: 10 < t, t < 10.000001; the states are at rest before.
    var model = try Self.relay(
      Problem(states: [("x", 0, 0 * .of("x"))]), state: "x", on: 1e6, off: 0
    ) { model in
      let (now, then) = (model.time(), model.number(10))
      return model.watch(then, now, crossing: then)
    }
    let (now, then) = (model.time(), model.number(10.000001))
    let position = model.watch(then, now, crossing: then)
    let zero = model.number(0)
    let held = model.system.graph.held(position)
    let isOver = model.system.graph.compare(.less, zero, held)
    let back = model.system.graph.select(isOver, model.number(-1e6), zero)
    model.system.rightHandSide[0] = model.system.graph.add(model.system.rightHandSide[0], back)
    let result = try runEveryWay(model.system, times: [10, 11, 1000])
    #expect(result.values[0] == 0)
    #expect(abs(result.values[1] - 1) < 1e-8)
    #expect(result.values[2] == result.values[1])
    #expect(result.outcomes[0].acceptedSteps < 60)
  }

  /// y = (t − 1)² touches or misses the threshold inside one large step.
  @Test(arguments: [(1e-9, true), (-1e-9, false), (1e-12, true), (0.3, true), (-0.3, false)])
  func aDipIsFoundInsideAStep(depth: Double, isReached: Bool) throws {
    let problem = Problem(states: [("y", 1, 2 * (.time - 1) + 0 * .of("y")), ("n", 0, 0 * .of("n"))])
    var model = try HandMade(problem)
    let (y, n) = (model.state("y"), model.state("n"))
    let (threshold, one) = (model.number(depth), model.number(1))
    let more = model.system.graph.add(n, one)
    model.event("dip", when: y, threshold, [("n", more)])
    let result = try runEveryWay(model.system, times: [3])
    #expect(model.course("n", of: result, samples: 1) == [isReached ? 1 : 0])
    #expect(result.outcomes[0].acceptedSteps < 40)
  }

  @Test func piecewiseForcingIsAsExactAsTheSmoothParts() throws {
    // y' = −y + (sin 3t > 0 ? 1 : 0), t in 0 ... 20
    let model = try Self.relay(
      Problem(states: [("y", 0, -.of("y"))]), state: "y", on: 1, off: 0
    ) { model in
      let now = model.time()
      let angle = model.system.graph.multiply(model.number(3), now)
      let wave = model.system.graph.unary(.sine, angle)
      let zero = model.number(0)
      return model.watch(zero, wave)
    }
    var exact = 0.0
    let half = Double.pi / 3
    var t = 0.0
    var isOn = true
    while t < 20 {
      let end = min(20, t + half)
      let limit = isOn ? 1.0 : 0
      exact = limit + (exact - limit) * exp(-(end - t))
      t = end
      isOn.toggle()
    }
    let result = try runEveryWay(
      model.system, times: [20], LaneRun(relativeTolerance: 1e-10, absoluteTolerance: 1e-12))
    #expect(abs(result.values[0] - exact) < 1e-9)
    #expect(result.outcomes[0].acceptedSteps < 600)
  }

  /// The states rest, so that steps would grow over whole periods.
  @Test func aWaveInTimeIsSeenByStatesThatRest() throws {
    let model = try Self.relay(
      Problem(states: [("y", 0, 0 * .of("y"))]), state: "y", on: 1, off: 0
    ) { model in
      let wave = model.system.graph.unary(.sine, model.time())
      let half = model.number(0.5)
      return model.watch(half, wave)
    }
    let periods = 100.0
    let result = try runEveryWay(model.system, times: [2 * .pi * periods])
    #expect(abs(result.values[0] - periods * 2 * .pi / 3) < 1e-6)
  }

  @Test func aRelayThatChattersDoesNotCreep() throws {
    // y' = −1 above 0.2, +1 below: slides along the threshold from t = 0.8 on.
    let model = try Self.relay(
      Problem(states: [("y", 1, 0 * .of("y"))]), state: "y", on: -1, off: 1
    ) { model in
      let (y, threshold) = (model.state("y"), model.number(0.2))
      return model.watch(threshold, y)
    }
    let result = try runEveryWay(
      model.system, times: [0.5, 2], LaneRun(relativeTolerance: 1e-4, absoluteTolerance: 1e-4, maximumSteps: 200_000))
    #expect(result.outcomes[0].status == .finished)
    #expect(abs(result.values[0] - 0.5) < 1e-9)
    #expect(abs(result.values[1] - 0.2) < 1e-3)
  }

  @Test func aGuardProtectsStagesBeyondTheChange() throws {
    // y' = −sqrt(y) while 0 < y, else 0; reaches 0 at t = 2.
    var model = try HandMade(Problem(states: [("y", 1, 0 * .of("y"))]))
    let (y, zero) = (model.state("y"), model.number(0))
    let position = model.watch(zero, y)
    let held = model.system.graph.held(position)
    let isOn = model.system.graph.compare(.less, zero, held)
    let root = model.system.graph.unary(.squareRoot, y)
    let slope = model.system.graph.select(isOn, model.system.graph.negate(root), zero)
    model.system.rightHandSide[0] = slope
    let result = try runEveryWay(
      model.system, times: [1, 1.9, 3], LaneRun(relativeTolerance: 1e-8, absoluteTolerance: 1e-10))
    #expect(result.outcomes[0].status == .finished)
    #expect(abs(result.values[0] - 0.25) < 1e-6)
    #expect(abs(result.values[1] - 0.0025) < 1e-6)
    #expect(abs(result.values[2]) < 1e-6)
  }
}
