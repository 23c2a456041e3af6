import Equations
import Formulas
import Networks
import Testing

@Suite struct PruningTests {
  /// Two drugs that act on one target, each with an absorption chain, a binding step and a tolerance state, and a
  /// therapy that acts through an input.
  private func twoDrugs() -> Network {
    var network = Network(name: "two drugs")
    network.compartment("c", 1)
    network.parameter("weight", 70)
    network.parameter("base", 0.3)
    for drug in ["one", "two"] {
      network.parameter("\(drug).ka", 1.1)
      network.parameter("\(drug).CL", 3.7)
      network.parameter("\(drug).V", nil)
      network.start("\(drug).V", 0.21 * "weight")
      network.parameter("\(drug).EC50", 0.02)
      for state in ["depot", "transit", "A", "bound"] { network.species("\(drug).\(state)", amount: 0) }
      func q(_ name: String) -> Formula { .symbol("\(drug).\(name)") }
      network.assign("\(drug).C", q("A") / q("V"))
      network.assign("\(drug).occupancy", q("C").to(3) / (q("EC50").to(3) + q("C").to(3)))
      network.reaction("\(drug).absorb", ["\(drug).depot"], ["\(drug).transit"], q("ka") * q("depot"))
      network.reaction("\(drug).move", ["\(drug).transit"], ["\(drug).A"], q("ka") * q("transit"))
      network.reaction("\(drug).clear", ["\(drug).A"], [], q("CL") * q("C"))
      network.reaction("\(drug).bind", ["\(drug).A"], ["\(drug).bound"], 0.1 * q("A") - 0.2 * q("bound"))
      network.variable("\(drug).tolerance", 0)
      network.rate("\(drug).tolerance", 0.05 * q("occupancy") - 0.01 * q("tolerance"))
    }
    network.variable("session", 0)
    network.variable("stress", 0.35)
    network.variable("skill", 0)
    network.rate("skill", "session" * (1 - "skill") - 0.01 * "skill")
    network.variable("x", 0.5)
    network.assign(
      "drive", "one.occupancy" * (1 - "one.tolerance") + "two.occupancy" * (1 - "two.tolerance") + "base" * "skill")
    network.rate(
      "x",
      .of(.tanh, "drive" + "base") - "stress" * "x" * .of(.exp, -Formula.symbol("two.bound")) + 0.1 * .of(.sin, "time"))
    network.variable("y", 0.25)
    network.rate("y", "x".to3 - "y" / (1 + "drive"))
    return network
  }

