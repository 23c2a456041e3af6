import Testing
import Validation

@Suite("Source of a trial")
struct TrialSourceTests {
  @Test("Is named by the first author's family name and the year")
  func short() {
    #expect(
      TrialSource(firstAuthor: "Berman RM", year: 2000, journal: "Biol Psychiatry", doi: nil).short == "Berman 2000")
    #expect(TrialSource(firstAuthor: nil, year: 2023, journal: nil, doi: nil).short == "2023")
  }
}
