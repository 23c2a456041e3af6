import Diagnostics
import Evidence
import Files
import Pharmacology
import Provenance
import Reports
import Testing

/// What pages and summaries say beside results.
@Suite struct BackgroundTests {
  private static func record(_ id: String, _ verification: EvidenceVerification, flag: String? = nil) -> EvidenceRecord
  {
    EvidenceRecord(
      id: id, value: "2", unit: "1/h", uncertainty: nil, context: nil, source: "Doe <2020>", doi: "10.1000/1",
      verification: verification, grade: .d, note: nil, flag: flag,
      place: SourcePlace(file: "e.yaml", line: 1, column: 1))
  }

  private static let basis = ConclusionBasis(
    arm: 4, title: "Six & more", comparator: "No treatment", day: 182, relief: 6.5, count: 120,
    entries: [
      .init(
        name: "cells.tau_E", unit: "1/h", value: 2, record: record("cells.tau_E", .fitted), less: 5.25, more: 7.625)
    ], fromMemory: [record("X_dep", .memory, flag: "not <looked> up")])

  private func background(_ lines: [String] = []) throws -> StudyBackground {
    let compound = """
      id: alphine
      title: Alphine
      dose_unit: mg
      plasma: {output: Cp, unit: ng/mL, label: alphine in plasma}
      receptor: {output: occupancy, label: occupancy}
      acute: {output: acute, label: acute}
      routes: {oral: {title: oral, parts: [{target: A1}]}}
      """
    let safety = """
      - compound: alphine
        studied: [{route: oral, from: 1, to: 5, unit: mg, source: Doe, verification: read}]
        contraindications: [{text: "a <bad> heart", source: label, doi: 10.1000/2, verification: memory}]
        monitoring: []
        interactions: []
      """
    func yaml(_ text: String) throws -> YAMLValue { try YAMLText.parse(SourceText(name: "x.yaml", text: text)) }
    let library = try TreatmentLibrary(compounds: [Compound(yaml(compound))], modalities: [])
    let treatments = try TreatmentParser(library: library, durationDays: 7).parse(
      lines.map { TreatmentLine(argument: $0) })
    return StudyBackground(
      basis: Self.basis,
      safety: SafetyNotes(arms: [[], treatments], library: try SafetyReader.compounds(in: yaml(safety))))
  }

  private func page(_ background: StudyBackground?) -> String {
    ReportPage(SyntheticStudy.result, context: ReportFileTests.context, library: nil, background: background).text()
  }

  @Test func thePageNamesWhatTheConclusionRestsOn() throws {
    let html = page(try background())
    #expect(
      html.contains("On day 182 the relief in arm 5 (Six &amp; more) against arm 1 (No treatment) is 6.50 points"))
    #expect(html.contains("120 numbers were made 10 % smaller"))
    for cell in ["cells.tau_E", "5.25", "7.63", "fitted", "Doe &lt;2020&gt;"] {
      #expect(html.contains(cell), "\(cell)")
    }
    #expect(html.contains("<li>X_dep = 2: not &lt;looked&gt; up (Doe &lt;2020&gt;)</li>"))
  }

  @Test func aPageWithoutBackgroundSaysNothing() {
    #expect(!page(nil).contains("id=\"basis\"") && !page(nil).contains("id=\"safety\""))
  }

  @Test func thePageShowsWhatIsKnownOfSafety() throws {
    let html = page(try background(["alphine 50 mg oral on day 0"]))
    #expect(
      html.contains("<li>Arm 2: Alphine 50 mg oral lies outside the studied 1 to 5 mg; extrapolated, grade E.</li>"))
    #expect(html.contains("a &lt;bad&gt; heart") && html.contains("label, 10.1000/2 (from memory, not verified)"))
    #expect(html.contains("neither complete nor advice"))
    #expect(!page(try background()).contains("id=\"safety\""))
  }

  @Test func theSummaryHasBoth() throws {
    let background = try background(["alphine 50 mg oral on day 0"])
    let text = SummaryFile(SyntheticStudy.result, context: ReportFileTests.context, background: background).text()
    #expect(text.contains("\"relief_points_at_90_percent\": 5.25") && text.contains("\"numbers_changed\": 120"))
    #expect(text.contains("\"flag\": \"not <looked> up\""))
    #expect(text.contains("\"text\": \"Alphine 50 mg oral lies outside the studied 1 to 5 mg; extrapolated, grade E\""))
    let bare = SummaryFile(SyntheticStudy.result, context: ReportFileTests.context).text()
    #expect(!bare.contains("\"conclusion\"") && !bare.contains("\"safety\""))
  }
}