  @Test func untouchedDrugIsRemoved() throws {
    let system = try EquationSystem.build(from: twoDrugs())
    let pruned = system.pruned(touching: ["one.depot"], outputs: ["y", "two.C", "one.C"])
    #expect(
      pruned.states.map(\.name) == ["one.depot", "one.transit", "one.A", "one.bound", "one.tolerance", "x", "y"])
    #expect(pruned.inputs.isEmpty)
    #expect(pruned.observables.map(\.name) == ["y", "two.C", "one.C"])
    #expect(pruned.parameters.map(\.name) == system.parameters.map(\.name))
    #expect(pruned.graph.constantValue(of: pruned.observables[1].node) == 0)
    #expect(pruned.graph.nodeCount < system.graph.nodeCount * 3 / 4)
  }

  @Test func removalFollowsTheChainFromTheTouchedState() throws {
    let system = try EquationSystem.build(from: twoDrugs())
    func removed(_ targets: Set<String>) -> Set<String> {
      Set(system.states.map(\.name)).subtracting(system.pruned(touching: targets, outputs: []).states.map(\.name))
    }
    #expect(removed(["one.A", "two.A", "session"]) == ["one.depot", "one.transit", "two.depot", "two.transit"])
    #expect(
      removed(["two.bound", "one.bound", "session"]) == ["one.depot", "one.transit", "two.depot", "two.transit"])
    #expect(removed(["session"]).count == 10)
    #expect(removed([]).count == 11)
  }

  @Test func touchedInputsStay() throws {
    let system = try EquationSystem.build(from: twoDrugs())
    let pruned = system.pruned(touching: ["session"], outputs: ["x"])
    #expect(pruned.inputs.map(\.name) == ["session"])
    #expect(pruned.states.map(\.name) == ["skill", "x", "y"])
  }

  /// A nonzero start that nothing moves is replaced by its value, also when a parameter sets it.
  @Test func restingStatesBecomeTheirStart() throws {
    var network = Network(name: "resting")
    network.compartment("c", 2)
    network.parameter("p", 3)
    network.species("catalyst", amount: 5)
    network.species("receptor", amount: 0)
    network.start("receptor", "p" * 2)
    network.variable("x", 1)
    network.rate("x", -Formula.symbol("catalyst") * "receptor" * "x")
    let system = try EquationSystem.build(from: network)
    let pruned = system.pruned(touching: [], outputs: ["catalyst", "x"])
    #expect(pruned.states.map(\.name) == ["x"])
    let evaluator = ReferenceEvaluator(pruned, parameters: ["p": 4])
    #expect(evaluator.rightHandSide([1]) == [-2.5 * 8])
    #expect(evaluator.observable("catalyst", [1]) == 2.5)
    #expect(system.pruned(touching: ["receptor"], outputs: []).states.map(\.name) == ["receptor", "x"])
  }

  /// Every number that the solver sees is the same to the bit, at random points and parameters.
  @Test(arguments: [["one.depot"], ["two.A", "session"], ["stress"], []])
  func bitsDoNotChange(_ targets: [String]) throws {
    let full = try EquationSystem.build(from: twoDrugs())
    let pruned = full.pruned(touching: Set(targets), outputs: full.observables.map(\.name))
    let places = pruned.states.map { state in full.states.firstIndex { $0.name == state.name } ?? -1 }
    let inputPlaces = pruned.inputs.map { input in full.inputs.firstIndex { $0.name == input.name } ?? -1 }
    var random = TestRandom(11)
    for _ in 0..<20 {
      var parameters: [String: Double] = [:]
      for parameter in full.parameters { parameters[parameter.name] = parameter.value * random.uniform(0.5...2) }
      let (whole, part) = (
        ReferenceEvaluator(full, parameters: parameters), ReferenceEvaluator(pruned, parameters: parameters)
      )
      var state = whole.starts
      for place in places { state[place] = random.uniform() }
      var inputs = whole.inputStarts
      for place in inputPlaces { inputs[place] = random.uniform() }
      let (y, u) = (places.map { state[$0] }, inputPlaces.map { inputs[$0] })
      let time = random.uniform(0...10)

      #expect(part.starts == places.map { whole.starts[$0] })
      #expect(
        part.rightHandSide(y, time: time, inputs: u)
          == places.map { whole.rightHandSide(state, time: time, inputs: inputs)[$0] })
      #expect(
        part.timeDerivative(y, time: time, inputs: u)
          == places.map { whole.timeDerivative(state, time: time, inputs: inputs)[$0] })
      let entries = Dictionary(
        uniqueKeysWithValues: zip(
          pruned.jacobian.map { [places[$0.row], places[$0.column]] }, part.jacobian(y, time: time, inputs: u)))
      for (entry, value) in zip(full.jacobian, whole.jacobian(state, time: time, inputs: inputs))
      where places.contains(entry.row) {
        if let kept = entries[[entry.row, entry.column]] {
          #expect(kept.bitPattern == value.bitPattern)
        } else {
          #expect(!places.contains(entry.column) || value == 0)
        }
      }
      for observable in full.observables {
        #expect(
          part.observable(observable.name, y, time: time, inputs: u)
            == whole.observable(observable.name, state, time: time, inputs: inputs), "\(observable.name)")
      }
    }
  }

  @Test func eliminationOrderIsTheRestriction() throws {
    let full = try EquationSystem.build(from: twoDrugs())
    let pruned = full.pruned(touching: ["two.depot"], outputs: [])
    let kept = Set(pruned.states.map(\.name))
    let fullOrder = full.elimination.pivotOrder.map { full.states[$0].name }.filter { kept.contains($0) }
    #expect(pruned.elimination.pivotOrder.map { pruned.states[$0].name } == fullOrder)
  }

  @Test func pruningTwiceChangesNothing() throws {
    let pruned = try EquationSystem.build(from: twoDrugs()).pruned(touching: ["one.A"], outputs: ["x"])
    let again = pruned.pruned(touching: ["one.A"], outputs: ["x"])
    #expect(again.states.map(\.name) == pruned.states.map(\.name))
    #expect(again.jacobian.count == pruned.jacobian.count)
    #expect(again.elimination.slotCount == pruned.elimination.slotCount)
  }
}

extension String {
  fileprivate var to3: Formula { Formula.symbol(self).to(3) }
}
