import Diagnostics
package import Files

/// A psychotherapy: sessions raise one input of the patient model to 1 while they last.
package struct Modality: Sendable, Hashable {
  package var id: String
  package var title: String
  package var aliases: [String]
  /// The input of the patient model.
  package var input: String
  /// The length of a session when the treatment states none.
  package var defaultMinutes: Double
  /// Evidence grade `A` to `E`; empty where the library states none.
  package var grade: String

  /// Reads `Models/mind/modalities.yaml`: a mapping from the modality's id to its keys.
  package static func read(_ root: YAMLValue) throws -> [Modality] {
    try root.entries("the modalities").map { entry in
      let fields = try entry.value.mapping(
        "modality \"\(entry.key)\"", keys: ["title", "aliases", "input", "default_minutes", "grade", "source"])
      let minutes = try fields.required("default_minutes")
      let value = try minutes.number("\"default_minutes\"")
      guard value > 0 else { throw minutes.error("a session's length must be above zero") }
      return Modality(
        id: entry.key, title: try fields.required("title").text("\"title\""),
        aliases: try fields["aliases"]?.texts("\"aliases\"") ?? [],
        input: try fields.required("input").text("\"input\""), defaultMinutes: value,
        grade: try fields["grade"]?.text("\"grade\"") ?? "")
    }
  }
}
