import Equations
import Formulas
import Foundation
import Solving
import Testing

/// Algebraic rules at the start: found from bad guesses, and a status where there is nothing to find.
@Suite struct ConsistencyTests {
  /// x' = 0, and z determined by a residual, from a first guess.
  static func solve(_ residual: Formula, guess: Double, start: Double = 0) throws -> (z: Double, status: LaneStatus) {
    let problem = Problem(states: [("x", start, 0 * .of("x"))], algebraic: [("z", guess, residual)])
    let system = try problem.system()
    let result = try LaneRun(relativeTolerance: 1e-9)(system, times: [0, 1])
    let z = system.states.firstIndex { $0.name == "z" } ?? 0
    if result.outcomes[0].status == .finished { #expect(abs(result.values[2 + z] - result.values[z]) < 1e-8) }
    return (result.values[z], result.outcomes[0].status)
  }

  static let z = Formula.of("z")

  @Test func aGuessFromWhichNewtonsMethodDivergesIsDampedIn() throws {
    for guess in [3.0, -20, 1000] {
      let (z, status) = try Self.solve(.apply(.atan, [Self.z - .of("x")]), guess: guess, start: 0.5)
      #expect(status == .finished)
      #expect(abs(z - 0.5) < 1e-10)
    }
  }

  @Test func aMissingGuessIsOne() throws {
    let (z, status) = try Self.solve(Self.z * Self.z + Self.z - 6, guess: .nan)
    #expect(status == .finished)
    #expect(abs(z - 2) < 1e-12)
  }

  @Test func aRuleWithoutSolutionIsAStatus() throws {
    let (_, status) = try Self.solve(Self.z * Self.z + 1, guess: 0.3)
    #expect(status == .inconsistent)
  }

  @Test func aRuleThatSaysNothingLeavesItsVariable() throws {
    // 0 = x · exp(z) with x = 0: any z will do.
    let (z, status) = try Self.solve(.of("x") * .apply(.exp, [Self.z]), guess: 4)
    #expect(status == .finished)
    #expect(z == 4)
  }

  @Test func slopesNeedNotBeFiniteAtTheGuess() throws {
    // x' = 1/z − 1 with z = 1 to be found from 0.
    let problem = Problem(
      states: [("x", 0.25, 1 / Self.z - 1)], algebraic: [("z", 0, .apply(.exp, [Self.z - 1]) - 1)])
    let system = try problem.system()
    let result = try LaneRun(relativeTolerance: 1e-9)(system, times: [2])
    let x = system.states.firstIndex { $0.name == "x" } ?? 0
    #expect(result.outcomes[0].status == .finished)
    #expect(abs(result.values[x] - 0.25) < 1e-9)
  }
}
