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
