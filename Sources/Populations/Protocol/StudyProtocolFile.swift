package import Diagnostics
package import Files
package import Pharmacology

extension StudyProtocol {
  private static let treatmentLimit = 100
  private static let keys = ["title", "duration", "model", "seed", "patients", "arms", "treatments", "evidence"]

  /// Reads a protocol file; `Documentation/protocols.md` describes it.
  ///
  /// - Throws: `FileError`, or `InputError` with line and column.
  package static func read(_ path: String, library: TreatmentLibrary) throws -> StudyProtocol {
    try parse(TextFile.read(path, limit: YAMLText.sizeLimit), library: library)
  }

  package static func parse(_ source: SourceText, library: TreatmentLibrary) throws -> StudyProtocol {
    let root = try YAMLText.parse(source)
    let file = try root.mapping("the protocol", keys: keys)
    let title = try file.required("title").text("\"title\"")
    let days = try duration(file.required("duration"), "\"duration\"")
    let patients = try patients(file["patients"], library)
    let parser = TreatmentParser(library: library, durationDays: days)
    let arms: [Arm]
    if let list = file["arms"] {
      for key in ["treatments", "evidence"] {
        if let extra = file[key] { throw extra.error("\"\(key)\" belongs into an arm") }
      }
      arms = try Self.arms(list, parser)
    } else {
      guard let treatments = file["treatments"] else {
        throw root.error("the protocol lacks \"treatments\" (for one arm) or \"arms\"")
      }
      arms = [
        Arm(
          id: slug(title), title: title, treatments: try Self.treatments(treatments, parser),
          evidence: try file["evidence"]?.texts("\"evidence\"") ?? [])
      ]
    }
    let model = try file["model"].map { try PopulationDescription.existingFile($0, "\"model\"") }
    return StudyProtocol(
      title: title, durationDays: days,
      seed: UInt64(try file["seed"]?.integer("\"seed\"", in: 0...Int.max) ?? 1), patientCount: patients.count,
      population: patients.population, arms: arms, modelPath: model, source: source)
  }

  /// Days of `26 weeks`, `90 days`.
  package static func duration(_ value: YAMLValue, _ what: String) throws -> Double {
    let text = try value.text(what)
    let parts = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let number = parts.first.flatMap(YAMLNumber.parse) else {
      throw value.error("\(what) must be a length of time", hint: "for example \"26 weeks\"")
    }
    let units = ["day": 1.0, "days": 1, "week": 7, "weeks": 7]
    guard parts.count == 2 else {
      throw value.error("\(what) needs a number and a unit", hint: "for example \"26 weeks\" or \"90 days\"")
    }
    guard let unit = units[parts[1].lowercased()] else {
      throw value.error(
        "unknown unit of time \"\(parts[1])\"", hint: NearestName.hint(parts[1], among: ["days", "weeks"]))
    }
    let days = number * unit
    guard days > 0, days <= 3660 else { throw value.error("\(what) must be above zero and at most 10 years") }
    return days
  }

  private static func patients(
    _ value: YAMLValue?, _ library: TreatmentLibrary
  ) throws -> (count: Int, population: PopulationDescription) {
    guard let value else { return (1, PopulationDescription()) }
    if case .scalar = value.content {
      return (try value.integer("\"patients\"", in: 1...patientLimit), PopulationDescription())
    }
    let fields = try value.mapping(
      "\"patients\"", keys: ["count", "population"] + PopulationDescription.sectionKeys)
    let count = try fields.required("count").integer("\"count\"", in: 1...patientLimit)
    return (count, try PopulationDescription.read(fields, fileKey: "population", library: library))
  }

  private static func arms(_ list: YAMLValue, _ parser: TreatmentParser) throws -> [Arm] {
    var arms: [Arm] = []
    for value in try list.list("\"arms\"") {
      let fields = try value.mapping("an arm", keys: ["id", "title", "treatments", "evidence"])
      let title = try fields.required("title").text("\"title\"")
      let id = try fields["id"]?.text("\"id\"") ?? slug(title)
      try checkID(id, (fields["id"] ?? value))
      if arms.contains(where: { $0.id == id }) {
        throw (fields["id"] ?? value).error("two arms have the id \"\(id)\"", hint: "give one another title or id")
      }
      let treatments = try fields["treatments"].map { try Self.treatments($0, parser) } ?? []
      arms.append(
        Arm(id: id, title: title, treatments: treatments, evidence: try fields["evidence"]?.texts("\"evidence\"") ?? [])
      )
    }
    guard !arms.isEmpty, arms.count <= 100 else { throw list.error("a protocol has from 1 to 100 arms") }
    return arms
  }

  /// - Throws: `InputError` when a text is not letters, digits, hyphens and underscores.
  package static func checkID(_ id: String, _ value: YAMLValue) throws {
    guard id.utf8.allSatisfy({ $0.isIdentifier }), !id.isEmpty else {
      throw value.error("\"\(id)\" is not an id", hint: "an id has letters, digits, \"-\" and \"_\" only")
    }
  }

  /// One treatment or a list of them.
  package static func treatments(_ value: YAMLValue, _ parser: TreatmentParser) throws -> [Treatment] {
    if case .scalar = value.content { return try parser.parse([TreatmentLine(value)]) }
    let lines = try value.list("\"treatments\"")
    guard lines.count <= treatmentLimit else { throw value.error("an arm has at most \(treatmentLimit) treatments") }
    return try parser.parse(lines.map { try TreatmentLine($0) })
  }

  /// Letters and digits of a title, `Drug A once` → `drug-a-once`.
  package static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "arm" : words.joined(separator: "-")
  }
}

extension UInt8 {
  fileprivate var isIdentifier: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
