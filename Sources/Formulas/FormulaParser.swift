import Diagnostics

extension Formula {
  /// Nesting beyond this is refused: no later pass can run out of stack.
  package static let depthLimit = 256

  /// Reads a text that is one formula of Antimony's infix language.
  ///
  /// From loose to tight: `&&` and `||` (one level, left to right, as libSBML reads them); comparisons, where
  /// `a < b < c` means `a < b && b < c`; `+ -`; `* / %`; unary `- + !`; `^` (right to left, its exponent may be
  /// signed). `-a^2` is `-(a^2)`.
  ///
  /// - Throws: ``FormulaError`` with the place.
  /// - Complexity: O(length of the text).
  package init(parsing text: String, name: String = "formula") throws {
    var cursor = TokenCursor(try Lexer.tokenize(SourceText(name: name, text: text)))
    self = try cursor.parseFormula()
    while cursor.accept(.newline) {}
    guard cursor.kind == .end else { throw cursor.expected("the end of the formula") }
  }
}

extension TokenCursor {
  /// Reads one formula; it ends before the first token that cannot continue it. Names met are added to ``uses``.
  package mutating func parseFormula() throws -> Formula {
    try parseLogical(1).formula
  }

  /// A formula and the depth of its tree.
  struct Parsed {
    var formula: Formula
    var depth: Int
  }

  private func combined(_ symbol: Operator, _ operands: [Parsed], at place: @autoclosure () -> SourcePlace) throws
    -> Parsed
  {
    let depth = 1 + (operands.map(\.depth).max() ?? 0)
    try check(depth, at: place())
    return Parsed(formula: .apply(symbol, operands.map(\.formula)), depth: depth)
  }

  private func check(_ depth: Int, at place: @autoclosure () -> SourcePlace) throws {
    if depth > Formula.depthLimit {
      throw FormulaError(.tooDeep(limit: Formula.depthLimit), at: place(), in: text.source)
    }
  }

  /// `left symbol right` in the place of `left`, of which it becomes part when that is an unparenthesized chain of the
  /// same operator.
  private func join(
    _ symbol: Operator, to left: inout Parsed, _ right: Parsed, isChain: Bool, at place: @autoclosure () -> SourcePlace
  ) throws {
    guard isChain, case .apply(symbol, var operands) = left.formula else {
      left = try combined(symbol, [left, right], at: place())
      return
    }
    let depth = max(left.depth, right.depth + 1)
    try check(depth, at: place())
    // The chain is let go first: it grows in place, or a long one would be copied for every link.
    left.formula = right.formula
    operands.append(right.formula)
    left = Parsed(formula: .apply(symbol, operands), depth: depth)
  }

  private mutating func parseLogical(_ level: Int) throws -> Parsed {
    var left = try parseComparison(level)
    var isChain = false
    while kind == .and || kind == .or {
      let symbol: Operator = kind == .and ? .and : .or
      let token = advance()
      let right = try parseComparison(level)
      try join(symbol, to: &left, right, isChain: isChain, at: text.place(of: token))
      isChain = true
    }
    return left
  }

  private var comparison: Operator? {
    switch kind {
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    default: nil
    }
  }

  private mutating func parseComparison(_ level: Int) throws -> Parsed {
    var left = try parseSum(level)
    var conditions: [Parsed] = []
    while let symbol = comparison {
      let token = advance()
      let right = try parseSum(level)
      conditions.append(try combined(symbol, [left, right], at: text.place(of: token)))
      left = right
    }
    switch conditions.count {
    case 0: return left
    case 1: return conditions[0]
    default: return try combined(.and, conditions, at: currentPlace)
    }
  }

  /// A sum of three or more terms becomes one flat `add`, with negated terms where the text subtracts.
  private mutating func parseSum(_ level: Int) throws -> Parsed {
    let first = try parseProduct(level)
    guard kind == .plus || kind == .minus else { return first }
    let place = currentPlace
    var terms = [first]
    var isSubtracted = [false]
    while kind == .plus || kind == .minus {
      isSubtracted.append(advance().kind == .minus)
      terms.append(try parseProduct(level))
    }
    if terms.count == 2 { return try combined(isSubtracted[1] ? .subtract : .add, terms, at: place) }
    for index in terms.indices where isSubtracted[index] {
      terms[index] = try combined(.negate, [terms[index]], at: place)
    }
    return try combined(.add, terms, at: place)
  }

