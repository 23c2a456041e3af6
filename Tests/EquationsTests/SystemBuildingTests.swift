import Diagnostics
import Equations
import Formulas
import Networks
import Testing

@Suite struct SystemBuildingTests {
  private func close(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-14) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance * max(1, abs(b))
  }

  /// S in a 2 L compartment binds E; concentrations in the law, amounts in the states.
  @Test func speciesAreAmountsAndTheirNamesConcentrations() throws {
    var network = Network(name: "binding")
    network.compartment("c", 2)
    network.species("S", concentration: 3)
    network.species("E", amount: 5)
    network.species("SE", amount: 0)
    network.parameter("kon", 0.7)
    network.parameter("koff", 0.2)
    network.reaction("bind", ["S", "E"], ["SE"], "c" * ("kon" * "S" * "E" - "koff" * "SE"))
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["S", "E", "SE"])
    #expect(system.parameters.map(\.name) == ["c", "kon", "koff"])
    #expect(system.states[0].equation == "d S/dt = -bind")

    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.starts == [6, 5, 0])
    let rate = 2 * (0.7 * (4.0 / 2) * (3.0 / 2) - 0.2 * (1.0 / 2))
    #expect(zip(evaluator.rightHandSide([4, 3, 1]), [-rate, -rate, rate]).allSatisfy { close($0, $1) })
    #expect(evaluator.observable("S", [4, 3, 1]) == 2)
    #expect(close(evaluator.observable("bind", [4, 3, 1]), rate))
    #expect(evaluator.observable("c", [4, 3, 1]) == 2)
    // The size is a parameter of the patient, and the start of S follows it.
    let larger = ReferenceEvaluator(system, parameters: ["c": 10])
    #expect(larger.starts == [30, 5, 0])
    #expect(larger.observable("S", [4, 3, 1]) == 0.4)
  }

  @Test func substanceUnitsAndBoundarySpecies() throws {
    var network = Network(name: "mixed")
    network.compartment("c", 4)
    network.species.append(
      Species(id: "A", compartment: "c", initial: .concentration(2), hasOnlySubstanceUnits: true))
    network.species.append(Species(id: "source", compartment: "c", initial: .concentration(7), isBoundary: true))
    network.species.append(Species(id: "fixed", compartment: "c", initial: .amount(8), isConstant: true))
    network.reaction("J", ["source"], ["A"], "source" + "A" * 10 + "fixed" * 100)
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["A"])
    #expect(system.inputs.map(\.name) == ["source"])
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.starts == [8])
    #expect(evaluator.rightHandSide([3]) == [7 + 30 + 200])
    #expect(evaluator.observable("A", [3]) == 3)
  }

  @Test func stoichiometryIsNettedAndSummedInOrder() throws {
    var network = Network(name: "catalysis")
    network.compartment("c", 1)
    for name in ["S", "E", "P"] { network.species(name, amount: 1) }
    network.reaction("cat", ["S", "E"], ["P", "E"], "S" * "E")
    network.reactions.append(
      Reaction(id: "dimer", reactants: [.init("P", 2.0)], products: [.init("S", 0.5)], law: "P"))
    let system = try EquationSystem.build(from: network)
    #expect(ReferenceEvaluator(system).rightHandSide([3, 5, 7]) == [-15 + 3.5, 0, 15 - 14])
    #expect(system.states.map(\.equation) == ["d S/dt = -cat + 0.5 dimer", "d E/dt = 0", "d P/dt = cat - 2 dimer"])
    // A row that nothing changes has no Jacobian entry.
    #expect(!system.jacobian.contains { $0.row == 1 })
  }

  @Test func ruledCompartmentDilutes() throws {
    var network = Network(name: "growing")
    network.compartment("c", 1, isConstant: false)
    network.rate("c", 0.5 * "c")
    network.species("S", amount: 6)
    network.reaction("J", ["S"], [], "c" * "S")
    let system = try EquationSystem.build(from: network)
    #expect(system.states.map(\.name) == ["c", "S"])
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.observable("S", [3, 6]) == 2)
    #expect(close(evaluator.rightHandSide([3, 6])[1], -6))
  }

  @Test func rateRuleOnASpeciesHoldsTheConcentration() throws {
    var network = Network(name: "ruled species")
    network.compartment("c", 5)
    network.species("S", concentration: 2)
    network.rules.append(Rule(.rate("S"), -Formula.symbol("S")))
    let system = try EquationSystem.build(from: network)
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.starts == [2])
    #expect(evaluator.rightHandSide([3]) == [-3])
  }

  /// weight → V = 0.2·weight (initial assignment) → k = CL/V; overriding the weight must reach all of it.
  @Test func computedConstantsFollowTheirBase() throws {
    var network = Network(name: "chain")
    network.parameter("weight", 70)
    network.parameter("CL", 7)
    network.parameter("V", nil)
    network.start("V", 0.2 * "weight")
    network.parameter("k", nil)
    network.start("k", "CL" / "V")
    network.variable("A", 1)
    network.start("A", 10 * "weight")
    network.assign("C", "A" / "V")
    network.rate("A", -Formula.symbol("k") * "A")
    let system = try EquationSystem.build(from: network)
    #expect(system.parameters.map(\.name) == ["weight", "CL"])
    let evaluator = ReferenceEvaluator(system, parameters: ["weight": 100])
    #expect(evaluator.starts == [1000])
    #expect(close(evaluator.rightHandSide([1])[0], -7.0 / 20))
    #expect(close(evaluator.observable("k", [1]), 7.0 / 20))
    #expect(close(evaluator.observable("C", [40]), 2))
    // All of k·(−1) is one hoisted slot; the equation multiplies once.
    #expect(system.jacobian.count == 1)
    #expect(system.graph.operation(of: system.jacobian[0].node) == .hoisted)
  }

  @Test func aConstantOfTheStartStaysAtTheStart() throws {
    var network = Network(name: "memory")
    network.variable("x", 3)
    network.rate("x", "time" * "b")
    network.assign("y", 2 * "x" + "time")
    network.parameter("b", nil)
    network.start("b", "y" + 1)
    let system = try EquationSystem.build(from: network)
    #expect(ReferenceEvaluator(system).rightHandSide([100], time: 2) == [14])
  }

  @Test func inputsAreVariablesWithoutARule() throws {
    var network = Network(name: "session")
    network.variable("session", 0)
    network.variable("level", nil)
    network.start("level", 2 * "p")
    network.parameter("p", 4)
    network.variable("x", 0)
    network.rate("x", "session" - "level" * "x")
    let system = try EquationSystem.build(from: network)
    #expect(system.inputs.map(\.name) == ["session", "level"])
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.inputStarts == [0, 8])
    #expect(evaluator.rightHandSide([1], inputs: [5, 3]) == [2])
    #expect(system.rowsByInput() == [[0], [0]])
    #expect(system.rowsByParameter() == [[]])
  }

  @Test func functionsAreInlined() throws {
    var network = Network(name: "functions")
    network.functions = [
      FunctionDefinition(id: "mm", arguments: ["s", "v", "k"], body: "v" * "s" / ("k" + "s")),
      FunctionDefinition(id: "twice", arguments: ["s"], body: .call("mm", ["s", 2, 3]) + .call("mm", ["s", 2, 3])),
    ]
    network.variable("s", 1)
    network.rate("s", .call("twice", ["s"]) + .time)
    #expect(ReferenceEvaluator(try .build(from: network)).rightHandSide([5], time: 1) == [2 * (10.0 / 8) + 1])
  }

  /// f1 = f0 + f0, f2 = f1 + f1 …: without sharing, 2^40 nodes.
  @Test(.timeLimit(.minutes(1))) func nestedFunctionsAreShared() throws {
    var network = Network(name: "doubling")
    network.functions = [FunctionDefinition(id: "f0", arguments: ["x"], body: .of(.sin, "x"))]
    for level in 1...40 {
      let call = Formula.call("f\(level - 1)", ["x"])
      network.functions.append(FunctionDefinition(id: "f\(level)", arguments: ["x"], body: call + call))
    }
    network.variable("x", 1)
    network.rate("x", .call("f40", ["x"]))
    #expect(try EquationSystem.build(from: network).graph.nodeCount < 300)
  }

  @Test func longChainOfRulesAndLongSums() throws {
    var network = Network(name: "long")
    network.variable("x", 1)
    network.assign("a0", "x" + 1)
    for index in 1...5000 { network.assign("a\(index)", .symbol("a\(index - 1)") + 1) }
    var sum: Formula = "x"
    for index in 0..<2000 { sum = sum - .symbol("a\(index)") }
    network.rate("x", "a5000" + sum)
    network.rules.reverse()
    let system = try EquationSystem.build(from: network)
    #expect(ReferenceEvaluator(system).rightHandSide([0]) == [5001 - 2001.0 * 1000])
  }

  @Test func unitsAndEquationsInTheModelsTerms() throws {
    var network = Network(name: "units")
    let (milligram, litre) = (
      Unit(.mass, factor: 1e-6, symbol: "mg"), Unit(.length, factor: 1e-3, power: 3, symbol: "L")
    )
    network.compartments = [Compartment(id: "c", size: 2, unit: litre)]
    network.species = [
      Species(id: "S", compartment: "c", unit: milligram / litre),
      Species(id: "A", compartment: "c", hasOnlySubstanceUnits: true, unit: milligram),
    ]
    network.synonyms = ["module.S": "S"]
    network.variable("x", 1)
    network.rate("x", -Formula.symbol("S") * ("x" + 1))
    let system = try EquationSystem.build(from: network)
    #expect(system.observables.map(\.name) == ["c", "S", "A", "x", "module.S"])
    #expect(system.observables.map(\.unit) == ["L", "mg/L", "mg", "", "mg/L"])
    #expect(system.observables[4].node == system.observables[1].node)
    #expect(system.states.map(\.unit) == ["mg/L*L", "mg", ""])
    #expect(system.states[2].equation == "d x/dt = -S*(x + 1)")
    #expect(ReferenceEvaluator(system).starts == [0, 0, 1])
    #expect(system.pruned(touching: ["module.S"], outputs: ["module.S"]).states.map(\.name) == ["S", "x"])
    network.substanceUnit = milligram
    #expect(try EquationSystem.build(from: network).states.map(\.unit) == ["mg", "mg", ""])
  }

  @Test func patternsByParameter() throws {
    var network = Network(name: "patterns")
    for name in ["a", "b", "d"] { network.parameter(name, 2) }
    for name in ["x", "y", "z"] { network.variable(name, 1) }
    network.start("z", "d" * 2)
    network.rate("x", .of(.exp, "a" * "b") * "y")
    network.rate("y", -Formula.symbol("y"))
    network.rate("z", "b" * "x")
    let system = try EquationSystem.build(from: network)
    #expect(system.rowsByParameter() == [[0], [0, 2], []])
    #expect(system.startsByParameter() == [[], [], [2]])
  }
}

