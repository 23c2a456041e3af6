/// The analysis data of one replicate of a trial in the manner of CDISC's ADaM, every row flagged as simulated (SIMFL),
/// and the `define.xml` that describes them.
package struct AnalysisTables: Sendable {
  /// ADSL, ADEX, ADQS, ADTTE.
  package let tables: [AnalysisTable]
  /// The text of `define.xml`.
  package let definition: String

  /// - Parameters:
  ///   - data: simulated with details, so that it has items and exposures.
  ///   - scales: the library's, for titles, codes and what counts as remission.
  package init(design: TrialDesign, data: TrialData, scales: [Scale]) {
    let subjects = TableSubjects(design: design, data: data)
    let columns = TableScales(design, scales: scales)
    tables = [
      SubjectLevelTable(subjects: subjects, scales: columns).table,
      ExposureTable(subjects: subjects).table,
      ScaleTable(
        subjects: subjects, scales: columns, remission: RemissionRule(design: design, scales: scales)
      ).table,
      TimeToEventTable(subjects: subjects).table,
    ]
    definition =
      DefineDocument(
        design: design, tables: tables,
        remark:
          "All records are simulated: they describe no person. Replicate \(data.replicate + 1) of the virtual trial "
          + "\"\(design.title)\", simulated \(data.estimand.rawValue) with seed \(design.seed)."
      ).text
  }

  /// Names and texts of all files.
  package var files: [(name: String, text: String)] {
    tables.map { ($0.fileName, $0.text) } + [("define.xml", definition)]
  }

  package static let names = ["adsl.csv", "adex.csv", "adqs.csv", "adtte.csv", "define.xml"]
}
