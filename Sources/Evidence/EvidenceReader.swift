import Diagnostics
import Files

/// Turns one evidence file into records.
enum EvidenceReader {
  private static let keys = [
    "id", "value", "unit", "uncertainty", "context", "source", "doi", "verification", "grade", "note",
  ]

  static func records(in source: SourceText) throws -> [EvidenceRecord] {
    try YAMLText.parse(source).list("an evidence file").map(record)
  }

  private static func record(_ value: YAMLValue) throws -> EvidenceRecord {
    let fields = try value.mapping("an evidence record", keys: keys)
    let id = try fields.required("id")
    return EvidenceRecord(
      id: try id.text("\"id\""), value: try shown(fields.required("value"), "\"value\""),
      unit: try fields["unit"]?.text("\"unit\"") ?? "1",
      uncertainty: try fields["uncertainty"].map { try shown($0, "\"uncertainty\"") },
      context: try fields["context"]?.text("\"context\""), source: try fields["source"]?.text("\"source\""),
      doi: try fields["doi"]?.text("\"doi\""),
      verification: try word(fields.required("verification"), "verification"),
      grade: try word(fields.required("grade"), "grade"), note: try fields["note"]?.text("\"note\""), place: id.place)
  }

  /// A number or text as it is written; a list with commas between.
  private static func shown(_ value: YAMLValue, _ what: String) throws -> String {
    try value.texts(what).joined(separator: ", ")
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ value: YAMLValue, _ what: String
  ) throws -> Word where Word.RawValue == String {
    let text = try value.text("\"\(what)\"")
    guard let word = Word(rawValue: text) else {
      throw value.error(
        "unknown \(what) \"\(text)\"", hint: NearestName.hint(text, among: Word.allCases.map(\.rawValue)))
    }
    return word
  }
}
