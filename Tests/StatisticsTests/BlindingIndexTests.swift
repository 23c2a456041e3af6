import Statistics
import Testing

@Suite("Indices of blinding")
struct BlindingIndexTests {
  @Test func jamesFromItsDefinition() throws {
    for row in try Oracle.read("oracle_python.json")["james"].items {
      func guesses(_ name: String) -> BlindingGuesses {
        let counts = row[name].numbers.map { Int($0) }
        return BlindingGuesses(active: counts[0], control: counts[1], unsure: counts[2])
      }
      let index = try BlindingIndex.james(active: guesses("active"), control: guesses("control"))
      #expect(abs(index.value - row["value"][0].number) < 1e-12)
      #expect(abs(index.standardError - row["value"][1].number) < 1e-12)
    }
  }

  @Test func namedPointsOfJames() throws {
    func index(_ a: (Int, Int, Int), _ c: (Int, Int, Int)) throws -> Double {
      try BlindingIndex.james(
        active: BlindingGuesses(active: a.0, control: a.1, unsure: a.2),
        control: BlindingGuesses(active: c.0, control: c.1, unsure: c.2)
      ).value
    }
    #expect(abs(try index((20, 0, 0), (0, 20, 0))) < 1e-15)
    #expect(abs(try index((10, 10, 0), (10, 10, 0)) - 0.5) < 1e-15)
    #expect(try index((0, 0, 9), (0, 0, 11)) == 1)
  }

  @Test func bangOfEachArm() throws {
    // Shares 0.6 right, 0.1 wrong: 0.5, variance (0.24 + 0.09 + 0.12)/40.
    let guesses = BlindingGuesses(active: 24, control: 4, unsure: 12)
    let index = try BlindingIndex.bang(guesses, isActiveArm: true)
    #expect(abs(index.value - 0.5) < 1e-15)
    #expect(abs(index.standardError - (0.45 / 40).squareRoot()) < 1e-15)
    #expect(abs(index.upper - (0.5 + 1.959963984540054 * (0.45 / 40).squareRoot())) < 1e-12)
    #expect(try BlindingIndex.bang(guesses, isActiveArm: false).value == -index.value)
  }

  @Test func emptyArmsAreErrors() {
    let none = BlindingGuesses(active: 0, control: 0, unsure: 0)
    let negative = BlindingGuesses(active: -1, control: 3, unsure: 0)
    let same = BlindingGuesses(active: 5, control: 0, unsure: 0)
    #expect(throws: StatisticsError.self) { try BlindingIndex.bang(none, isActiveArm: true) }
    #expect(throws: StatisticsError.self) { try BlindingIndex.bang(negative, isActiveArm: true) }
    #expect(throws: StatisticsError.self) { try BlindingIndex.james(active: none, control: same) }
    // Only one arm guessed, and only one thing: there is no disagreement to expect.
    #expect(throws: StatisticsError.self) {
      try BlindingIndex.james(active: same, control: BlindingGuesses(active: 0, control: 0, unsure: 4))
    }
  }
}
