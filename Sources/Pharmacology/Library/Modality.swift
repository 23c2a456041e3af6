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
  /// How much is known about it in depression, one sentence.
  package var evidence: String

  /// Reads `Models/mind/modalities.yaml`.
  package static func read(_ root: YAMLValue) throws -> [Modality] {
    let file = try root.mapping("the modalities", keys: ["modalities"])
    return try file.required("modalities").list("\"modalities\"").map { value in
      let fields = try value.mapping(
        "a modality", keys: ["id", "title", "aliases", "input", "default_minutes", "grade", "evidence"])
      let minutes = try fields.required("default_minutes")
      let length = try minutes.number("\"default_minutes\"")
      guard length > 0 else { throw minutes.error("a session's length must be above zero") }
      return Modality(
        id: try fields.required("id").text("\"id\""), title: try fields.required("title").text("\"title\""),
        aliases: try fields["aliases"]?.texts("\"aliases\"") ?? [],
        input: try fields.required("input").text("\"input\""), defaultMinutes: length,
        grade: try fields["grade"]?.text("\"grade\"") ?? "",
        evidence: try fields["evidence"]?.text("\"evidence\"") ?? "")
    }
  }
}
