package import Files

extension Stage {
  /// Reads `Models/stages.yaml`.
  package static func read(_ path: String) throws -> [Stage] { try list(YAMLText.read(path)) }

  package static func list(_ root: YAMLValue) throws -> [Stage] {
    let file = try root.mapping("the stages", keys: ["stages"])
    return try file.required("stages").list("\"stages\"").map { try Stage($0) }
  }

  private init(_ value: YAMLValue) throws {
    let fields = try value.mapping(
      "a stage", keys: ["id", "title", "observable", "per_compound", "unit", "grade", "meaning", "basis"])
    let source: Source
    switch (fields["observable"], fields["per_compound"]) {
    case (let observable?, nil): source = .observable(try observable.text("\"observable\""))
    case (nil, let output?): source = .perCompound(try output.text("\"per_compound\""))
    default: throw value.error("a stage needs either \"observable\" or \"per_compound\"")
    }
    self.init(
      id: try fields.required("id").text("\"id\""), title: try fields.required("title").text("\"title\""),
      source: source, unit: try fields.required("unit").text("\"unit\""),
      grade: try fields.required("grade").text("\"grade\""),
      meaning: try fields.required("meaning").text("\"meaning\""), basis: try fields.required("basis").text("\"basis\"")
    )
  }
}
