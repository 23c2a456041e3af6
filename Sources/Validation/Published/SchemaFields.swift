import Diagnostics
import Files

/// A mapping of a file of published trials. Such files state what is unknown as null, so that a key that is left out is
/// a mistake.
struct SchemaFields {
  private let what: String
  private let value: YAMLValue
  private let mapping: YAMLMapping
  private let present: Set<String>

  /// - Parameters:
  ///   - required: keys that must be there, if only as null.
  ///   - optional: keys that may be.
  /// - Throws: `InputError` at the first key that is unknown or missing.
  init(_ value: YAMLValue, _ what: String, required: [String], optional: [String] = []) throws {
    self.init(
      what: what, value: value, mapping: try value.mapping(what, keys: required + optional),
      present: Set(try value.entries(what).map(\.key)))
    try check(required)
  }

  /// Keys that are not known are allowed, as where a schema leaves an object open.
  init(open value: YAMLValue, _ what: String, required: [String]) throws {
    let keys = try value.entries(what).map(\.key)
    self.init(what: what, value: value, mapping: try value.mapping(what, keys: keys), present: Set(keys))
    try check(required)
  }

  private init(what: String, value: YAMLValue, mapping: YAMLMapping, present: Set<String>) {
    self.what = what
    self.value = value
    self.mapping = mapping
    self.present = present
  }

  private func check(_ required: [String]) throws {
    for key in required where !present.contains(key) {
      throw value.error("\(what) lacks \"\(key)\"", hint: "what is not known is written as null")
    }
  }

  func has(_ key: String) -> Bool { present.contains(key) }

  /// Nil: null or absent.
  subscript(key: String) -> YAMLValue? { mapping[key] }

  func required(_ key: String) throws -> YAMLValue { try mapping.required(key) }

  func text(_ key: String) throws -> String? { try mapping[key]?.text("\"\(key)\"") }

  func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let value = mapping[key] else { return nil }
    return try Self.number(value, "\"\(key)\"", in: range)
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    try mapping[key]?.integer("\"\(key)\"", in: range)
  }

  func flag(_ key: String) throws -> Bool { try mapping[key]?.boolean("\"\(key)\"") ?? false }

  /// Only true is allowed, as a mark.
  func mark(_ key: String) throws -> Bool {
    guard let value = mapping[key] else { return false }
    guard try value.boolean("\"\(key)\"") else { throw value.error("\"\(key)\" is true or left out") }
    return true
  }

  func numbers(_ key: String, in range: ClosedRange<Double>) throws -> [Double]? {
    guard let value = mapping[key] else { return nil }
    let list = try value.list("\"\(key)\"")
    guard list.count <= Self.longestList else {
      throw value.error("\"\(key)\" has more than \(Self.longestList) entries")
    }
    return try list.map { try Self.number($0, "\"\(key)\"", in: range) }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) throws -> Choice?
  where Choice.RawValue == String {
    guard let value = mapping[key] else { return nil }
    let text = try value.text("\"\(key)\"")
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      throw value.error(
        "\"\(key)\" cannot be \"\(text)\"",
        hint: NearestName.hint(text, among: known) ?? "known: \(known.joined(separator: ", "))")
    }
    return choice
  }

  func requiredChoice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) throws -> Choice
  where Choice.RawValue == String {
    if let choice = try choice(key, type) { return choice }
    throw try missing(key)
  }

  /// A name of lower-case letters, digits and `_`, a letter first.
  func id(_ key: String) throws -> String {
    try Self.id(required(key), "\"\(key)\"")
  }

  func ids(_ key: String) throws -> [String]? {
    try mapping[key]?.list("\"\(key)\"").map { try Self.id($0, "\"\(key)\"") }
  }

  /// What a required key without a value ends with.
  func missing(_ key: String) throws -> InputError {
    _ = try mapping.required(key)
    return value.error("\(what) lacks \"\(key)\"")
  }

  static func id(_ value: YAMLValue, _ what: String) throws -> String {
    let text = try value.text(what)
    let isName = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    guard isName, let first = text.utf8.first, (97...122).contains(first) else {
      throw value.error("\"\(text)\" is no id", hint: "it has lower-case letters, digits and \"_\", a letter first")
    }
    return text
  }

  private static let longestList = 10_000

  private static func number(_ value: YAMLValue, _ what: String, in range: ClosedRange<Double>) throws -> Double {
    let number = try value.number(what)
    guard range.contains(number) else {
      throw value.error("\(what) must be from \(short(range.lowerBound)) to \(short(range.upperBound))")
    }
    return number
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e12 ? String(Int(value)) : "\(value)"
  }
}
