import Equations
import Formulas
import Networks
import Testing

@Suite struct StoichiometryTests {
  @Test func formulasAndConversionFactors() throws {
    var network = Network(name: "formulas")
    network.compartment("c", 1)
    for name in ["A", "B"] { network.species(name, amount: 1) }
    network.parameter("n", 3)
    network.variable("m", 2)
    network.rate("m", 1)
    network.parameter("f", 10)
    network.species[1].conversionFactor = "f"
    network.reactions = [
      Reaction(id: "J", reactants: [.init("A", "n")], products: [.init("B", "m" + 1), .init("A", 1.0)], law: "A")
    ]
    let system = try EquationSystem.build(from: network)
    #expect(ReferenceEvaluator(system).rightHandSide([5, 7, 4]) == [-10, 250, 1])
    #expect(system.states.map(\.equation).prefix(2) == ["d A/dt = J - n*J", "d B/dt = f*((m + 1)*J)"])
    #expect(ReferenceEvaluator(system, parameters: ["n": 1]).rightHandSide([5, 7, 4])[0] == 0)
  }

  /// A named stoichiometry that nothing sets is not a number, and stays out of everything else.
  @Test func unsetValuesStayWhereTheyAre() throws {
    var network = Network(name: "unset")
    network.compartment("c", .nan)
    network.species("A", amount: .nan)
    network.species("B", amount: 2)
    network.variable("k", .nan)
    network.variable("x", 1)
    network.rate("x", -Formula.symbol("x"))
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["B", "x"])
    #expect(system.inputs.map(\.name) == ["A", "k"])
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.rightHandSide([2, 3]) == [0, -3])
    #expect(evaluator.observable("A", [2, 3])?.isNaN == true)
  }
}

@Suite struct RateOfTests {
  private func rate(_ of: String, _ build: (inout Network) -> Void) throws -> EquationSystem {
    var network = Network(name: "rate")
    network.compartment("c", 2)
    build(&network)
    network.variable("r", 0)
    network.rate("r", .of(.rateOf, .symbol(of)))
    network.parameter("r0", nil)
    network.start("r0", .of(.rateOf, .symbol(of)))
    return try .build(from: network)
  }

  @Test func concentrationInAGrowingCompartment() throws {
    let system = try rate("S") {
      $0.compartment("v", 4, isConstant: false)
      $0.rate("v", 0.5 * "v")
      $0.species("S", in: "v", amount: 8)
      $0.reaction("J", [], ["S"], 3)
    }
    #expect(system.states.map(\.name) == ["v", "S", "r"])
    // S/v: (3 − (10/5)·2.5)/5
    #expect(ReferenceEvaluator(system).rightHandSide([5, 10, 0])[2] == (3 - 2 * 2.5) / 5)
    #expect(ReferenceEvaluator(system).observable("r0", [5, 10, 0]) == (3 - 2 * 2.0) / 4)
  }

  @Test func assignmentsByTheChainRule() throws {
    let system = try rate("y") {
      $0.variable("x", 3)
      $0.rate("x", 2 * "time" + 1)
      $0.variable("u", 5)
      $0.assign("z", "x" * "x")
      $0.assign("y", "z" * "u" + "time" * "x")
    }
    // 2·x·x'·u + x + t·x' with x = 2, t = 4, x' = 9
    #expect(ReferenceEvaluator(system).rightHandSide([2, 0], time: 4)[1] == 2 * 2 * 9 * 5 + 2 + 36)
    #expect(ReferenceEvaluator(system).observable("r0", [2, 0]) == 33.0)
  }

  @Test func whatStaysHasNoRate() throws {
    for name in ["c", "u"] {
      let system = try rate(name) { $0.variable("u", 5) }
      #expect(ReferenceEvaluator(system).rightHandSide([1]) == [0])
      #expect(ReferenceEvaluator(system).observable("r0", [1]) == 0)
    }
  }

  @Test func throughAFunction() throws {
    let system = try rate("x") {
      $0.functions = [FunctionDefinition(id: "slope", arguments: ["q"], body: 3 * .of(.rateOf, "q"))]
      $0.variable("x", 1)
      $0.rate("x", 7)
      $0.variable("w", 0)
      $0.rate("w", .call("slope", ["x"]))
    }
    #expect(ReferenceEvaluator(system).rightHandSide([0, 0, 0]) == [7, 21, 7])
  }

  @Test func aRateThatNeedsItselfIsACircle() {
    var network = Network(name: "circle")
    network.variable("x", 1)
    network.rate("x", 1 + .of(.rateOf, "x"))
    #expect(throws: EquationError.loop(["x", "x"], nil)) { try EquationSystem.build(from: network) }
    network.rules = [Rule(.rate("x"), .of(.rateOf, 2))]
    #expect(throws: EquationError.rateOfNoName(nil)) { try EquationSystem.build(from: network) }
  }
}

