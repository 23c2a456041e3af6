import Equations
import Formulas
import Networks
import Testing

@Suite struct AlgebraicRuleTests {
  /// Two rules, each of which could take either variable, and one that can take only the first's choice.
  @Test func everyRuleGetsAVariable() throws {
    var network = Network(name: "algebraic")
    network.variable("x", 1)
    for name in ["u", "v", "w"] { network.variable(name, nil) }
    network.rate("x", -Formula.symbol("x") + "w")
    network.rules.append(Rule(.algebraic, "u" * "u" + "v" - "x" * "v" * "v"))
    network.rules.append(Rule(.algebraic, "u" * "u" * "u" - 2 * "x"))
    network.rules.append(Rule(.algebraic, "v" * "w" - 1))
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["x", "u", "v", "w"])
    #expect(system.states.map(\.isAlgebraic) == [false, true, true, true])
    #expect(system.inputs.isEmpty)
    for row in 1..<4 { #expect(system.jacobian.contains { $0.row == row && $0.column == row }) }
    #expect(system.elimination.massSlots.map { $0 == nil } == [false, true, true, true])
  }

  @Test func ruleThroughAnAssignment() throws {
    var network = Network(name: "indirect")
    network.variable("x", 1)
    network.variable("u", 0.5)
    network.assign("twice", 2 * "u")
    network.rate("x", "u")
    network.rules.append(Rule(.algebraic, "twice" - "x"))
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["x", "u"])
    #expect(ReferenceEvaluator(system).rightHandSide([3, 4]) == [4, 5])
  }

  /// Linear rules are solved, one after the other, also where they start from other values.
  @Test func linearRulesBecomeAssignments() throws {
    var network = Network(name: "linear")
    network.variable("x", 3)
    network.parameter("k", 4)
    for name in ["u", "v"] { network.variable(name, 77) }
    network.parameter("start", nil)
    network.start("start", "v" + 1)
    network.rate("x", "u" + 10 * "v")
    network.rules.append(Rule(.algebraic, "k" * "u" + "v" - "x"))
    network.rules.append(Rule(.algebraic, 2 * "x" - "v"))
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["x"])
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.rightHandSide([8]) == [158])
    #expect(evaluator.observable("start", [8]) == 7)
    #expect(evaluator.observable("u", [8]) == -2)
    #expect(ReferenceEvaluator(system, parameters: ["k": 2]).observable("u", [8]) == -4)
  }

  /// u + v = x and u − v = 1 need each other: both stay rows, and a start that needs them is refused.
  @Test func coupledRulesStayRows() throws {
    var network = Network(name: "coupled")
    network.variable("x", 3)
    for name in ["u", "v"] { network.variable(name, 0) }
    network.rate("x", "u")
    network.rules.append(Rule(.algebraic, "u" + "v" - "x"))
    network.rules.append(Rule(.algebraic, "u" - "v" - 1))
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["x", "u", "v"])
    #expect(system.states.map(\.isAlgebraic) == [false, true, true])
    #expect(ReferenceEvaluator(system).rightHandSide([3, 2, 1]) == [2, 0, 0])
    network.parameter("p", nil)
    network.start("p", "u")
    network.rate("v2", "p")
    network.variable("v2", 0)
    #expect(throws: EquationError.self) { try EquationSystem.build(from: network) }
  }

  /// What depends on the start of an algebraic variable sees it settled, not the guess; where that fails, no number.
  @Test(arguments: [0.5, 3, -1]) func startsThatDependOnARow(_ guess: Double) throws {
    var network = Network(name: "start")
    network.variable("x", 9)
    network.variable("u", guess)
    network.rate("x", "u")
    network.rules.append(Rule(.algebraic, "u" * "u" - "x"))
    network.parameter("p", nil)
    network.start("p", "u" + 1)
    let system = try EquationSystem.build(from: network)
    #expect(ReferenceEvaluator(system).starts == [9, guess])
    let start = try #require(ReferenceEvaluator(system).observable("p", [9, 3]))
    #expect(abs(start - (guess < 0 ? -2 : 4)) < 1e-12)
    network.parameters[0].value = -9
    #expect(ReferenceEvaluator(try .build(from: network)).observable("p", [9, 3])?.isNaN == true)
  }

  @Test func aSolvedVariableHasARate() throws {
    var network = Network(name: "rate")
    network.variable("x", 3)
    network.variable("u", 0)
    network.variable("y", 0)
    network.rate("x", 5 * "time")
    network.rate("y", .of(.rateOf, "u"))
    network.rules.append(Rule(.algebraic, "x" * "x" - 2 * "u" + "time"))
    // u = (x² + t)/2, du/dt = x·5t + 1/2
    #expect(ReferenceEvaluator(try .build(from: network)).rightHandSide([4, 0], time: 2)[1] == 40.5)
  }

  @Test func aVariableThatCancelsIsNotDetermined() {
    var network = Network(name: "cancels")
    network.variable("x", 1)
    network.variable("u", 1)
    network.rate("x", "u")
    network.rules.append(Rule(.algebraic, 0 * "u" + "x"))
    #expect(throws: EquationError.noVariableLeft("0*u + x", nil)) { try EquationSystem.build(from: network) }
  }

  @Test func ruleWithoutAVariableIsAnError() {
    var network = Network(name: "overdetermined")
    network.variable("x", 1)
    network.variable("u", 0.5)
    network.rate("x", "u")
    network.rules.append(Rule(.algebraic, "u" - "x"))
    network.rules.append(Rule(.algebraic, "u" + "x"))
    #expect(throws: EquationError.noVariableLeft("u + x", nil)) { try EquationSystem.build(from: network) }
  }
}
