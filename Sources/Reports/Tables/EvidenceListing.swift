package import Evidence
package import Provenance

/// Evidence records as text for a terminal.
package enum EvidenceListing {
  /// One record with everything that is known about it.
  package static func details(_ record: EvidenceRecord, width: Int) -> String {
    let fields: [(String, String?)] = [
      ("value", record.value + (record.unit == "1" ? "" : " \(record.unit)")), ("uncertainty", record.uncertainty),
      ("context", record.context), ("source", record.source), ("doi", record.doi),
      ("verification", "\(record.verification.rawValue): \(record.verification.meaning)"),
      ("grade", "\(record.grade.rawValue): \(record.grade.meaning)"), ("note", record.note),
    ]
    let lines = fields.flatMap { name, value -> [String] in
      guard let value else { return [] }
      let lines = ConsoleTable.wrapped(PlainText.oneLine(value), width: width - 16, indentation: 0)
      let label = "  " + name + String(repeating: " ", count: 14 - name.count)
      return lines.enumerated().map { ($0 == 0 ? label : String(repeating: " ", count: 16)) + $1 }
    }
    return ([record.id] + lines).joined(separator: "\n") + "\n"
  }

  /// Several records, one line each.
  package static func table(_ records: [EvidenceRecord], width: Int) -> String {
    func column(_ title: String, _ cell: (EvidenceRecord) -> String) -> ReportTable.Column {
      ReportTable.Column(group: "", title: title, cells: records.map { PlainText.oneLine(cell($0)) })
    }
    let table = ReportTable(
      title: "\(records.count) evidence records", labelTitle: "name", labels: records.map(\.id),
      columns: [
        column("value") { StudyTables.shortened($0.value, to: 14) },
        column("unit") { StudyTables.shortened($0.unit, to: 12) },
        column("grade") { $0.grade.rawValue }, column("verification") { $0.verification.rawValue },
        column("source") { StudyTables.shortened($0.source ?? "–", to: 34) },
      ], notes: grades)
    return ConsoleTable(table, width: width).text()
  }

  /// How much evidence of each grade there is, for each first part of the names; names without parts are the patient's.
  package static func overview(_ library: EvidenceLibrary) -> String {
    let parts = library.records.map { $0.id.contains(".") ? $0.id.prefix { $0 != "." } : "patient" }
    let names = parts.reduce(into: [Substring]()) { if $0.last != $1, !$0.contains($1) { $0.append($1) } }
    let table = ReportTable(
      title: "\(library.records.count) evidence records, by grade", labelTitle: "part of the model",
      labels: names.map(String.init),
      columns: EvidenceGrade.allCases.map { grade in
        ReportTable.Column(
          group: "", title: grade.rawValue,
          cells: names.map { name in
            String(zip(library.records, parts).count { $0.grade == grade && $1 == name })
          })
      }, notes: grades)
    return ConsoleTable(table, width: 116).text()
  }

  /// What an audit without findings looked at.
  package static func audit(_ audit: LibraryAudit) -> String {
    let count = { (verification: EvidenceVerification) in audit.records.count { $0.verification == verification } }
    return """
      no problem found: \(audit.recorded) numbers have a record, \(audit.excused) a rule why they need none
        \(audit.records.count) records, each in use; \(count(.assumed)) assumed, \(count(.fitted)) fitted, \
      \(count(.memory)) from memory and flagged in reports

      """
  }

  private static let grades = [
    EvidenceGrade.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ") + "."
  ]
}
