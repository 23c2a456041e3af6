import Diagnostics
import Files

/// Turns one evidence file into records.
enum EvidenceReader {
  private static let keys = [
    "id", "value", "unit", "uncertainty", "allowed", "used", "context", "source", "doi", "verification", "grade",
    "note", "flag",
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
      allowed: try fields["allowed"].map(range), used: try fields["used"]?.number("\"used\""),
      context: try fields["context"]?.text("\"context\""), source: try fields["source"]?.text("\"source\""),
      doi: try fields["doi"]?.text("\"doi\""),
      verification: try word(fields.required("verification"), "verification"),
      grade: try word(fields.required("grade"), "grade"), note: try fields["note"]?.text("\"note\""),
      flag: try fields["flag"]?.text("\"flag\""), place: id.place)
  }

  /// `[low, high]`
  private static func range(_ value: YAMLValue) throws -> ClosedRange<Double> {
    let ends = try value.list("\"allowed\"").map { try $0.number("an end of \"allowed\"") }
    guard ends.count == 2, ends[0] <= ends[1] else {
      throw value.error("\"allowed\" must be two numbers, the lower one first", hint: "for example [0.2, 0.5]")
    }
    return ends[0]...ends[1]
  }

  /// A number or text as it is written; a list with commas between.
  private static func shown(_ value: YAMLValue, _ what: String) throws -> String {
    try value.texts(what).joined(separator: ", ")
  }

  static func word<Word: RawRepresentable & CaseIterable>(
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
