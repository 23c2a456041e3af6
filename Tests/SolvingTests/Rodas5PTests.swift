import Equations
import Formulas
import Foundation
import Solving
import Testing

/// The method against closed forms and published end values.
@Suite struct Rodas5PTests {
  static let x = Formula.of("x")
  static let y = Formula.of("y")

  /// y' = −2 t y², x' = x cos t: explicit time and nonlinearity, closed forms known.
  static let timed = Problem(states: [
    ("y", 1, -2 * Formula.time * y * y), ("x", 1, x * .apply(.cos, [.time])),
  ])

  @Test func followsClosedFormsWithExplicitTime() throws {
    let times = stride(from: 0.0, through: 5, by: 0.25).map { $0 }
    let result = try LaneRun(relativeTolerance: 1e-9)(Self.timed.system(), times: times)
    for (index, t) in times.enumerated() {
      #expect(abs(result.values[2 * index] - 1 / (1 + t * t)) < 5e-9)
      #expect(abs(result.values[2 * index + 1] - exp(sin(t))) < 2e-8)
    }
  }

  /// The error falls with the fifth power of the step: a wrong coefficient, ∂f/∂t term or abscissa costs orders.
  @Test func errorFallsWithTheTolerance() throws {
    let system = try Self.timed.system()
    var previous: Double?
    for tolerance in [1e-4, 1e-6, 1e-8, 1e-10] {
      let result = try LaneRun(relativeTolerance: tolerance, absoluteTolerance: tolerance)(system, times: [5])
      let error = max(abs(result.values[0] - 1.0 / 26), abs(result.values[1] - exp(sin(5.0))))
      let steps = Double(result.outcomes[0].acceptedSteps)
      if let before = previous {
        // work^5 · error stays about constant for a method of order 5
        #expect(error * pow(steps, 5) < 8 * before && error * pow(steps, 5) > before / 8)
      }
      previous = error * pow(steps, 5)
    }
  }

  @Test func denseOutputIsAsGoodAsTheSteps() throws {
    let times = (1...400).map { Double($0) * 0.0125 }
    let result = try LaneRun(relativeTolerance: 1e-7)(Self.timed.system(), times: times)
    let worst = times.enumerated().map { abs(result.values[2 * $0.offset] - 1 / (1 + $0.element * $0.element)) }.max()
    #expect((worst ?? 1) < 1e-6)
    #expect(result.outcomes[0].acceptedSteps < 100)
  }

  /// Robertson's kinetics to t = 10¹¹: end values of Hairer and Wanner's test set.
  @Test func solvesRobertson() throws {
    let (a, b, c) = (Formula.of("a"), Formula.of("b"), Formula.of("c"))
    let problem = Problem(states: [
      ("a", 1, 1e4 * b * c - 0.04 * a), ("b", 0, 0.04 * a - 1e4 * b * c - 3e7 * b * b), ("c", 0, 3e7 * b * b),
    ])
    let result = try LaneRun(relativeTolerance: 1e-8, absoluteTolerance: 1e-16)(problem.system(), times: [40, 1e11])
    #expect(abs(result.values[0] - 0.7158270687) < 1e-7)
    #expect(abs(result.values[3] / 0.2083340149701255e-7 - 1) < 1e-5)
    #expect(abs(result.values[4] / 0.8333360770334713e-13 - 1) < 1e-5)
    #expect(abs(result.values[0] + result.values[1] + result.values[2] - 1) < 1e-12)
  }

  /// Van der Pol's equation with μ = 10⁶ (scaled time), end values at t = 2 of the test set.
  @Test func solvesStiffVanDerPol() throws {
    let problem = Problem(states: [
      ("x", 2, Self.y), ("y", 0, ((1 - Self.x * Self.x) * Self.y - Self.x) / 1e-6),
    ])
    let result = try LaneRun(relativeTolerance: 1e-8, absoluteTolerance: 1e-10)(problem.system(), times: [2])
    #expect(abs(result.values[0] - 1.706167732170469) < 1e-6)
    #expect(abs(result.values[1] + 0.8928097010248125) < 1e-5)
  }

  /// An algebraic rule that holds x on a circle: x² + z² = 1, with z starting from a wrong guess.
  @Test func solvesAlgebraicRulesFromAnInconsistentStart() throws {
    let z = Formula.of("z")
    let problem = Problem(
      states: [("x", 0.1, z)], algebraic: [("z", 0.7, Self.x * Self.x + z * z - 1)])
    let times = [0, 0.3, 0.6, 1.0]
    let system = try problem.system()
    let result = try LaneRun(relativeTolerance: 1e-9)(system, times: times)
    let xIndex = system.states.firstIndex { $0.name == "x" } ?? 0
    for (index, t) in times.enumerated() {
      #expect(abs(result.values[2 * index + xIndex] - sin(t + asin(0.1))) < 1e-8)
      #expect(abs(result.values[2 * index + 1 - xIndex] - cos(t + asin(0.1))) < 1e-8)
    }
  }
}
