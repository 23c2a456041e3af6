import Antimony
import Diagnostics
import Formulas
import Networks
import Testing

/// A text read without files to import.
func read(_ text: String) throws -> Network {
  try AntimonyReader.read(text: SourceText(name: "model.ant", text: text)) { path in
    throw InputError("there is no file \"\(path)\"")
  }
}

@Suite struct ReaderTests {
  @Test func readsAPlainModel() throws {
    let network = try read(
      """
      model *plain()
        compartment c = 2
        species A in c = 3, $B in c
        k = 0.1
        J: A -> 2 B; k*A*c
        x' = -k*x; x = 1
        y := A + x
      end
      """)
    #expect(network.name == "plain")
    #expect(network.compartments.map(\.id) == ["c"])
    #expect(network.species.map(\.id) == ["A", "B"])
    #expect(network.species[0].initial == .concentration(3))
    #expect(network.species[1].isBoundary)
    #expect(network.reactions[0].products == [.init("B", 2)])
    #expect(network.reactions[0].law.description == "k*A*c")
    #expect(network.rules.count == 2)
  }

  @Test func composesSubmodels() throws {
    let network = try read(
      """
      model inner(k, S)
        species S; S = 1; k = 2
        J: S -> ; k*S
        out := k*S
      end
      model *outer()
        species X = 5
        kk = 0.9
        sub: inner(kk, X)
        sub.out is seen
        total := seen + sub.J
      end
      """)
    #expect(network.species.map(\.id) == ["X"])
    #expect(network.reactions.map(\.id) == ["sub.J"])
    #expect(network.reactions[0].law.description == "kk*X")
    #expect(network.synonyms["sub.S"] == "X")
    #expect(network.rules.map(\.formula.description) == ["kk*X", "seen + sub.J"])
  }
}
