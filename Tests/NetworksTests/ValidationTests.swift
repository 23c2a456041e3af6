import Diagnostics
import Formulas
import Networks
import Testing

/// Networks made by hand, as another reader (SBML) would make them: the checks stand on their own.
@Suite struct ValidationTests {
  private func formula(_ text: String) throws -> Formula { try Formula(parsing: text) }

  /// A network that is right.
  private func valid() throws -> Network {
    var network = Network(name: "tank")
    network.compartments = [Compartment(id: "c", size: 2)]
    network.species = [
      Species(id: "A", compartment: "c", initial: .concentration(3)),
      Species(id: "B", compartment: "c", initial: .amount(0)),
    ]
    network.parameters = [
      Parameter(id: "k", value: 0.5), Parameter(id: "x", value: 1, isConstant: false),
      Parameter(id: "total", value: nil, isConstant: false), Parameter(id: "half", value: nil),
    ]
    network.reactions = [
      Reaction(id: "J", reactants: [.init("A")], products: [.init("B", 2)], law: try formula("k*A*c"))
    ]
    network.rules = [
      Rule(.rate("x"), try formula("-k*x")), Rule(.assignment("total"), try formula("A + B + sat(x, 1)")),
    ]
    network.initialAssignments = [InitialAssignment("half", try formula("ln(2)/k"))]
    network.functions = [FunctionDefinition(id: "sat", arguments: ["u", "K"], body: try formula("u/(K + u)"))]
    return network
  }

  private func problems(_ change: (inout Network) throws -> Void) throws -> [String] {
    var network = try valid()
    try change(&network)
    do {
      try network.validate()
      return []
    } catch let error as NetworkError {
      return error.explanations.map(\.problem)
    }
  }

  @Test func acceptsWhatIsRight() throws {
    #expect(try problems { _ in } == [])
  }

  @Test func findsNames() throws {
    #expect(try problems { $0.parameters.append(Parameter(id: "A", value: 1)) } == ["\"A\" is defined twice"])
    #expect(try problems { $0.species[0].compartment = "d" } == ["unknown name \"d\""])
    #expect(
      try problems { $0.species[0].compartment = "k" } == ["\"k\" is a parameter, but a compartment is needed here"])
    #expect(try problems { $0.reactions[0].products = [.init("C")] } == ["unknown name \"C\""])
    #expect(
      try problems { $0.reactions[0].products = [.init("k")] } == ["\"k\" is a parameter, but a species is needed here"]
    )
    #expect(
      try problems { $0.rules[0].formula = try formula("y + y + z") } == ["unknown name \"y\"", "unknown name \"z\""])
    #expect(try problems { $0.rules[0].kind = .rate("y") } == ["unknown name \"y\""])
    #expect(try problems { $0.initialAssignments[0].target = "y" }.first == "unknown name \"y\"")
    #expect(try problems { $0.rules[0].formula = try formula("sat(x)") } == ["\"sat\" takes 2 arguments, not 1"])
    #expect(try problems { $0.rules[0].formula = try formula("set(x, 1)") } == ["unknown function \"set\""])
  }

  @Test func findsRulesThatCollide() throws {
    #expect(
      try problems { $0.rules.append(Rule(.rate("A"), try formula("1"))) }
        == ["\"A\" is set by a rule and also changed by the reaction \"J\""])
    #expect(
      try problems {
        $0.species[0].isBoundary = true
        $0.rules.append(Rule(.rate("A"), try formula("1")))
      } == [])
    #expect(
      try problems { $0.rules.append(Rule(.assignment("x"), try formula("1"))) } == ["\"x\" has more than one rule"])
    #expect(
      try problems { $0.rules.append(Rule(.assignment("k"), try formula("1"))) }
        == ["\"k\" is declared constant and cannot have a rule"])
    #expect(
      try problems { $0.initialAssignments[0].target = "total" }.contains(
        "\"total\" has an assignment rule, which holds at all times, and cannot have a value of its own"))
    #expect(
      try problems { $0.rules[1].kind = .assignment("J") }.first == "\"J\" is a reaction, but a quantity is needed here"
    )
  }

  @Test func findsMissingValues() throws {
    #expect(try problems { $0.parameters[0].value = nil } == ["\"k\" has no value"])
    #expect(try problems { $0.compartments[0].size = nil } == ["\"c\" has no value"])
    #expect(try problems { $0.initialAssignments = [] } == ["\"half\" has no value"])
  }

  @Test func findsCircles() throws {
    #expect(
      try problems { $0.rules[1].formula = try formula("total + A") }
        == ["these rules need each other: \"total\" → \"total\""])
    #expect(
      try problems {
        $0.reactions[0].law = try formula("total*A")
        $0.rules[1].formula = try formula("2*J")
      } == ["these rules need each other: \"J\" → \"total\" → \"J\""])
    #expect(
      try problems {
        $0.initialAssignments = [
          InitialAssignment("half", try formula("k")), InitialAssignment("k", try formula("half")),
        ]
      } == ["these rules need each other: \"half\" → \"k\" → \"half\""])
    #expect(
      try problems { $0.functions[0].body = try formula("sat(u, K)") } == [
        "these functions call each other: \"sat\" → \"sat\""
      ])
    // A rate rule may read itself.
    #expect(try problems { $0.rules[0].formula = try formula("x*x") } == [])
  }

  @Test func findsACircleAtTheEndOfALongChain() throws {
    var network = Network(name: "chain")
    let count = 20_000
    for index in 0..<count {
      network.parameters.append(Parameter(id: "x\(index)", value: nil, isConstant: false))
      network.rules.append(
        Rule(.assignment("x\(index)"), .apply(.add, [.symbol("x\((index + 1) % count)"), .number(1)])))
    }
    #expect(throws: NetworkError.self) { try network.validate() }
  }
}

