package import Diagnostics
import Yams

/// Reads YAML texts: one document, no anchors, aliases or tags, keys that are texts and appear once.
package enum YAMLText {
  /// Deeper nesting is refused.
  private static let depthLimit = 64

  /// Larger files are no protocols or descriptions, and the parser's own effort per key is large.
  package static let sizeLimit = 1 << 20

  /// Reads a file.
  package static func read(_ path: String) throws -> YAMLValue {
    try parse(TextFile.read(path, limit: sizeLimit))
  }

  /// - Throws: `InputError` with line and column.
  package static func parse(_ source: SourceText) throws -> YAMLValue {
    if let anchor = AnchorScan.usedAnchor(in: source) {
      throw InputError("anchors and aliases are not supported", at: anchor, in: source)
    }
    do {
      let parser = try Parser(yaml: source.text)
      // Nodes know their anchors only as long as the parser lives.
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else { throw InputError("\"\(source.name)\" is empty") }
        return try Reading(source).value(root, depth: 0)
      }
    } catch let error as YamlError {
      throw translate(error, source)
    }
  }

  /// One text on its way to values, cut into lines once.
  private struct Reading {
    let source: SourceText
    let lines: [Substring]
    private let cursor: ColumnCursor

    init(_ source: SourceText) {
      self.source = source
      lines = source.lines
      cursor = ColumnCursor(lines)
    }

    func value(_ node: Node, depth: Int) throws -> YAMLValue {
      let place = place(node.mark, length: node.scalar.map { $0.string.count } ?? 1)
      guard depth < depthLimit else { throw InputError("nested too deeply", at: place, in: source) }
      if node.anchor != nil { throw InputError("anchors and aliases are not supported", at: place, in: source) }
      try refuseTag(at: node.mark)
      switch node {
      case .scalar(let scalar):
        return YAMLValue(
          content: .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any), place: place,
          source: source)
      case .sequence(let sequence):
        let values = try sequence.map { try value($0, depth: depth + 1) }
        return YAMLValue(content: .sequence(values), place: place, source: source)
      case .mapping(let mapping):
        let entries = try mapping.map { pair in
          guard let key = pair.key.scalar else {
            throw InputError("a key must be a text", at: self.place(pair.key.mark), in: source)
          }
          try refuseTag(at: pair.key.mark)
          return YAMLValue.Entry(
            key: key.string, keyPlace: self.place(pair.key.mark, length: key.string.count),
            value: try value(pair.value, depth: depth + 1))
        }
        return YAMLValue(content: .mapping(entries), place: place, source: source)
      case .alias:
        throw InputError("anchors and aliases are not supported", at: place, in: source)
      }
    }

    func isIndentedByTab(_ line: Int) -> Bool {
      lines.indices.contains(line - 1) && lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
    }

    /// The parser resolves tags without a word; only the text shows that one was written. No value starts with `!`.
    private func refuseTag(at mark: Mark?) throws {
      let place = place(mark)
      guard let (rest, _) = cursor.find(line: place.line, scalars: max(0, (mark?.column ?? 1) - 1)) else { return }
      guard rest.first == "!" else { return }
      let tag = rest.prefix { !$0.isWhitespace }
      throw InputError(
        "tags are not supported", at: source.place(line: place.line, column: place.column, length: tag.count),
        in: source, hint: "leave out \"\(tag)\"")
    }

    /// The parser counts columns in Unicode scalars, messages in characters.
    func place(_ mark: Mark?, length: Int = 1) -> SourcePlace {
      let line = mark?.line ?? 1
      let column = cursor.find(line: line, scalars: max(0, (mark?.column ?? 1) - 1))?.column ?? 1
      return source.place(line: line, column: column, length: max(1, length))
    }
  }

  private static func translate(_ error: YamlError, _ source: SourceText) -> InputError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let reading = Reading(source)
      let place = reading.place(mark)
      if reading.isIndentedByTab(place.line) {
        return InputError(
          "a line is indented with a tab", at: source.place(line: place.line, column: 1), in: source,
          hint: "YAML is indented with spaces")
      }
      return InputError("this is not YAML: \(problem)", at: place, in: source)
    case .duplicatedKeysInMapping(let duplicates, _):
      let repeated = RepeatedKey.find(duplicates, in: source)
      return InputError(
        "key \"\(repeated.key)\" is written twice", at: repeated.second, in: source,
        hint: repeated.first.map { "it is on line \($0.line) already" })
    case .reader(let problem, let offset, _, _):
      let line = offset.map { 1 + source.text.utf8.prefix($0).count { $0 == UInt8(ascii: "\n") } } ?? 1
      return InputError("this is not YAML: \(problem)", at: source.place(line: line, column: 1), in: source)
    default:
      return InputError("this is not YAML: \(error)", at: source.place(line: 1, column: 1), in: source)
    }
  }
}
