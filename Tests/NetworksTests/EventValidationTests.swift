import Diagnostics
import Formulas
import Networks
import Testing

/// Events, algebraic rules and rates of change in networks made by hand, as another reader would make them.
@Suite struct EventValidationTests {
  private func formula(_ text: String) throws -> Formula { try Formula(parsing: text) }

  private func valid() throws -> Network {
    var network = Network(name: "switch")
    network.compartments = [Compartment(id: "c", size: 2, isConstant: false)]
    network.species = [Species(id: "A", compartment: "c", initial: .amount(3))]
    network.parameters = [
      Parameter(id: "k", value: 0.5), Parameter(id: "x", value: 1, isConstant: false),
      Parameter(id: "y", value: nil, isConstant: false), Parameter(id: "u", value: nil, isConstant: false),
      Parameter(id: "n", value: 1, isStoichiometry: true),
    ]
    network.reactions = [
      Reaction(id: "J", reactants: [.init("A", try formula("n"))], products: [], law: try formula("k*A"))
    ]
    network.rules = [
      Rule(.rate("x"), try formula("-x")), Rule(.assignment("y"), try formula("rateOf(x) + delay(x, k)")),
      Rule(.algebraic, try formula("u + x - 2")),
    ]
    network.events = [
      Event(
        id: "E", trigger: try formula("x < k"), delay: try formula("k"), priority: try formula("x"),
        assignments: [.init("x", try formula("2*x")), .init("A", .number(1)), .init("c", .number(3))])
    ]
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

  @Test func acceptsWhatIsRight() throws { #expect(try problems { _ in } == []) }

  @Test func findsNamesInEvents() throws {
    #expect(try problems { $0.events[0].id = "A" } == ["\"A\" is defined twice"])
    #expect(try problems { $0.events[0].trigger = try formula("z > 1") } == ["unknown name \"z\""])
    #expect(try problems { $0.events[0].delay = try formula("z") } == ["unknown name \"z\""])
    #expect(try problems { $0.events[0].priority = try formula("z") } == ["unknown name \"z\""])
    #expect(try problems { $0.events[0].assignments[0].target = "z" } == ["unknown name \"z\""])
    #expect(try problems { $0.events[0].assignments[0].formula = try formula("z") } == ["unknown name \"z\""])
    #expect(try problems { $0.reactions[0].reactants = [.init("A", try formula("z"))] } == ["unknown name \"z\""])
    #expect(try problems { $0.species[0].conversionFactor = "z" } == ["unknown name \"z\""])
    #expect(
      try problems { $0.species[0].conversionFactor = "c" } == [
        "\"c\" is a compartment, but a parameter is needed here"
      ])
  }

  @Test func findsWhatEventsCannotChange() throws {
    #expect(
      try problems { $0.events[0].assignments[0].target = "k" } == [
        "\"k\" is declared constant and cannot be changed by an event"
      ])
    #expect(
      try problems { $0.compartments[0].isConstant = true } == [
        "\"c\" is declared constant and cannot be changed by an event"
      ])
    #expect(
      try problems { $0.events[0].assignments[0].target = "y" } == [
        "\"y\" has an assignment rule and cannot be changed by an event"
      ])
    #expect(
      try problems { $0.events[0].assignments[0].target = "J" } == [
        "\"J\" is a reaction, but a quantity is needed here"
      ])
    #expect(try problems { $0.events[0].assignments[0].target = "A" } == ["the event \"E\" changes \"A\" twice"])
    #expect(
      try problems { $0.rules[0].kind = .rate("E") }.first == "\"E\" is an event, but a quantity is needed here")
  }

  @Test func findsRatesOfWhatHasNone() throws {
    #expect(
      try problems { $0.rules[1].formula = .apply(.rateOf, [.number(2)]) } == [
        "\"rateOf\" takes the name of a quantity, not a formula"
      ])
    #expect(
      try problems { $0.rules[1].formula = try formula("rateOf(J)") } == [
        "\"J\" is a reaction, but a quantity is needed here"
      ])
    #expect(
      try problems { $0.rules[0].formula = try formula("rateOf(x)") } == [
        "these rules need each other: \"x'\" → \"x'\""
      ]
    )
    #expect(
      try problems { $0.reactions[0].law = try formula("rateOf(A)") } == [
        "these rules need each other: \"A'\" → \"J\" → \"A'\""
      ])
  }

  /// Only what an algebraic rule mentions and may change needs no value.
  @Test func letsAlgebraicRulesGiveValues() throws {
    #expect(try problems { $0.rules.removeLast() } == ["\"u\" has no value"])
    #expect(
      try problems { $0.parameters[3].isConstant = true } == ["\"u\" has no value"])
  }

  @Test func checksUnitsOfEvents() throws {
    func outcome(_ change: (inout Network) throws -> Void) throws -> [String] {
      try problems { network in
        network.timeUnit = try Unit(parsing: "hour")
        network.parameters[0].unit = try Unit(parsing: "hour")
        network.parameters[1].unit = try Unit(parsing: "mg")
        network.rules[0].formula = try formula("x/k")
        network.rules[1].formula = try formula("delay(x, k)")
        network.reactions[0].law = .number(1)
        network.events[0].trigger = try formula("x > 2")
        try change(&network)
      }
    }
    #expect(try outcome { _ in } == [])
    #expect(
      try outcome { $0.events[0].trigger = try formula("x > k") } == [
        "\"x\" in mg and \"k\" in hour cannot be compared"
      ])
    #expect(
      try outcome { $0.events[0].delay = try formula("x") } == [
        "\"the delay of E\" is in hour, but its formula is in mg"
      ])
    #expect(
      try outcome { $0.events[0].assignments[0].formula = try formula("k") } == [
        "\"x\" is in mg, but its formula is in hour"
      ])
    #expect(
      try outcome { $0.rules[1].formula = try formula("delay(x, x)") } == [
        "\"x\" in mg stands where a duration in hour is needed"
      ])
    #expect(
      try outcome {
        $0.parameters[2].unit = try Unit(parsing: "mg")
        $0.rules[1].formula = try formula("rateOf(x)")
      } == ["\"y\" is in mg, but its formula is in mg/hour"])
  }
}
