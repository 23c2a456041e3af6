import Equations
import Formulas
import Networks
import Testing

/// Divisions by what stays as it is, in equations: multiplications by reciprocals that are hoisted.
@Suite struct FixedDivisorTests {
  private static func system() throws -> EquationSystem {
    var network = Network(name: "quotients")
    network.parameter("V", 3)
    network.parameter("k", 7)
    network.variable("x", 5)
    network.variable("y", 49)
    network.variable("level", 2)
    // By a parameter, by an expression of parameters, by a state, by an input, and of two parameters.
    network.rate("x", -"x" / "V" + "y" / ("V" * "k") - "x" / (1 + "y") + "x" / "level" + "k" / "V")
    network.rate("y", -"y" / 49)
    network.assign("shown", "y" / 49)
    return try EquationSystem.build(from: network)
  }

  private static func divisions(_ roots: [Node], _ system: EquationSystem) -> Int {
    var seen: Set<Node> = []
    var open = roots
    var count = 0
    while let node = open.popLast() {
      guard seen.insert(node).inserted else { continue }
      if system.graph.operation(of: node) == .divide { count += 1 }
      open += system.graph.operands(of: node)
    }
    return count
  }

  @Test func onlyDivisorsThatChangeAreDividedBy() throws {
    let system = try Self.system()
    // By 1 + y and by the input, which a run may change even where this one prunes it.
    #expect(Self.divisions(system.rightHandSide, system) == 2)
    let pruned = system.pruned(touching: [], outputs: ["x", "shown"])
    #expect(Self.divisions(pruned.rightHandSide, pruned) == 2)
  }

  @Test func valuesStayWithinRounding() throws {
    let evaluator = ReferenceEvaluator(try Self.system())
    let slopes = evaluator.rightHandSide([5, 49])
    #expect(abs(slopes[0] - (-5.0 / 3 + 49.0 / 21 - 5.0 / 50 + 2.5 + 7.0 / 3)) < 1e-14)
    #expect(abs(slopes[1] + 1) < 1e-15)
  }

  /// 49 · (1/49) is not 1: what is shown, and what triggers compare, is divided.
  @Test func whatIsSampledIsExact() throws {
    #expect(49 * (1.0 / 49) != 1)
    #expect(ReferenceEvaluator(try Self.system()).observable("shown", [5, 49]) == 1)
  }
}
