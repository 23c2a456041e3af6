package import Diagnostics

/// A reading position in a tokenized text, with the steps every recursive-descent parser takes.
package struct TokenCursor: Sendable {
  package let text: TokenizedText
  package var index = 0
  /// Names and calls met in formulas since the last ``takeUses()``, with their places.
  package var uses: [SymbolUse] = []
  /// Units written after numbers in formulas since the last ``takeUses()``.
  package var literalUnits: [SymbolUse] = []
  /// Whether a name between a number and a colon is the number's unit, as it is in an event (`at time > 5 hour: …`),
  /// rather than the label of something new.
  package var unitsMayPrecedeColons = false

  package init(_ text: TokenizedText) { self.text = text }

  package var current: Token { text.tokens[index] }

  package var kind: Token.Kind { text.tokens[index].kind }

  /// The token `offset` places further on; the end token past the end.
  package func peek(_ offset: Int) -> Token { text.tokens[min(index + offset, text.tokens.count - 1)] }

  package var currentText: String { text.text(of: current) }

  package var currentPlace: SourcePlace { text.place(of: current) }

  /// Steps over the current token and returns it; stays on the end token.
  @discardableResult
  package mutating func advance() -> Token {
    let token = current
    if token.kind != .end { index += 1 }
    return token
  }

  /// Steps over the current token when it is of this kind.
  package mutating func accept(_ kind: Token.Kind) -> Bool {
    guard self.kind == kind else { return false }
    index += 1
    return true
  }

  /// Steps over a token of this kind, or says that `wanted` was expected.
  @discardableResult
  package mutating func expect(_ kind: Token.Kind, _ wanted: String) throws -> Token {
    guard self.kind == kind else { throw expected(wanted) }
    return advance()
  }

  /// The error that something else stands here than `wanted`.
  package func expected(_ wanted: String) -> FormulaError {
    FormulaError(.expected(wanted, found: describe(current)), at: currentPlace, in: text.source)
  }

  /// A token as a message shows it; nil at the end of the text.
  package func describe(_ token: Token) -> String? {
    switch token.kind {
    case .end: nil
    case .newline: "the end of the line"
    case .string: "a quoted text"
    default: "\"\(text.text(of: token))\""
    }
  }

  /// A name with its dots, `ketamine.Cc`, whose parts touch; the first token must be an identifier.
  package mutating func readDottedName(_ wanted: String = "a name") throws -> (name: String, place: SourcePlace) {
    let first = try expect(.identifier, wanted)
    var last = first
    while kind == .dot, current.touches(last), peek(1).kind == .identifier, peek(1).touches(current) {
      index += 1
      last = advance()
    }
    let name = String(decoding: text.bytes[Int(first.start)..<Int(last.end)], as: UTF8.self)
    return (name, text.place(from: first, through: last))
  }

  /// The names met since the last call.
  package mutating func takeUses() -> (symbols: [SymbolUse], units: [SymbolUse]) {
    defer {
      uses = []
      literalUnits = []
    }
    return (uses, literalUnits)
  }
}

/// A name that a formula uses, with its place in the text.
package struct SymbolUse: Hashable, Sendable {
  package var name: String
  package var place: SourcePlace
  /// How many arguments it is called with; nil when it is not called.
  package var argumentCount: Int?

  package init(_ name: String, at place: SourcePlace, argumentCount: Int? = nil) {
    self.name = name
    self.place = place
    self.argumentCount = argumentCount
  }
}
