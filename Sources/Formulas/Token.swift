package import Diagnostics

/// One word of a text in the infix language: its kind, its bytes and its place.
package struct Token: Sendable {
  package enum Kind: UInt8, Sendable {
    case identifier, number, string, newline, semicolon, end
    // arithmetic and conditions
    case plus, minus, star, slash, percent, caret, bang
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, and, or
    // structure
    case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
    case comma, dot, colon, dollar, prime, at, question
    case assign, assignAlways, arrow, irreversibleArrow
  }

  package var kind: Kind
  /// Byte range in the text.
  package var start: Int32
  package var end: Int32
  /// One-based line and column (columns count Unicode scalars).
  package var line: Int32
  package var column: Int32
  /// Unicode scalars from `start` to `end`, on the first line of the token.
  package var length: Int32

  /// Whether this token follows `other` without anything between.
  package func touches(_ other: Token) -> Bool { other.end == start }
}

/// The tokens of one text, with the bytes they were cut from.
package struct TokenizedText: Sendable {
  package let source: SourceText
  package let bytes: [UInt8]
  /// At least one token: the last one is ``Token/Kind/end``.
  package let tokens: [Token]

  /// What the token looks like in the text; strings without their quotes.
  package func text(of token: Token) -> String {
    var start = Int(token.start)
    var end = Int(token.end)
    if token.kind == .string {
      let quotes = bytes[start] == UInt8(ascii: "`") ? 3 : 1
      start += quotes
      end -= quotes
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  package func place(of token: Token) -> SourcePlace {
    SourcePlace(
      file: source.name, line: Int(token.line), column: Int(token.column), length: max(1, Int(token.length)))
  }

  /// The place from one token to the end of another on the same line.
  package func place(from first: Token, through last: Token) -> SourcePlace {
    var place = place(of: first)
    if last.line == first.line { place.length = max(1, Int(last.column + last.length - first.column)) }
    return place
  }
}
