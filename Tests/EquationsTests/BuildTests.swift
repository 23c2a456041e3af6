import Equations
import Formulas
import Networks
import Testing

/// A system as large as a full model: cascades with Hill terms, hub species, hundreds of parameters.
@Suite struct BuildTests {
  static func cascade(_ count: Int) -> Network {
    var network = Network(name: "cascade")
    network.compartment("c", 1)
    for index in 0..<count {
      network.species("s\(index)", amount: 0.5)
      for name in ["k", "m", "n"] { network.parameter("\(name)\(index)", 1.5 + Double(index % 7)) }
      let previous = Formula.symbol("s\(max(0, index - 1))")
      let (k, m, n) = (Formula.symbol("k\(index)"), Formula.symbol("m\(index)"), Formula.symbol("n\(index)"))
      network.assign("h\(index)", previous.to(n) / (m.to(n) + previous.to(n)))
      network.reaction("make\(index)", [], ["s\(index)"], k * .symbol("h\(index)") / (1 + "s\(index / 10)".over(m)))
      network.reaction("lose\(index)", ["s\(index)"], [], k * "s\(index)".over(m + .symbol("s\(index)")))
    }
    return network
  }

  @Test func buildsQuickly() throws {
    let network = BuildTests.cascade(150)
    let clock = ContinuousClock()
    let best =
      try (0..<5).map { _ in
        try clock.measure { _ = try EquationSystem.build(from: network) }
      }.min() ?? .zero
    print("150 states built in \(best)")
    // 4 to 12 ms where it was measured; the bound catches a change of order.
    #expect(best < .milliseconds(300))
    let system = try EquationSystem.build(from: network)
    let pruning = clock.measure { _ = system.pruned(touching: ["s0"], outputs: ["s149"]) }
    print("pruned in \(pruning), \(system.graph.nodeCount) nodes, \(system.jacobian.count) entries")
  }

  @Test func twoBuildsAreIdentical() throws {
    let (first, second) = (
      try EquationSystem.build(from: BuildTests.cascade(60)), try EquationSystem.build(from: BuildTests.cascade(60))
    )
    #expect(first.graph == second.graph)
    #expect(first.rightHandSide == second.rightHandSide)
    #expect(first.jacobian == second.jacobian)
    #expect(first.hoisted == second.hoisted)
    #expect(first.elimination.factor == second.elimination.factor)
    #expect(first.elimination.solve == second.elimination.solve)
    #expect(first.pruned(touching: [], outputs: []).graph == second.pruned(touching: [], outputs: []).graph)
  }

  @Test func hoistedSlotsDependOnParametersOnly() throws {
    let system = try EquationSystem.build(from: BuildTests.cascade(20))
    let graph = system.graph
    // m^n is hoisted once per step of the cascade, and no running node is left that needs parameters only.
    #expect(system.hoisted.count >= 20)
    var isRunning = [Bool](repeating: false, count: graph.nodeCount)
    for node in system.rightHandSide + system.jacobian.map(\.node) { isRunning[Int(node.index)] = true }
    for index in stride(from: graph.nodeCount - 1, through: 0, by: -1) where isRunning[index] {
      let node = Node(index: Int32(index))
      let operands = graph.operands(of: node)
      for operand in operands { isRunning[Int(operand.index)] = true }
      let areFixed = operands.allSatisfy { [.constant, .parameter, .hoisted].contains(graph.operation(of: $0)) }
      #expect(operands.isEmpty || !areFixed || graph.operation(of: node).isCondition)
    }
  }
}

extension String {
  fileprivate func over(_ divisor: Formula) -> Formula { .symbol(self) / divisor }
}
