import Equations
import Formulas
import Networks
import Testing

@Suite struct SwitchTests {
  private func switched(_ law: Formula) throws -> EquationSystem {
    var network = Network(name: "switched")
    network.variable("x", 1)
    network.variable("u", 4)
    network.parameter("p", 3)
    network.rate("x", law)
    return try .build(from: network)
  }

  /// The right-hand side sees what is held, whatever the live value.
  @Test func comparisonsAreHeld() throws {
    let system = try switched(.of(.piecewise, "x" * 2, .of(.greater, "x", "p"), -Formula.symbol("x")))
    #expect(system.switches.count == 1)
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.switches([5]) == [1])
    #expect(evaluator.switches([2]) == [0])
    #expect(evaluator.rightHandSide([5], held: [1]) == [10])
    #expect(evaluator.rightHandSide([5], held: [0]) == [-5])
    let difference = try #require(system.switches[0].difference)
    #expect(evaluator.values([difference], time: 0, states: [5], inputs: [4]).map(abs) == [2])
    #expect(system.switches[0].crossing == nil)
    // What is observed is live.
    #expect(!system.graph.holds(system.observables.map(\.node)))
    #expect(system.graph.holds(system.rightHandSide))
    #expect(system.graph.holds(system.jacobian.map(\.node)))
  }

  @Test func floorsAreHeldAsNumbers() throws {
    let system = try switched(.of(.floor, "x" / 2) + .of(.remainder, "time", 2))
    // floor(x/2), and for the remainder the sign of the ratio, its floor and its ceiling
    #expect(system.switches.count == 4)
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.rightHandSide([7], time: 5) == [4])
    #expect(ReferenceEvaluator(system).timeDerivative([7], time: 5) == [1])
  }

  @Test func whatNeverChangesWithinAStepIsNotHeld() throws {
    let conditions: [Formula] = [.of(.less, "p", 4), .of(.less, "u", "p"), .of(.equal, 1, 2)]
    for condition in conditions {
      let system = try switched(.of(.piecewise, "x", condition, 2))
      #expect(system.switches.isEmpty)
      #expect(!system.graph.holds(system.rightHandSide))
    }
  }

  /// Guards that derivatives bring are not the model's.
  @Test func guardsOfDerivativesAreLive() throws {
    let system = try switched(Formula.symbol("x").to("p") + .of(.sqrt, "x") + .of(.abs, "x") + .of(.max, "x", 2))
    #expect(system.switches.isEmpty)
  }

  private func crossing(_ condition: Formula) throws -> Double {
    let system = try switched(.of(.piecewise, 1, condition, 2))
    let crossing = try #require(system.switches.first?.crossing)
    return ReferenceEvaluator(system).values([crossing], time: 0, states: [], inputs: [4])[0]
  }

  @Test func linesInTimeCrossAtAKnownTime() throws {
    let time = Formula.time
    #expect(try crossing(.of(.greaterOrEqual, time, 5)) == 5)
    let twice: Formula = 2 * time
    #expect(try crossing(.of(.less, twice - "p", "u")) == 3.5)
    let third: Formula = (time - 1) / "p"
    #expect(abs(try crossing(.of(.greater, third, time)) + 0.5) < 1e-15)
    let falling: Formula = "u" * 2 - time
    #expect(try crossing(.of(.equal, 4, falling)) == 4)
  }

  @Test func othersHaveNoCrossing() throws {
    let conditions: [Formula] = [
      .of(.greater, "time" * "time", 5), .of(.less, "x", "time"), .of(.less, .of(.sin, "time"), 0.5),
    ]
    for condition in conditions {
      #expect(try switched(.of(.piecewise, 1, condition, 2)).switches.map(\.crossing) == [nil])
    }
  }

  /// Inside a trigger every comparison is listed; inside a held one, too, without a leaf.
  @Test func nestedSwitchesAreListed() throws {
    var network = Network(name: "nested")
    network.variable("x", 1)
    let inner = Formula.of(.piecewise, 1, .of(.less, "time", 3), 2)
    network.rate("x", .of(.piecewise, 1, .of(.greater, "x", inner), 0))
    network.events = [
      Event(
        id: "E",
        trigger: .of(.and, .of(.greater, "x", 2), .of(.not, .of(.or, .of(.equal, "x", 9), .of(.less, "time", 7)))),
        assignments: [.init("x", 0)])
    ]
    let system = try EquationSystem.build(from: network)
    #expect(system.switches.count == 5)
    #expect(system.switches.compactMap(\.crossing).count == 2)
    #expect(!system.graph.holds([system.events[0].trigger]))
    #expect(!system.graph.holds(system.switches.map(\.value)))
    let evaluator = ReferenceEvaluator(system)
    for (x, time) in [(1.5, 2.0), (1.5, 4), (2.5, 4), (3, 8)] {
      #expect(evaluator.rightHandSide([x], time: time) == [x > (time < 3 ? 1 : 2) ? 1 : 0])
    }
  }

  @Test func pruningDropsUnusedSwitches() throws {
    var network = Network(name: "pruned")
    network.variable("drug", 0)
    network.variable("x", 1)
    network.rate("drug", .of(.piecewise, -2 * "drug", .of(.greater, "drug", 1), -Formula.symbol("drug")))
    network.rate("x", .of(.piecewise, "drug" + 5, .of(.less, "x", 2), .of(.piecewise, 1, .of(.less, "drug", 3), 2)))
    let system = try EquationSystem.build(from: network)
    #expect(system.switches.count == 3)
    let pruned = system.pruned(touching: [], outputs: ["x"])
    #expect(pruned.states.map(\.name) == ["x"])
    #expect(pruned.switches.count == 1)
    let evaluator = ReferenceEvaluator(pruned)
    #expect(evaluator.rightHandSide([1], held: [1]) == [5])
    #expect(evaluator.switches([1]) == [1])
    #expect(evaluator.switches([2]) == [0])
  }
}

extension Graph {
  /// Whether something that the nodes need is held.
  fileprivate func holds(_ nodes: [Node]) -> Bool {
    var pending = nodes
    while let node = pending.popLast() {
      if operation(of: node) == .held { return true }
      pending += operands(of: node)
    }
    return false
  }
}
