package import Diagnostics

/// Cuts a text into tokens, on its UTF-8 bytes.
///
/// Comments (`//`, `#`, `/* */`) and blanks are dropped; a backslash before a line end joins two lines.
///
/// - Complexity: O(length of the text), one pass.
package struct Lexer {
  private let source: SourceText
  private let bytes: [UInt8]
  private var position = 0
  private var line: Int32 = 1
  /// Where the line begins, moved on by the continuation bytes met so that `position - lineStart` counts scalars.
  private var lineStart = 0
  private var tokens: [Token] = []

  /// The tokens of `source`.
  ///
  /// - Throws: ``FormulaError`` for a byte no token begins with, an unfinished comment or an unfinished string.
  package static func tokenize(_ source: SourceText) throws -> TokenizedText {
    var lexer = Lexer(source)
    try lexer.run()
    return TokenizedText(source: source, bytes: lexer.bytes, tokens: lexer.tokens)
  }

  private init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
    tokens.reserveCapacity(bytes.count / 3 + 1)
  }

  private mutating func run() throws {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
    while position < bytes.count { try next() }
    append(.end, length: 0)
  }

  private func byte(_ offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  private mutating func next() throws {
    let first = bytes[position]
    switch first {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      position += 1
    case 0x0A, 0x0D:
      append(.newline, length: first == 0x0D && byte(1) == 0x0A ? 2 : 1)
      beginLine()
    case UInt8(ascii: "\\") where byte(1) == 0x0A || byte(1) == 0x0D:
      position += byte(1) == 0x0D && byte(2) == 0x0A ? 3 : 2
      beginLine()
    case UInt8(ascii: "#"):
      skipLine()
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      skipLine()
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
      try skipBlockComment()
    case UInt8(ascii: "\""), UInt8(ascii: "`"):
      try readString()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      readNumber()
    case UInt8(ascii: ".") where Self.isDigit(byte(1)):
      readNumber()
    default:
      if Self.beginsName(first) {
        var length = 1
        while Self.continuesName(byte(length)) { length += 1 }
        append(.identifier, length: length)
      } else {
        try readPunctuation(first)
      }
    }
  }

  private mutating func append(_ kind: Token.Kind, length: Int) {
    tokens.append(
      Token(
        kind: kind, start: Int32(position), end: Int32(position + length), line: line,
        column: Int32(position - lineStart + 1), length: Int32(length)))
    position += length
  }

  private mutating func beginLine() {
    line += 1
    lineStart = position
  }

  /// Steps over one byte of free text, keeping lines and columns.
  private mutating func stepText() {
    let current = bytes[position]
    if current == 0x0D && byte(1) == 0x0A { position += 1 }
    position += 1
    if current == 0x0A || current == 0x0D {
      beginLine()
    } else if current & 0xC0 == 0x80 {
      lineStart += 1
    }
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { stepText() }
  }

  private mutating func skipBlockComment() throws {
    let opening = placeHere(length: 2)
    position += 2
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        position += 2
        return
      }
      stepText()
    }
    throw FormulaError(.unfinishedComment, at: opening, in: source)
  }

  /// `"…"` on one line, or ``` ```…``` ``` over several.
  private mutating func readString() throws {
    let quote = bytes[position]
    let quotes = quote == UInt8(ascii: "`") ? 3 : 1
    let opening = placeHere(length: quotes)
    guard quotes == 1 || (byte(1) == quote && byte(2) == quote) else {
      throw FormulaError(.unexpectedCharacter("`"), at: opening, in: source)
    }
    var token = Token(
      kind: .string, start: Int32(position), end: 0, line: line, column: Int32(position - lineStart + 1), length: 0)
    position += quotes
    while position < bytes.count {
      if bytes[position] == quote, quotes == 1 || (byte(1) == quote && byte(2) == quote) {
        position += quotes
        token.end = Int32(position)
        token.length = line == token.line ? Int32(position - lineStart + 1) - token.column : 1
        tokens.append(token)
        return
      }
      if quotes == 1, bytes[position] == 0x0A || bytes[position] == 0x0D { break }
      stepText()
    }
    throw FormulaError(.unfinishedString, at: opening, in: source)
  }

  private mutating func readNumber() {
    var length = 0
    while Self.isDigit(byte(length)) { length += 1 }
    if byte(length) == UInt8(ascii: ".") {
      length += 1
      while Self.isDigit(byte(length)) { length += 1 }
    }
    if byte(length) | 0x20 == UInt8(ascii: "e") {
      var exponent = length + 1
      if byte(exponent) == UInt8(ascii: "+") || byte(exponent) == UInt8(ascii: "-") { exponent += 1 }
      if Self.isDigit(byte(exponent)) {
        while Self.isDigit(byte(exponent)) { exponent += 1 }
        length = exponent
      }
    }
    append(.number, length: length)
  }

  private mutating func readPunctuation(_ first: UInt8) throws {
    let second = byte(1)
    let pair: Token.Kind? =
      switch (first, second) {
      case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
      case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
      case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
      case (UInt8(ascii: "="), UInt8(ascii: ">")): .irreversibleArrow
      case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
      case (UInt8(ascii: "&"), UInt8(ascii: "&")): .and
      case (UInt8(ascii: "|"), UInt8(ascii: "|")): .or
      case (UInt8(ascii: ":"), UInt8(ascii: "=")): .assignAlways
      case (UInt8(ascii: "-"), UInt8(ascii: ">")): .arrow
      default: nil
      }
    if let pair {
      append(pair, length: 2)
    } else if let single = Self.single(first) {
      append(single, length: 1)
    } else {
      throw unexpected()
    }
  }

  private static func single(_ byte: UInt8) -> Token.Kind? {
    switch byte {
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "/"): .slash
    case UInt8(ascii: "%"): .percent
    case UInt8(ascii: "^"): .caret
    case UInt8(ascii: "!"): .bang
    case UInt8(ascii: "<"): .less
    case UInt8(ascii: ">"): .greater
    case UInt8(ascii: "&"): .and
    case UInt8(ascii: "|"): .or
    case UInt8(ascii: "("): .leftParenthesis
    case UInt8(ascii: ")"): .rightParenthesis
    case UInt8(ascii: "{"): .leftBrace
    case UInt8(ascii: "}"): .rightBrace
    case UInt8(ascii: "["): .leftBracket
    case UInt8(ascii: "]"): .rightBracket
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: ";"): .semicolon
    case UInt8(ascii: "$"): .dollar
    case UInt8(ascii: "'"): .prime
    case UInt8(ascii: "@"): .at
    case UInt8(ascii: "?"): .question
    case UInt8(ascii: "="): .assign
    default: nil
    }
  }

  private func unexpected() -> FormulaError {
    let rest = String(decoding: bytes[position..<min(position + 8, bytes.count)], as: UTF8.self)
    let character = rest.first.map {
      $0.isASCII && !$0.isLetter && $0.asciiValue ?? 0 < 32 ? Self.hex(bytes[position]) : String($0)
    }
    return FormulaError(.unexpectedCharacter(character ?? ""), at: placeHere(length: 1), in: source)
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }

  private func placeHere(length: Int) -> SourcePlace {
    SourcePlace(file: source.name, line: Int(line), column: position - lineStart + 1, length: length)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func beginsName(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "_")
  }
  private static func continuesName(_ byte: UInt8) -> Bool { beginsName(byte) || isDigit(byte) }
}
