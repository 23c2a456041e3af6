import Formulas
import Networks

/// A network that uses nearly every field that a network has.
enum RichNetwork {
  static let hour = Unit(.time, factor: 3600, symbol: "h")
  static let litre = Unit(.length, factor: 1e-3, power: 3, symbol: "L")
  static let milligram = Unit(.mass, factor: 1e-6, symbol: "mg")

  static func make() -> Network {
    var network = Network(name: "rich")
    network.timeUnit = hour
    network.substanceUnit = milligram
    network.volumeUnit = litre
    network.extentUnit = milligram
    network.units = ["h": hour, "L": litre, "mg": milligram]
    addQuantities(to: &network)
    addBehaviour(to: &network)
    network.annotations = [
      Annotation(element: "rich", qualifier: "notes", resources: ["a <model> & \"more\"\nin two lines"]),
      Annotation(element: "rich", qualifier: "publication", resources: ["https://identifiers.org/doi/10.1/x"]),
      Annotation(element: "A", qualifier: "is", resources: ["drug \"A\" <plasma>"]),
      Annotation(element: "A", qualifier: "sboTerm", resources: ["SBO:0000247"]),
      Annotation(
        element: "A", qualifier: "identity",
        resources: ["https://identifiers.org/CHEBI:6121", "https://identifiers.org/kegg.compound/C07525?a=1&b=2"]),
      Annotation(element: "A", qualifier: "isVersionOf", resources: ["https://identifiers.org/GO:0001"]),
      Annotation(element: "J", qualifier: "sboTerm", resources: ["SBO:0000176"]),
    ]
    return network
  }

  private static func addQuantities(to network: inout Network) {
    network.compartments = [
      Compartment(id: "V", size: 5, unit: litre), Compartment(id: "W", size: nil, isConstant: false, dimensions: 2),
    ]
    network.species = [
      Species(id: "A", compartment: "V", initial: .concentration(0.1), unit: milligram / litre),
      Species(
        id: "B", compartment: "V", initial: .amount(1e-300), hasOnlySubstanceUnits: true, conversionFactor: "cf",
        unit: milligram),
      Species(id: "C", compartment: "W", initial: nil, isBoundary: true),
      Species(id: "D", compartment: "V", initial: .amount(3), isBoundary: true, isConstant: true),
    ]
    network.parameters = [
      Parameter(id: "k", value: 0.30000000000000004, unit: Unit.dimensionless / hour),
      Parameter(id: "cf", value: 2), Parameter(id: "sub.k", value: 4), Parameter(id: "sub__k", value: 5),
      Parameter(id: "x", value: nil, isConstant: false), Parameter(id: "y", value: 1, isConstant: false),
      Parameter(id: "n", value: 2, isConstant: false, isStoichiometry: true),
      Parameter(id: "start", value: nil), Parameter(id: "unset", value: .nan), Parameter(id: "limit", value: .infinity),
    ]
    network.initialAssignments = [InitialAssignment("start", .apply(.add, [.symbol("k"), .symbol("sub.k")]))]
  }

  private static func addBehaviour(to network: inout Network) {
    network.functions = [
      FunctionDefinition(
        id: "rate", arguments: ["s", "k"], body: .apply(.multiply, [.symbol("k"), .symbol("s")]))
    ]
    network.reactions = [
      Reaction(
        id: "J", reactants: [.init("A", .symbol("n"))], products: [.init("B", 2.5), .init("D")], modifiers: ["C"],
        isReversible: false, law: .call("rate", [.symbol("A"), .symbol("k")])),
      Reaction(
        id: "J2", reactants: [.init("B", .apply(.add, [.symbol("n"), .number(1)]))], products: [],
        law: .apply(.multiply, [.symbol("k"), .symbol("B"), .symbol("sub__k")])),
    ]
    network.rules = [
      Rule(.rate("y"), .apply(.negate, [.symbol("y")])), Rule(.assignment("x"), .apply(.sin, [.time])),
      Rule(.assignment("W"), .apply(.add, [.number(1), .symbol("y")])),
      Rule(.rate("C"), .apply(.delay, [.symbol("y"), .number(1)])),
    ]
    network.events = [
      Event(
        id: "E", trigger: .apply(.greater, [.time, .number(2)]), startsTrue: false, isPersistent: false,
        delay: .symbol("k"), priority: .number(3), usesTriggerTimeValues: false,
        assignments: [.init("y", .number(7)), .init("n", .apply(.multiply, [.number(2), .symbol("n")]))]),
      Event(id: "E2", trigger: .apply(.less, [.symbol("A"), .number(0.01)]), assignments: [.init("A", .number(1))]),
    ]
  }
}
