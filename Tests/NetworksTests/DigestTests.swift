import Formulas
import Networks
import Testing

@Suite struct DigestTests {
  private func sample() throws -> Network {
    var network = Network(name: "sample")
    network.compartments = [Compartment(id: "c", size: 1)]
    network.species = [Species(id: "A", compartment: "c", initial: .amount(1))]
    network.parameters = [Parameter(id: "k", value: 2)]
    network.reactions = [
      Reaction(id: "J", reactants: [.init("A"), .init("A")], products: [], law: try Formula(parsing: "k*A^2"))
    ]
    return network
  }

  @Test func seesTheSameMeaning() throws {
    let network = try sample()
    var other = network
    other.reactions[0].law = try Formula(parsing: "A*k*A")
    other.reactions[0].reactants = [.init("A", 2)]
    #expect(NetworkDigest(network).differences(from: NetworkDigest(other)).isEmpty)
  }

  /// Events, stoichiometries, conversion factors, algebraic rules and functions count, too.
  @Test func seesDifferencesOfBehaviour() throws {
    var network = try sample()
    network.parameters.append(Parameter(id: "n", value: 1, isConstant: false, isStoichiometry: true))
    network.parameters.append(Parameter(id: "f", value: 2))
    network.species[0].conversionFactor = "f"
    network.reactions[0].products = [.init("A", .symbol("n"))]
    network.rules = [
      Rule(.algebraic, try Formula(parsing: "A - 3*k")), Rule(.algebraic, try Formula(parsing: "k - n")),
    ]
    network.functions = [FunctionDefinition(id: "g", arguments: ["a", "b"], body: try Formula(parsing: "a - b*time"))]
    network.events = [
      Event(
        id: "E", trigger: try Formula(parsing: "A > delay(k, 2)"), delay: .number(2), priority: .symbol("k"),
        assignments: [.init("n", try Formula(parsing: "rateOf(A)"))])
    ]
    let digest = NetworkDigest(network)
    var same = network
    same.rules = [Rule(.algebraic, try Formula(parsing: "n - k")), Rule(.algebraic, try Formula(parsing: "6*k - 2*A"))]
    same.functions[0] = FunctionDefinition(id: "g", arguments: ["x", "y"], body: try Formula(parsing: "-(y*time) + x"))
    #expect(digest.differences(from: NetworkDigest(same)).isEmpty)
    let changes: [(inout Network) throws -> Void] = [
      { $0.species[0].conversionFactor = nil }, { $0.reactions[0].products = [.init("A", 1)] },
      { $0.reactions[0].isFast = true }, { $0.rules.removeLast() },
      { $0.rules[0].formula = try Formula(parsing: "A - 3.1*k") },
      { $0.functions[0].body = try Formula(parsing: "b - a*time") }, { $0.events[0].startsTrue = false },
      { $0.events[0].isPersistent = false }, { $0.events[0].usesTriggerTimeValues = false },
      { $0.events[0].delay = nil }, { $0.events[0].priority = .symbol("f") },
      { $0.events[0].trigger = try Formula(parsing: "A > delay(k, 3)") },
      { $0.events[0].assignments[0].formula = try Formula(parsing: "rateOf(k)") },
      { $0.events[0].assignments[0].target = "A" }, { $0.events[0].id = "F" },
    ]
    for (index, change) in changes.enumerated() {
      var other = network
      try change(&other)
      #expect(!digest.differences(from: NetworkDigest(other)).isEmpty, "change \(index)")
    }
  }

  @Test func seesEveryDifference() throws {
    let network = try sample()
    let digest = NetworkDigest(network)
    let changes: [(inout Network) throws -> Void] = [
      { $0.reactions[0].law = try Formula(parsing: "k*A^2*1.000001") }, { $0.reactions[0].reactants = [.init("A")] },
      { $0.parameters[0].value = 3 }, { $0.species[0].initial = .amount(2) }, { $0.species[0].isBoundary = true },
      { $0.compartments[0].id = "d" }, { $0.parameters.append(Parameter(id: "n", value: 1)) },
      { $0.reactions[0].isReversible = false }, { $0.rules = [Rule(.rate("k"), .number(1))] },
    ]
    for (index, change) in changes.enumerated() {
      var other = network
      try change(&other)
      #expect(!digest.differences(from: NetworkDigest(other)).isEmpty, "change \(index)")
    }
  }

  /// The hash is part of the agreement with the script that asks the antimony library.
  @Test func hasFixedCoordinates() {
    #expect(abs(NetworkDigest.coordinate("k", 0) - 0) > 0.4)
    #expect(NetworkDigest.coordinate("k", 0) != NetworkDigest.coordinate("k", 1))
    for point in 0..<200 {
      let value = NetworkDigest.coordinate("name", point)
      #expect(value >= 0.5 && value < 2)
    }
  }
}
