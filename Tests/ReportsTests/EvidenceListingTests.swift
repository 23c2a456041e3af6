import Diagnostics
import Evidence
import Reports
import Testing

@Suite struct EvidenceListingTests {
  private func record(_ id: String, _ grade: EvidenceGrade) -> EvidenceRecord {
    EvidenceRecord(
      id: id, value: "1.25", unit: "L/h", uncertainty: "12 %", context: "20 volunteers", source: "Doe 2020",
      doi: "10.1000/1", verification: .secondary, grade: grade, note: nil,
      place: SourcePlace(file: "a.yaml", line: 1, column: 7))
  }

  @Test func details() {
    #expect(
      EvidenceListing.details(record("x.CL", .b), width: 60) == """
        x.CL
          value         1.25 L/h
          uncertainty   12 %
          context       20 volunteers
          source        Doe 2020
          doi           10.1000/1
          verification  secondary: read in a file that cites the
                        source
          grade         B: one human study or a pooled model

        """)
  }

  @Test func severalRecords() {
    let text = EvidenceListing.table([record("x.CL", .b), record("x.V", .e)], width: 100)
    #expect(
      text.hasPrefix(
        """
        2 evidence records
        name  value  unit  grade  verification  source
        ────────────────────────────────────────────────
        x.CL  1.25   L/h   B      secondary     Doe 2020
        x.V   1.25   L/h   E      secondary     Doe 2020

        """))
  }

  @Test func overviewCountsByGrade() throws {
    let library = try EvidenceLibrary([record("x.CL", .b), record("y.V", .e), record("x.V", .b)])
    let lines = EvidenceListing.overview(library).split(separator: "\n")
    #expect(lines[3].split(separator: " ") == ["x", "0", "2", "0", "0", "0"])
    #expect(lines[4].split(separator: " ") == ["y", "0", "0", "0", "0", "1"])
  }
}