  private mutating func parseProduct(_ level: Int) throws -> Parsed {
    var left = try parseUnary(level)
    var isChain = false
    while true {
      let symbol: Operator
      switch kind {
      case .star: symbol = .multiply
      case .slash: symbol = .divide
      case .percent: symbol = .remainder
      default: return left
      }
      let token = advance()
      let right = try parseUnary(level)
      try join(symbol, to: &left, right, isChain: isChain && symbol == .multiply, at: text.place(of: token))
      isChain = true
    }
  }

  private mutating func parseUnary(_ level: Int) throws -> Parsed {
    let token = current
    switch token.kind {
    case .minus:
      try check(level + 1, at: currentPlace)
      advance()
      let operand = try parseUnary(level + 1)
      if case .number(let value) = operand.formula { return Parsed(formula: .number(-value), depth: 1) }
      return try combined(.negate, [operand], at: text.place(of: token))
    case .plus:
      try check(level + 1, at: currentPlace)
      advance()
      return try parseUnary(level + 1)
    case .bang:
      try check(level + 1, at: currentPlace)
      advance()
      return try combined(.not, [try parseUnary(level + 1)], at: text.place(of: token))
    default:
      let base = try parsePrimary(level)
      guard kind == .caret else { return base }
      try check(level + 1, at: currentPlace)
      let caret = advance()
      let exponent = try parseUnary(level + 1)
      return try combined(.power, [base, exponent], at: text.place(of: caret))
    }
  }

  private mutating func parsePrimary(_ level: Int) throws -> Parsed {
    switch kind {
    case .number:
      return Parsed(formula: .number(try readNumber()), depth: 1)
    case .leftParenthesis:
      try check(level + 1, at: currentPlace)
      advance()
      let inner = try parseLogical(level + 1)
      try expect(.rightParenthesis, "\")\"")
      return inner
    case .identifier:
      return try parseName(level)
    default:
      throw expected("a value")
    }
  }

  /// A number; a name that follows it on the same line is its unit (`3 mole`) and goes to ``literalUnits``.
  package mutating func readNumber() throws -> Double {
    let token = try expect(.number, "a number")
    let digits = text.text(of: token)
    guard let value = Double(digits), value.isFinite else {
      throw FormulaError(.badNumber(digits), at: text.place(of: token), in: text.source)
    }
    let follower = peek(1).kind
    if kind == .identifier,
      !Self.kindsAfterNames.contains(follower) || (follower == .colon && unitsMayPrecedeColons)
    {
      let unit = currentText
      if !Self.wordsAfterNumbers.contains(unit) {
        literalUnits.append(SymbolUse(unit, at: currentPlace))
        advance()
      }
    }
    return value
  }

  /// After one of these the name before it begins something else and is no unit.
  private static let kindsAfterNames: [Token.Kind] = [
    .leftParenthesis, .assign, .assignAlways, .prime, .colon, .arrow, .irreversibleArrow,
  ]

  /// Words that may follow a number without being its unit.
  static let wordsAfterNumbers: Set<String> = ["in", "has", "is", "end", "after"]

  private mutating func parseName(_ level: Int) throws -> Parsed {
    let (name, place) = try readDottedName()
    guard kind == .leftParenthesis else {
      if let constant = BuiltIn.constant(name) { return Parsed(formula: constant, depth: 1) }
      uses.append(SymbolUse(name, at: place))
      return Parsed(formula: .symbol(name), depth: 1)
    }
    try check(level + 1, at: place)
    advance()
    var arguments: [Parsed] = []
    if kind != .rightParenthesis {
      repeat { arguments.append(try parseLogical(level + 1)) } while accept(.comma)
    }
    try expect(.rightParenthesis, "\",\" or \")\"")
    let depth = 1 + (arguments.map(\.depth).max() ?? 0)
    guard let function = BuiltIn.function(name) else {
      try check(depth, at: place)
      uses.append(SymbolUse(name, at: place, argumentCount: arguments.count))
      return Parsed(formula: .call(name, arguments.map(\.formula)), depth: depth)
    }
    guard function.counts.contains(arguments.count) else {
      throw FormulaError(
        .wrongArgumentCount(function: name, expected: function.expectation, given: arguments.count), at: place,
        in: text.source)
    }
    if name == Operator.rateOf.rawValue {
      guard case .symbol = arguments[0].formula else { throw FormulaError(.rateOfFormula, at: place, in: text.source) }
    }
    // A built-in may stand for a small formula of its own, a few levels deeper at most.
    let deepest = depth + (arguments.count > 2 && name == "xor" ? 5 : 2)
    try check(deepest, at: place)
    return Parsed(formula: function.build(arguments.map(\.formula)), depth: deepest)
  }
}
