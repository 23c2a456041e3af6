import Diagnostics
package import Files

/// Reads `Evidence/safety.yaml`.
package enum SafetyReader {
  /// Nothing where there is no such file.
  ///
  /// - Throws: `FileError` or `InputError` with the place: an unknown key, a range the wrong way round, a compound twice.
  package static func read(_ path: String) throws -> [CompoundSafety] {
    do {
      return try compounds(in: YAMLText.read(path))
    } catch FileError.missing {
      return []
    }
  }

  /// The compounds that a text describes, in its order.
  package static func compounds(in file: YAMLValue) throws -> [CompoundSafety] {
    var known: Set<String> = []
    return try file.list("a file of safety").map { value in
      let safety = try compound(value)
      guard known.insert(safety.compound).inserted else {
        throw value.error("the safety of \"\(safety.compound)\" is written twice")
      }
      return safety
    }
  }

  private static func compound(_ value: YAMLValue) throws -> CompoundSafety {
    let fields = try value.mapping(
      "the safety of a compound", keys: ["compound", "studied", "contraindications", "monitoring", "interactions"])
    func list<Entry>(_ key: String, _ read: (YAMLValue) throws -> Entry) throws -> [Entry] {
      try fields.required(key).list("\"\(key)\"").map(read)
    }
    return CompoundSafety(
      compound: try fields.required("compound").text("\"compound\""), studied: try list("studied", range),
      contraindications: try list("contraindications", statement), monitoring: try list("monitoring", statement),
      interactions: try list("interactions", statement), place: value.place)
  }

  private static func range(_ value: YAMLValue) throws -> CompoundSafety.StudiedRange {
    let fields = try value.mapping(
      "a range of studied doses", keys: ["route", "from", "to", "unit", "source", "doi", "verification"])
    let unit = try fields.required("unit")
    let name = try unit.text("\"unit\"")
    guard ["mg", "mg/kg"].contains(name) else { throw unit.error("\"unit\" must be mg or mg/kg") }
    let (low, high) = (try fields.required("from").number("\"from\""), try fields.required("to").number("\"to\""))
    guard low <= high else { throw value.error("\"from\" must not be above \"to\"") }
    return CompoundSafety.StudiedRange(
      route: try fields.required("route").text("\"route\""), doses: low...high, isPerKilogram: name == "mg/kg",
      origin: try origin(fields))
  }

  private static func statement(_ value: YAMLValue) throws -> CompoundSafety.Statement {
    let fields = try value.mapping("a statement of safety", keys: ["text", "with", "source", "doi", "verification"])
    return CompoundSafety.Statement(
      text: try fields.required("text").text("\"text\""), compounds: try fields["with"]?.texts("\"with\"") ?? [],
      origin: try origin(fields))
  }

  private static func origin(_ fields: YAMLMapping) throws -> CompoundSafety.Origin {
    CompoundSafety.Origin(
      source: try fields.required("source").text("\"source\""), doi: try fields["doi"]?.text("\"doi\""),
      verification: try EvidenceReader.word(fields.required("verification"), "verification"))
  }
}
