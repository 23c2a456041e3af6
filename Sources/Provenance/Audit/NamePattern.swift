import Diagnostics
import Files

/// A text with wildcards: `*` stands for anything, `<name>` for anything without a slash, which is kept under the name.
struct NamePattern: Sendable {
  private enum Piece: Sendable {
    case literal(String)
    case any
    case capture(String)
  }

  let text: String
  private let pieces: [Piece]
  /// Matching tries combinations of wildcards' lengths.
  private static let wildcardLimit = 4

  /// - Throws: `InputError` for an open `<` and for too many wildcards.
  init(_ value: YAMLValue) throws {
    text = try value.text("a pattern")
    var pieces: [Piece] = []
    var rest = text[...]
    while let first = rest.first {
      switch first {
      case "*":
        pieces.append(.any)
        rest = rest.dropFirst()
      case "<":
        guard let end = rest.firstIndex(of: ">") else { throw value.error("\"<\" is not closed in a pattern") }
        pieces.append(.capture(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      default:
        let literal = rest.prefix { $0 != "*" && $0 != "<" }
        pieces.append(.literal(String(literal)))
        rest = rest[literal.endIndex...]
      }
    }
    let wildcards = pieces.count { if case .literal = $0 { false } else { true } }
    guard wildcards <= Self.wildcardLimit else {
      throw value.error("a pattern has at most \(Self.wildcardLimit) wildcards, this one has \(wildcards)")
    }
    self.pieces = pieces
  }

  /// What the names stand for when the whole text fits; nil when it does not.
  func match(_ name: String) -> [String: String]? { Self.match(pieces[...], name[...]) }

  private static func match(_ pieces: ArraySlice<Piece>, _ text: Substring) -> [String: String]? {
    guard let first = pieces.first else { return text.isEmpty ? [:] : nil }
    let rest = pieces.dropFirst()
    switch first {
    case .literal(let literal):
      return text.hasPrefix(literal) ? match(rest, text.dropFirst(literal.count)) : nil
    case .any:
      if rest.isEmpty { return [:] }
      var end = text.startIndex
      while true {
        if let found = match(rest, text[end...]) { return found }
        if end == text.endIndex { return nil }
        end = text.index(after: end)
      }
    case .capture(let name):
      var end = text.prefix { $0 != "/" }.endIndex
      while end > text.startIndex {
        if var found = match(rest, text[end...]) {
          found[name] = String(text[..<end])
          return found
        }
        end = text.index(before: end)
      }
      return nil
    }
  }
}
