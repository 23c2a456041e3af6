import Equations
import Formulas
import Networks
import Testing

@Suite struct ConservedTotalsTests {
  private func network(_ species: [String], _ reactions: [(String, String)]) -> Network {
    var network = Network(name: "conserved")
    network.compartment("c", 1)
    for name in species { network.species(name, amount: 1) }
    for (index, (from, to)) in reactions.enumerated() {
      func side(_ text: String) -> [Reaction.Participant] {
        text.split(separator: " ").map { term in
          let parts = term.split(separator: "*")
          return parts.count == 2
            ? .init(String(parts[1]), Double(parts[0]) ?? 0) : .init(String(term))
        }
      }
      network.reactions.append(Reaction(id: "J\(index)", reactants: side(from), products: side(to), law: 1))
    }
    return network
  }

  private func totals(_ network: Network) -> [[String: Double]] {
    ConservedTotals.find(in: network).map { total in
      Dictionary(uniqueKeysWithValues: total.terms.map { ($0.species, $0.coefficient) })
    }
  }

  @Test func enzymeAndSubstrate() {
    let found = totals(network(["S", "E", "SE", "P"], [("S E", "SE"), ("SE", "E P")]))
    #expect(found.count == 2)
    #expect(found.contains(["E": 1, "SE": 1]))
    #expect(found.contains(["S": 1, "E": -1, "P": 1]) || found.contains(["S": 1, "SE": 1, "P": 1]))
  }

  @Test func openSystemConservesNothing() {
    #expect(totals(network(["A", "B"], [("", "A"), ("A", "B"), ("B", "")])).isEmpty)
  }

  @Test func wholeNumberWeights() {
    #expect(totals(network(["H", "O", "W"], [("2*H O", "2*W")])).count == 2)
    #expect(totals(network(["M", "D"], [("2*M", "D")])) == [["M": 1, "D": 2]])
    #expect(totals(network(["A", "B"], [("0.5*A", "1.5*B")])) == [["A": 3, "B": 1]])
  }

  @Test func catalystsAreConservedBySelf() {
    #expect(totals(network(["S", "E"], [("S E", "E")])) == [["E": 1]])
  }

  @Test func boundaryAndRuledSpeciesDoNotCount() {
    var network = network(["A", "B", "R"], [("A", "B")])
    network.species[1].isBoundary = true
    network.rules.append(Rule(.rate("R"), 1))
    #expect(totals(network).isEmpty)
  }

  @Test func oddStoichiometryIsNotBalanced() {
    #expect(totals(network(["A", "B"], [("0.1234567890123*A", "B")])).isEmpty)
  }

  /// Every total that is found is one: the weighted rates cancel for random rates.
  @Test func randomNetworks() throws {
    var random = TestRandom(3)
    for _ in 0..<30 {
      let names = (0..<12).map { "s\($0)" }
      func side() -> String {
        (0..<(1 + random.next() % 2)).map { _ in
          "\(1 + random.next() % 3)*\(names[Int(random.next() % 12)])"
        }.joined(separator: " ")
      }
      var network = network(names, (0..<7).map { _ in (side(), side()) })
      for index in network.reactions.indices { network.reactions[index].law = .number(random.uniform(-2...2)) }
      let system = try EquationSystem.build(from: network)
      let rates = ReferenceEvaluator(system).rightHandSide(system.states.map { _ in 1 })
      let total = ConservedTotals.find(in: network)
      let taking = Set(network.reactions.flatMap { $0.reactants + $0.products }.map(\.species)).count
      #expect(total.count >= taking - 7)
      for conserved in total {
        let change = conserved.terms.map { term in
          term.coefficient * (system.states.firstIndex { $0.name == term.species }.map { rates[$0] } ?? .nan)
        }
        let size = change.map(abs).max() ?? 0
        #expect(abs(change.reduce(0, +)) <= 1e-13 * max(1, size))
      }
    }
  }
}