@Suite struct UnitCheckTests {
  private func network(
    _ formula: String, unit: String, of variable: String = "y", rate: Bool = false, time: String? = "hour"
  ) throws -> Network {
    var network = Network(name: "units")
    network.timeUnit = try time.map { try Unit(parsing: $0) }
    for (id, value, symbol) in [("dose", 3.0, "mg"), ("V", 5, "L"), ("CL", 2, "L/hour"), ("F", 0.5, "dimensionless")] {
      network.parameters.append(Parameter(id: id, value: value, unit: try Unit(parsing: symbol)))
    }
    network.parameters.append(Parameter(id: "plain", value: 1))
    network.parameters.append(Parameter(id: variable, value: 0, isConstant: false, unit: try Unit(parsing: unit)))
    let target: Rule.Kind = rate ? .rate(variable) : .assignment(variable)
    network.rules = [Rule(target, try Formula(parsing: formula))]
    return network
  }

  private func outcome(_ network: Network) throws -> (errors: [String], warnings: [String]) {
    var network = network
    do {
      try network.validate()
      return ([], network.warnings.map(\.problem))
    } catch let error as NetworkError {
      return (error.explanations.map(\.problem), network.warnings.map(\.problem))
    }
  }

  @Test(arguments: [
    ("dose/V", "mg/L"), ("F*dose/V", "ng/mL"), ("1000*dose/V", "ng/mL"), ("dose*exp(-CL/V*time)/V", "mg/L"),
    ("plain*dose", "L"),
    ("dose + plain", "mg"), ("3", "mg"), ("CL*time", "L"),
  ])
  func acceptsRules(_ formula: String, _ unit: String) throws {
    let (errors, warnings) = try outcome(network(formula, unit: unit))
    #expect(errors == [])
    #expect(warnings == [])
  }

  @Test(arguments: [
    ("dose/V", "mg", "\"y\" is in mg, but its formula is in mg/L"),
    ("dose/V", "ng/mL", "\"y\" is in ng/mL, but its formula is in mg/L"),
    ("F*dose/V", "mole/L", "\"y\" is in mole/L, but its formula is in mg/L"),
    ("dose + V", "mg", "\"dose\" in mg and \"V\" in L cannot be added"),
    ("piecewise(dose, time > V, dose)", "mg", "\"time\" in hour and \"V\" in L cannot be compared"),
  ])
  func refusesRules(_ formula: String, _ unit: String, _ problem: String) throws {
    #expect(try outcome(network(formula, unit: unit)).errors == [problem])
  }

  @Test func checksRates() throws {
    #expect(try outcome(network("-CL/V*y", unit: "mg", rate: true)).errors == [])
    #expect(
      try outcome(network("CL", unit: "mg", rate: true)).errors == [
        "\"y'\" is in mg/hour, but its formula is in L/hour"
      ])
    #expect(
      try outcome(network("-CL/V*y", unit: "mg", rate: true, time: "minute")).errors
        == ["\"y'\" is in mg/minute, but its formula is in L/hour/L*mg"])
    // Without a unit of time nothing can be said of a rate.
    #expect(try outcome(network("CL", unit: "mg", rate: true, time: nil)).errors == [])
  }

  @Test func warnsWhereNumbersMayHideAUnit() throws {
    let (errors, warnings) = try outcome(network("2*dose + V", unit: "mg"))
    #expect(errors == [])
    #expect(warnings == ["\"2*dose\" in mg and \"V\" in L cannot be added"])
    #expect(
      try outcome(network("exp(dose)*V", unit: "L")).warnings == [
        "\"dose\" in mg stands where \"exp\" needs a pure number"
      ])
  }

  @Test func checksReactions() throws {
    var network = Network(name: "reaction")
    network.timeUnit = try Unit(parsing: "hour")
    network.compartments = [Compartment(id: "V", size: 5, unit: try Unit(parsing: "L"))]
    network.species = [Species(id: "S", compartment: "V", initial: .concentration(1), unit: try Unit(parsing: "mg/L"))]
    network.parameters = [Parameter(id: "CL", value: 1, unit: try Unit(parsing: "L/hour"))]
    network.reactions = [Reaction(id: "J", reactants: [.init("S")], products: [], law: try Formula(parsing: "CL*S"))]
    #expect(try outcome(network).errors == [])
    network.reactions[0].law = try Formula(parsing: "CL*S/V")
    #expect(try outcome(network).errors == ["\"J\" is in mg/L*L/hour, but its formula is in L/hour*(mg/L)/L"])
    network.extentUnit = try Unit(parsing: "mole")
    network.reactions[0].law = try Formula(parsing: "CL*S")
    #expect(try outcome(network).errors == ["\"J\" is in mole/hour, but its formula is in L/hour*(mg/L)"])
  }
}
