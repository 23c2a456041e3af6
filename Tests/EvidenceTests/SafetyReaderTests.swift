import Diagnostics
import Evidence
import Files
import Foundation
import TestSupport
import Testing

@Suite struct SafetyReaderTests {
  private static let text = """
    - compound: alphine
      studied:
        - {route: oral, from: 1, to: 5, unit: mg/kg, source: Doe 2020, doi: 10.1000/1, verification: read}
      contraindications: [{text: bad heart, source: label, verification: memory}]
      monitoring: []
      interactions: [{text: adds up, with: [betazine], source: label, verification: read}]
    """

  private func read(_ text: String) throws -> [CompoundSafety] {
    try SafetyReader.compounds(in: YAMLText.parse(SourceText(name: "s.yaml", text: text)))
  }

  @Test func readsEveryField() throws {
    let safety = try #require(try read(Self.text).first)
    #expect(safety.compound == "alphine" && safety.studied.count == 1 && safety.monitoring.isEmpty)
    #expect(safety.studied[0].doses == 1...5 && safety.studied[0].isPerKilogram && safety.studied[0].route == "oral")
    #expect(safety.studied[0].origin.doi == "10.1000/1" && safety.studied[0].origin.verification == .read)
    #expect(safety.contraindications[0].text == "bad heart" && safety.contraindications[0].compounds.isEmpty)
    #expect(safety.interactions[0].compounds == ["betazine"] && safety.interactions[0].origin.source == "label")
  }

  @Test(arguments: [
    ("unit: mg/kg", "unit: ug", "\"unit\" must be mg or mg/kg"),
    ("from: 1", "from: 6", "\"from\" must not be above \"to\""),
    ("with: [betazine]", "when: [betazine]", "unknown key \"when\" in a statement of safety"),
    ("monitoring: []", "advice: []", "unknown key \"advice\" in the safety of a compound"),
    (", source: label, verification: memory", ", verification: memory", "a statement of safety lacks \"source\""),
  ])
  func refusesWhatIsWrong(_ part: String, _ other: String, _ problem: String) {
    let error = #expect(throws: InputError.self) { try read(Self.text.replacing(part, with: other)) }
    #expect(error?.explanation.problem == problem && error?.explanation.place?.file == "s.yaml")
  }

  @Test func refusesACompoundTwice() {
    let error = #expect(throws: InputError.self) { try read(Self.text + "\n" + Self.text) }
    #expect(error?.explanation.problem == "the safety of \"alphine\" is written twice")
  }

  @Test func aMissingFileSaysNothing() throws {
    #expect(try SafetyReader.read("/nowhere/safety.yaml").isEmpty)
  }

  /// The library's own file speaks to nobody, promises nothing and recommends nothing.
  @Test func theLibrarysFileGivesNoAdvice() throws {
    let all = try SafetyReader.read(ProjectPaths.root.appendingPathComponent("Evidence/safety.yaml").path)
    #expect(all.count >= 12)
    for safety in all {
      #expect(!safety.studied.isEmpty && !safety.contraindications.isEmpty && !safety.monitoring.isEmpty)
      for statement in safety.contraindications + safety.monitoring + safety.interactions {
        let words = Set(statement.text.lowercased().split { !$0.isLetter }.map(String.init))
        #expect(
          words.isDisjoint(with: ["you", "your", "recommended", "should", "best", "better"]), "\(statement.text)")
      }
    }
  }
}
