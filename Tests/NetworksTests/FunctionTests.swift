import Formulas
import Networks
import Testing

@Suite struct FunctionTests {
  private func network(_ functions: [(String, [String], String)], _ formula: String) throws -> Network {
    var network = Network(name: "functions")
    network.parameters = [Parameter(id: "a", value: 2), Parameter(id: "y", value: nil, isConstant: false)]
    network.functions = try functions.map { FunctionDefinition(id: $0, arguments: $1, body: try Formula(parsing: $2)) }
    network.rules = [Rule(.assignment("y"), try Formula(parsing: formula))]
    return network
  }

  @Test func writesCallsOut() throws {
    var network = try network(
      [("f", ["x", "y"], "x^2 + y*x"), ("g", ["x"], "h(x) - 1"), ("h", ["x"], "x*x")], "f(a + 1, g(time))")
    try network.inlineFunctions()
    #expect(network.functions.isEmpty)
    #expect(network.rules[0].formula.description == "(a + 1)^2 + (time*time - 1)*(a + 1)")
  }

  /// Arguments are replaced at once: a name inside an argument is the caller's.
  @Test func keepsNamesApart() throws {
    var network = try network([("swap", ["x", "y"], "x - 2*y")], "swap(a, time)")
    try network.inlineFunctions()
    #expect(network.rules[0].formula.description == "a - 2*time")
    var crossed = try self.network([("f", ["x", "y"], "x/y")], "f(a, f(3, a))")
    try crossed.inlineFunctions()
    #expect(crossed.rules[0].formula.description == "a/(3/a)")
  }

  @Test func turnsNumbersIntoValues() throws {
    var network = try network([("f", ["x"], "2*x")], "1")
    network.parameters.append(Parameter(id: "b", value: nil))
    network.initialAssignments = [InitialAssignment("b", try Formula(parsing: "f(21)"))]
    try network.inlineFunctions()
    #expect(network.initialAssignments.isEmpty)
    #expect(network.parameters.last?.value == 42)
  }

  @Test func givesUpBeforeItExplodes() throws {
    var functions = [("f0", ["x"], "x + x")]
    for level in 1...60 { functions.append(("f\(level)", ["x"], "f\(level - 1)(f\(level - 1)(x))")) }
    #expect(throws: NetworkError.self) {
      var network = try network(functions, "f60(a)")
      try network.inlineFunctions()
    }
  }

  @Test func refusesCircles() throws {
    #expect(throws: NetworkError.self) {
      var network = try network([("f", ["x"], "g(x)"), ("g", ["x"], "f(x)")], "f(a)")
      try network.inlineFunctions()
    }
  }
}

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
