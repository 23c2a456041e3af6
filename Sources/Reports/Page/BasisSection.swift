import Evidence
import Provenance

/// The section of a report that names the numbers on which its conclusion depends most.
struct BasisSection {
  let basis: ConclusionBasis

  /// What was changed and what was read, in one or two sentences.
  var introduction: String {
    let against = basis.comparator.map { "against arm 1 (\(PlainText.oneLine($0)))" } ?? "since the start"
    let name = "arm \(basis.arm + 1) (\(PlainText.oneLine(basis.title)))"
    return """
      On day \(NumberText.fixed(basis.day, decimals: 0)) the relief in \(name) \(against) is \
      \(points(basis.relief)) points in the model's default patient. \(basis.count) numbers were made 10 % smaller and \
      10 % larger, one at a time; these move it most.
      """
  }

  /// What was left out of the search.
  static let leftOut = """
    Left out: numbers that the protocol draws for each patient, that are exact by definition, or that are 0. Effects of \
    changing several at once are not seen here.
    """

  var table: ReportTable {
    func column(_ title: String, _ cell: (ConclusionBasis.Entry) -> String) -> ReportTable.Column {
      ReportTable.Column(group: "", title: title, cells: basis.entries.map { PlainText.oneLine(cell($0)) })
    }
    return ReportTable(
      title: "The numbers that the conclusion depends on most", labelTitle: "number",
      labels: basis.entries.map { PlainText.oneLine($0.name) },
      columns: [
        column("value") { NumberText.short($0.value) + (StudyTables.hasNoUnit($0.unit) ? "" : " \($0.unit)") },
        column("relief at −10 %") { points($0.less) }, column("at +10 %") { points($0.more) },
        column("grade") { $0.record.grade.rawValue }, column("verification") { $0.record.verification.rawValue },
        column("source") { StudyTables.shortened($0.record.source ?? "–", to: 60) },
      ],
      notes: [
        "Relief: points of the symptom score by which the arm lies lower. \(Self.leftOut)",
        EvidenceGrade.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ") + ".",
      ])
  }

  /// Every number from memory that the score depends on, with its flag.
  var flags: [String] {
    basis.fromMemory.map { record in
      let flag = record.flag.map { ": \($0)" } ?? ""
      return PlainText.oneLine("\(record.id) = \(record.value)\(flag) (\(record.source ?? "no source"))")
    }
  }

  var html: String {
    let flags = flags.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n")
    return """
      <h2 id="basis">What the conclusion rests on</h2>
      <p>\(HTMLText.escaped(introduction))</p>
      \(TableMarkup.html(table))
      \(flags.isEmpty ? "" : "<p>From memory, not verified:</p><ul>\n\(flags)\n</ul>")
      """
  }

  /// The block `conclusion` of `summary.json`.
  var value: JSONValue {
    [
      "arm": .integer(basis.arm + 1), "comparator": basis.comparator == nil ? .null : .integer(1),
      "day": .number(basis.day), "relief_points": number(basis.relief), "numbers_changed": .integer(basis.count),
      "numbers": .array(
        basis.entries.map {
          [
            "name": .string($0.name), "value": .number($0.value), "unit": .string($0.unit),
            "relief_points_at_90_percent": number($0.less), "relief_points_at_110_percent": number($0.more),
            "grade": .string($0.record.grade.rawValue), "verification": .string($0.record.verification.rawValue),
            "source": $0.record.source.map(JSONValue.string) ?? .null,
            "doi": $0.record.doi.map(JSONValue.string) ?? .null,
          ]
        }),
      "from_memory": .array(
        basis.fromMemory.map {
          ["name": .string($0.id), "flag": $0.flag.map(JSONValue.string) ?? .null]
        }),
    ]
  }

  private func points(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
  private func number(_ value: Double) -> JSONValue { .number(NumberText.rounded(value, digits: 6)) }
}
