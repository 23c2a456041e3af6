import Diagnostics
import Evidence
import Files
import Foundation
import Pharmacology
import Provenance
import TestSupport
import Testing

@Suite struct SafetyNotesTests {
  private static let library = Result { try TreatmentLibrary.read(models: ProjectPaths.models.path) }
  private static let safety = """
    - compound: ketamine
      studied:
        - {route: iv, from: 0.1, to: 1, unit: mg/kg, source: s, verification: read}
        - {route: oral, from: 10, to: 300, unit: mg, source: s, verification: read}
      contraindications: []
      monitoring: []
      interactions: [{text: weaker, with: [midazolam], source: s, verification: read}]
    """

  private func notes(_ arms: [[String]]) throws -> SafetyNotes {
    let parser = TreatmentParser(library: try Self.library.get(), durationDays: 84)
    return SafetyNotes(
      arms: try arms.map { try parser.parse($0.map { TreatmentLine(argument: $0) }) },
      library: try SafetyReader.compounds(in: YAMLText.parse(SourceText(name: "s.yaml", text: Self.safety))))
  }

  @Test func aStudiedDoseGivesNoWarning() throws {
    let notes = try notes([[], ["ketamine 0.5 mg/kg iv over 40 min on day 0", "cbt weekly x 4"]])
    #expect(notes.warnings.isEmpty && notes.unknown.isEmpty)
    #expect(notes.compounds.map(\.safety.compound) == ["ketamine"])
  }

  @Test func namesADoseOutsideTheStudiedOnes() throws {
    let notes = try notes([
      [], ["ketamine 2 mg/kg iv over 40 min on day 0", "ketamine 2 mg/kg iv over 40 min on day 7"],
    ])
    #expect(
      notes.warnings == [
        .init(
          arm: 1,
          text: "Ketamine (racemic) 2 mg/kg intravenous lies outside the studied 0.1 to 1 mg/kg; extrapolated, grade E")
      ])
  }

  /// Per kilogram and absolute doses are not compared with each other.
  @Test func keepsUnitsApart() throws {
    #expect(try notes([["ketamine 50 mg iv over 40 min on day 0"]]).warnings.isEmpty)
    #expect(try notes([["ketamine 500 mg oral on day 0"]]).warnings.count == 1)
  }

  @Test func namesARouteThatWasNotStudied() throws {
    #expect(
      try notes([["ketamine 50 mg nasal on day 0"]]).warnings.map(\.text) == [
        "Ketamine (racemic) 50 mg nasal: no studied doses of this route are known; extrapolated, grade E"
      ])
  }

  @Test func namesCombinationsWithinAnArmOnly() throws {
    let lines = ["ketamine 0.5 mg/kg iv over 40 min on day 0", "midazolam 0.045 mg/kg iv over 40 min on day 7"]
    let together = try notes([lines])
    #expect(together.warnings.map(\.text) == ["Ketamine (racemic) with Midazolam: weaker"])
    #expect(together.unknown == ["Midazolam"])
    #expect(try notes(lines.map { [$0] }).warnings.isEmpty)
  }

  /// Every compound and route of the library has its safety, and no statement is of a compound that is not there.
  @Test func theLibraryIsCovered() throws {
    let all = try SafetyReader.read(ProjectPaths.root.appendingPathComponent("Evidence/safety.yaml").path)
    let compounds = try Self.library.get().compounds
    #expect(Set(all.map(\.compound)) == Set(compounds.map(\.id)))
    for safety in all {
      let routes = Set(compounds.first { $0.id == safety.compound }?.routes.map(\.id) ?? [])
      #expect(Set(safety.studied.map(\.route)).isSubset(of: routes), "\(safety.compound)")
      for other in safety.interactions.flatMap(\.compounds) {
        #expect(compounds.contains { $0.id == other }, "\(safety.compound) with \(other)")
      }
    }
  }
}
