package import Diagnostics

/// One value of a YAML text with its place, so that every message about it can point to it.
package struct YAMLValue: Sendable {
  package struct Entry: Sendable {
    package let key: String
    package let keyPlace: SourcePlace
    package let value: YAMLValue
  }

  package enum Content: Sendable {
    /// A scalar as text; `isPlain` is false when it was quoted or written as a block.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLValue])
    case mapping([Entry])
  }

  package let content: Content
  package let place: SourcePlace
  package let source: SourceText

  init(content: Content, place: SourcePlace, source: SourceText) {
    self.content = content
    self.place = place
    self.source = source
  }

  /// An error at this value.
  package func error(_ problem: String, hint: String? = nil) -> InputError {
    InputError(problem, at: place, in: source, hint: hint)
  }

  /// Nothing: an empty value, `~` or `null`.
  package var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// The text of a scalar.
  package func text(_ what: String) throws -> String {
    guard case .scalar(let text, _) = content, !isNull, !text.isEmpty else { throw error("\(what) must be a text") }
    // Written as \0 or \e in quotes; they would reach terminals and files.
    let isPrintable = text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
    }
    guard isPrintable else { throw error("\(what) has a control character in it") }
    return text
  }

  /// A finite decimal number.
  package func number(_ what: String) throws -> Double {
    guard case .scalar(let text, isPlain: true) = content, let value = YAMLNumber.parse(text) else {
      throw error("\(what) must be a number")
    }
    return value
  }

  /// A whole number in a range.
  package func integer(_ what: String, in range: ClosedRange<Int>) throws -> Int {
    guard case .scalar(let text, isPlain: true) = content, let value = Int(text), range.contains(value) else {
      throw error("\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  package func boolean(_ what: String) throws -> Bool {
    guard case .scalar(let text, isPlain: true) = content, text == "true" || text == "false" else {
      throw error("\(what) must be true or false")
    }
    return text == "true"
  }

  /// The elements of a list.
  package func list(_ what: String) throws -> [YAMLValue] {
    guard case .sequence(let values) = content else { throw error("\(what) must be a list") }
    return values
  }

  /// A list of texts; a single text counts as a list of one.
  package func texts(_ what: String) throws -> [String] {
    if case .scalar = content { return [try text(what)] }
    return try list(what).map { try $0.text(what) }
  }

  /// The entries of a mapping, whatever their keys.
  package func entries(_ what: String) throws -> [Entry] {
    guard case .mapping(let entries) = content else { throw error("\(what) must be a mapping of keys to values") }
    return entries
  }

  /// A mapping whose keys must all be known.
  ///
  /// - Throws: `InputError` at the first unknown key, with the nearest known one.
  package func mapping(_ what: String, keys: [String]) throws -> YAMLMapping {
    let entries = try entries(what)
    for entry in entries where !keys.contains(entry.key) {
      throw InputError(
        "unknown key \"\(entry.key)\" in \(what)", at: entry.keyPlace, in: source,
        hint: NearestName.hint(entry.key, among: keys))
    }
    return YAMLMapping(what: what, value: self, entries: entries)
  }

  /// The place of a part of a one-line scalar; the whole scalar when it was written in a way that moves characters.
  package func place(offset: Int, length: Int) -> SourcePlace {
    guard case .scalar(let text, let isPlain) = content, let line = source.line(place.line) else { return place }
    let start = place.column - 1 + (isPlain ? 0 : 1)
    guard line.dropFirst(start).hasPrefix(text) else { return place }
    return source.place(line: place.line, column: start + offset + 1, length: max(1, length))
  }
}

/// A mapping with known keys.
package struct YAMLMapping: Sendable {
  let what: String
  package let value: YAMLValue
  let entries: [YAMLValue.Entry]

  /// The value of a key, or nil when the key is absent or its value is empty.
  package subscript(key: String) -> YAMLValue? {
    entries.first { $0.key == key }.flatMap { $0.value.isNull ? nil : $0.value }
  }

  package func required(_ key: String) throws -> YAMLValue {
    if let value = self[key] { return value }
    if let entry = entries.first(where: { $0.key == key }) {
      throw InputError("\"\(key)\" in \(what) is empty", at: entry.keyPlace, in: value.source)
    }
    throw value.error("\(what) lacks \"\(key)\"")
  }
}

/// Decimal numbers as people write them; the words and the hexadecimal forms that Swift reads are not among them.
package enum YAMLNumber {
  package static func parse(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }
}
