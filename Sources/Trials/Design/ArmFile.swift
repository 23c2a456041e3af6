import Diagnostics
import Files
import Pharmacology
import Populations

/// Reads the arms of a trial file, without their rules.
struct ArmReader {
  let treatments: TreatmentReader

  static let keys = [
    "id", "title", "role", "control", "blinding", "treatments", "concomitant", "rules", "evidence",
  ]
  private static let limit = 20

  func arms(_ value: YAMLValue) throws -> [TrialArm] {
    let list = try value.list("\"arms\"")
    guard (1...Self.limit).contains(list.count) else { throw value.error("a trial has from 1 to \(Self.limit) arms") }
    var arms: [TrialArm] = []
    for value in list {
      let (arm, place) = try arm(value)
      if arms.contains(where: { $0.id == arm.id }) {
        throw place.error("two arms have the id \"\(arm.id)\"", hint: "give one another title or id")
      }
      arms.append(arm)
    }
    return arms
  }

  private func arm(_ value: YAMLValue) throws -> (TrialArm, YAMLValue) {
    let fields = try value.mapping("an arm", keys: Self.keys)
    let title = try fields["title"]?.text("\"title\"")
    guard let id = try fields["id"]?.text("\"id\"") ?? title.map(StudyProtocol.slug) else {
      throw value.error("an arm lacks \"title\" and \"id\"", hint: "one of them is enough")
    }
    let place = fields["id"] ?? value
    try StudyProtocol.checkID(id, place)
    let (role, control) = try self.role(fields)
    let (given, beside) = try treatments.arm(fields["treatments"], fields["concomitant"])
    if given.isEmpty, role == .active {
      throw value.error(
        "the arm \"\(id)\" gets nothing",
        hint: "give it \"treatments\", or say what kind of control it is: \"control: inert placebo\"")
    }
    var arm = TrialArm(id: id, title: title ?? id, role: role, control: control, treatments: given)
    arm.concomitant = beside
    arm.evidence = try fields["evidence"]?.texts("\"evidence\"") ?? []
    return (arm, place)
  }

  private func role(_ fields: YAMLMapping) throws -> (TrialArm.Role, ControlType?) {
    let written = try fields["role"].map { value in
      try Self.named(value, "\"role\"", among: TrialArm.Role.allCases.map { ($0.rawValue, $0) })
    }
    let controls = ControlType.allCases.map { ($0.rawValue, $0) }
    if let value = fields["control"] {
      if written == .active { throw value.error("an active arm is no control", hint: "leave out \"role\"") }
      if let blinding = fields["blinding"] {
        throw blinding.error("\"control\" says already what is known in this arm")
      }
      return (written ?? .control, try Self.named(value, "\"control\"", among: controls))
    }
    if written == .control {
      throw fields.value.error(
        "a control arm says what kind it is", hint: "control: \(controls.map(\.0).joined(separator: ", "))")
    }
    let blinding = try fields["blinding"].map { value -> ControlType? in
      try Self.named(
        value, "\"blinding\"", among: [("blind", nil), ("masked", .masked), ("open label", ControlType.openLabel)])
    }
    return (written ?? .active, blinding ?? nil)
  }

  /// One of several names.
  ///
  /// - Throws: `InputError` with the nearest one.
  static func named<Value>(_ value: YAMLValue, _ what: String, among known: [(String, Value)]) throws -> Value {
    let name = try value.text(what)
    if let found = known.first(where: { $0.0.lowercased() == name.lowercased() }) { return found.1 }
    throw value.error("\(what) cannot be \"\(name)\"", hint: NearestName.hint(name, among: known.map(\.0)))
  }
}

/// Reads what is given.
struct TreatmentReader {
  let library: TreatmentLibrary
  /// Days on which something can be given.
  let days: Double

  func list(_ value: YAMLValue?) throws -> [Treatment] {
    guard let value else { return [] }
    return try StudyProtocol.treatments(value, TreatmentParser(library: library, durationDays: days))
  }

  /// What is under test and what goes on beside: sessions of one therapy must not overlap between the two.
  func arm(_ given: YAMLValue?, _ beside: YAMLValue?) throws -> (given: [Treatment], beside: [Treatment]) {
    let (first, second) = (try list(given), try list(beside))
    let parser = TreatmentParser(library: library, durationDays: days)
    _ = try parser.parse(try (Self.values(given) + Self.values(beside)).map { try TreatmentLine($0) })
    return (first, second)
  }

  private static func values(_ value: YAMLValue?) -> [YAMLValue] {
    guard let value else { return [] }
    if case .sequence(let values) = value.content { return values }
    return [value]
  }
}