@Suite struct FastReactionTests {
  /// A ⇌ B fast, B → C slow: the slow parts are the states, the extent a row.
  @Test func extentsAreAlgebraic() throws {
    var network = Network(name: "fast")
    network.compartment("c", 1)
    for (name, amount) in [("A", 3.0), ("B", 1), ("C", 0)] { network.species(name, amount: amount) }
    network.parameter("n", 2)
    network.reactions = [
      Reaction(
        id: "F", reactants: [.init("A")], products: [.init("B", "n")], isFast: true, law: 4 * "A" - "B"),
      Reaction(id: "J", reactants: [.init("B")], products: [.init("C")], law: 0.5 * "B"),
    ]
    network.events = [Event(id: "E", trigger: "time", assignments: [.init("B", 9)])]
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["A", "B", "C", "extent of F"])
    #expect(system.states.map(\.isAlgebraic) == [false, false, false, true])
    #expect(system.states[3].equation == "0 = 4*A - B, the equilibrium of F")
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.starts == [3, 1, 0, 0])
    // A = 3 − 0.5, B = 1 + 1
    #expect(evaluator.rightHandSide([3, 1, 0, 0.5]) == [0, -1, 1, 8])
    #expect(evaluator.observable("B", [3, 1, 0, 0.5]) == 2)
    #expect(system.states.map(\.isExtent) == [false, false, false, true])
    // The event sets B and counts the extent from zero again, with A where it is.
    let assignments = system.events[0].assignments
    #expect(assignments.map(\.target) == [.state(1), .state(0), .state(3)])
    #expect(evaluator.values(assignments.map(\.value), time: 0, states: [3, 1, 0, 0.5], inputs: []) == [9, 0, 0])
    let offset = try #require(assignments[1].offset)
    #expect(evaluator.values([offset], time: 0, states: [3, 1, 0, 0.5], inputs: []) == [2.5])
  }

  /// A ⇌ B, B ⇌ C and C ⇌ 2 A … a circle needs two extents; the third rate joins their rows. 2 D moves as D does.
  @Test func circlesNeedFewerExtents() throws {
    var network = Network(name: "circle")
    network.compartment("c", 1)
    for name in ["A", "B", "C", "D"] { network.species(name, amount: 1) }
    network.species.append(Species(id: "pool", compartment: "c", initial: .amount(1), isBoundary: true))
    func fast(_ id: String, _ from: String, _ to: String, _ count: Double, _ law: Formula) {
      network.reactions.append(
        Reaction(id: id, reactants: [.init(from, count)], products: [.init(to, count)], isFast: true, law: law))
    }
    fast("one", "A", "B", 1, "A" - "B")
    fast("two", "B", "C", 1, "B" - "C")
    fast("three", "C", "A", 2, "C" - 3 * "A")
    fast("four", "pool", "D", 1, 5 - Formula.symbol("D"))
    fast("five", "pool", "D", 2, 10 - Formula.symbol("D"))
    fast("idle", "pool", "pool", 1, "pool")
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["A", "B", "C", "D", "extent of one", "extent of two", "extent of four"])
    // three = −2 (one + two): rows one − 2 three and two − 2 three; five = 2 four.
    let row = ReferenceEvaluator(system).rightHandSide([7, 4, 2, 1, 0, 0, 0])
    #expect(Array(row.suffix(3)) == [41.0, 40.0, 22.0] as [Double])
    #expect(ReferenceEvaluator(system).observable("three", [7, 4, 2, 1, 0, 0, 0]) == -19)
  }

  @Test func whatHasNoEquilibriumIsAnError() {
    var network = Network(name: "fast")
    network.compartment("c", 1)
    for name in ["A", "B", "C"] { network.species(name, amount: 1) }
    network.reactions = [
      Reaction(id: "F", reactants: [.init("A")], products: [.init("B")], isFast: true, law: 2 * "C")
    ]
    #expect(throws: EquationError.fastReactionUndetermined("F", nil)) { try EquationSystem.build(from: network) }
    network.variable("m", 1)
    network.rate("m", 1)
    network.reactions[0].reactants = [.init("A", "m")]
    #expect(throws: EquationError.fastStoichiometry("F", nil)) { try EquationSystem.build(from: network) }
  }

  /// A constant species in a compartment that grows: its concentration changes of itself. So does a conversion factor
  /// with a rule.
  @Test func stoichiometriesThatChangeOfThemselves() throws {
    var network = Network(name: "fast")
    network.compartment("c", 1)
    network.compartment("v", 1, isConstant: false)
    for name in ["A", "B"] { network.species(name, amount: 1) }
    network.species.append(Species(id: "S", compartment: "v", initial: .amount(2), isConstant: true))
    network.variable("m", 2)
    network.reactions = [
      Reaction(id: "F", reactants: [.init("A", "S")], products: [.init("B", "m")], isFast: true, law: "A" - "B")
    ]
    #expect(throws: EquationError.fastStoichiometry("F", nil)) { try EquationSystem.build(from: network) }
    network.reactions[0].reactants = [.init("A")]
    let inputs = try EquationSystem.build(from: network).inputs
    #expect(inputs.map(\.name) == ["v", "S", "m"])
    #expect(inputs.map { $0.countedBy?.name } == [nil, nil, "F"])
    network.species[0].conversionFactor = "m"
    network.rate("m", 1)
    network.reactions[0].products = [.init("B")]
    #expect(throws: EquationError.fastStoichiometry("F", nil)) { try EquationSystem.build(from: network) }
  }
}
