import Equations
import Formulas
import Networks
import Solving
import Testing

/// Fast reactions find the equilibrium to which their rates run.
@Suite struct FastReactionTests {
  private func solve(_ law: Formula, _ a: Double, _ b: Double) throws -> [Double] {
    var network = Network(name: "fast")
    network.compartments = [Compartment(id: "c", size: 1)]
    network.species = [
      Species(id: "A", compartment: "c", initial: .amount(a)), Species(id: "B", compartment: "c", initial: .amount(b)),
    ]
    network.reactions = [
      Reaction(id: "F", reactants: [.init("A")], products: [.init("B")], isFast: true, law: law)
    ]
    let result = try LaneRun(relativeTolerance: 1e-10)(.build(from: network), times: [0, 1])
    #expect(result.outcomes.map(\.status) == [.finished])
    return Array(result.values.prefix(2))
  }

  /// ±A·B is zero where A is, and where B is: the sign of the rate decides, also where both start alike and the slope
  /// is zero, and where the other end is nearer.
  @Test(arguments: [(3.0, 5.0), (5, 3), (4, 4), (1e-6, 2), (2, 1e-6)])
  func theSignOfTheRateDecides(_ a: Double, _ b: Double) throws {
    let forward = try solve(Formula.of("A") * .of("B"), a, b)
    #expect(abs(forward[0]) < 1e-9 && abs(forward[1] - a - b) < 1e-9)
    let backward = try solve(-(Formula.of("A") * .of("B")), a, b)
    #expect(abs(backward[0] - a - b) < 1e-9 && abs(backward[1]) < 1e-9)
  }

  @Test(arguments: [1e-6, 1, 1e9])
  func ratioOfReversibleReactions(_ scale: Double) throws {
    let end = try solve(.number(scale) * (3 * Formula.of("A") - .of("B")), 4, 0)
    #expect(abs(end[0] - 1) < 1e-9 && abs(end[1] - 3) < 1e-9)
  }

  /// A + B² = 6 with A + B = 4: B = 2 or −1; from B = 0 the rate leads to 2.
  @Test func theNearestOfSeveralRoots() throws {
    let law = 6 - Formula.of("A") - Formula.of("B") * .of("B")
    let end = try solve(law, 4, 0)
    #expect(abs(end[0] - 2) < 1e-9 && abs(end[1] - 2) < 1e-9)
  }
}