@Suite struct EquationErrorTests {
  private func message(_ build: (inout Network) -> Void) -> String? {
    var network = Network(name: "wrong")
    network.variable("amount", 1)
    build(&network)
    do {
      _ = try EquationSystem.build(from: network)
      return nil
    } catch {
      return Message.text(error)
    }
  }

  @Test func unknownNamesGetTheNearest() {
    #expect(
      message { $0.rate("amount", "amont") } == "error: unknown name \"amont\"\n  did you mean \"amount\"?")
    #expect(message { $0.rate("amuont", 1) } == "error: unknown name \"amuont\"\n  did you mean \"amount\"?")
    #expect(message { $0.start("amunt", 1) }?.hasPrefix("error: unknown name \"amunt\"") == true)
    #expect(
      message { $0.reaction("J", ["S"], [], 1) }?.hasPrefix("error: unknown name \"S\"") == true)
    #expect(message { $0.species("S", in: "cc", amount: 1) }?.hasPrefix("error: unknown name \"cc\"") == true)
  }

  @Test func wrongFunctions() {
    let hill = FunctionDefinition(id: "hill", arguments: ["x"], body: "x")
    #expect(
      message {
        $0.functions = [hill]
        $0.rate("amount", .call("hil", [1]))
      } == "error: unknown function \"hil\"\n  did you mean \"hill\"?")
    #expect(
      message {
        $0.functions = [hill]
        $0.rate("amount", .call("hill", [1, 2]))
      } == "error: \"hill\" takes 1 argument, given 2")
    #expect(
      message {
        $0.functions = [FunctionDefinition(id: "f", arguments: ["x"], body: .call("f", ["x" + 1]))]
        $0.rate("amount", .call("f", [1]))
      }?.contains("is nested too deeply") == true)
  }

  @Test func circlesAreNamed() {
    let text = message {
      $0.assign("a", "b" + 1)
      $0.assign("b", "c" * 2)
      $0.assign("c", "a")
    }
    #expect(text == "error: values depend on each other in a circle: a → b → c → a")
  }

  @Test func missingAndDoubledValues() {
    #expect(
      message {
        $0.parameter("k", nil)
        $0.rate("amount", "k")
      }?.hasPrefix("error: \"k\" has no value") == true)
    #expect(
      message {
        $0.rate("amount", 1)
        $0.rate("amount", 2)
      }?.hasPrefix("error: \"amount\" is set twice") == true)
    #expect(
      message {
        $0.compartment("c", 1)
        $0.species("S", amount: 1)
        $0.rules.append(Rule(.rate("S"), 1))
        $0.reaction("J", ["S"], [], 1)
      }?.hasPrefix("error: \"S\" is set twice") == true)
  }

  @Test func unusedQuantityWithoutAValueIsNoError() throws {
    var network = Network(name: "spare")
    network.parameter("unused", nil)
    network.variable("x", 1)
    network.rate("x", 1)
    let system = try EquationSystem.build(from: network)
    #expect(system.observables.map(\.name) == ["x"])
  }
}

@Suite struct LimitTests {
  /// f1(x) = f0(f0(x)), f2(x) = f1(f1(x)) …: 2³⁰ different additions.
  @Test func functionsThatExplodeAreRefused() throws {
    var network = Network(name: "explosive")
    network.functions = [FunctionDefinition(id: "f0", arguments: ["x"], body: "x" + "x")]
    for level in 1...30 {
      let inner = "f\(level - 1)"
      network.functions.append(
        FunctionDefinition(id: "f\(level)", arguments: ["x"], body: .call(inner, [.call(inner, ["x"])])))
    }
    network.variable("x", 1)
    network.rate("x", .call("f30", ["x"]))
    #expect(throws: EquationError.self) { try EquationSystem.build(from: network) }
  }

  @Test func aHugeStoichiometryIsWrittenOut() throws {
    var network = Network(name: "huge")
    network.compartment("c", 1)
    network.species("A", amount: 1)
    network.reactions.append(Reaction(id: "J", reactants: [.init("A", 1e30)], products: [], law: 0.5))
    #expect(try EquationSystem.build(from: network).states[0].equation == "d A/dt = -1e+30 J")
  }
}
