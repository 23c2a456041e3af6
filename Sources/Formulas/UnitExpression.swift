package import Diagnostics

/// A unit as a text writes it, `1e-9 mole/litre`, before its names are looked up.
package struct UnitExpression: Sendable {
  package struct Factor: Sendable {
    package var name: String
    package var power: Double
    package var place: SourcePlace

    package init(name: String, power: Double, place: SourcePlace) {
      self.name = name
      self.power = power
      self.place = place
    }
  }

  package var multiplier: Double
  package var factors: [Factor]
  /// How it is written.
  package var text: String
  package var place: SourcePlace

  package init(multiplier: Double = 1, factors: [Factor] = [], text: String, place: SourcePlace) {
    self.multiplier = multiplier
    self.factors = factors
    self.text = text
    self.place = place
  }

  /// The unit, its names looked up by `lookup` first and then among ``Unit/named(_:)``; a name may stand in the plural.
  ///
  /// - Throws: ``FormulaError`` for an unknown name, at its place.
  package func resolve(
    in source: SourceText? = nil, declared: [String] = [], _ lookup: (String) throws -> Unit? = { _ in nil }
  ) throws -> Unit {
    var product = Unit.dimensionless.scaled(by: multiplier)
    for factor in factors {
      var found = try lookup(factor.name) ?? Unit.named(factor.name)
      if found == nil, factor.name.utf8.count > 2, factor.name.hasSuffix("s") {
        let singular = String(factor.name.dropLast())
        found = try lookup(singular) ?? Unit.named(singular)
      }
      guard let unit = found else {
        throw FormulaError(
          .unknownUnit(factor.name, hint: Unit.hint(for: factor.name, declared: declared)), at: factor.place, in: source
        )
      }
      product = product * unit.raised(to: factor.power)
    }
    return product.renamed(text)
  }
}

extension Unit {
  /// Reads a text that is one unit, `mg/L`, `1/h`, `ng/mL`, `60 second`.
  package init(parsing text: String, name: String = "unit") throws {
    let source = SourceText(name: name, text: text)
    var cursor = TokenCursor(try Lexer.tokenize(source))
    let expression = try cursor.parseUnit()
    guard cursor.kind == .end else { throw cursor.expected("the end of the unit") }
    self = try expression.resolve(in: source)
  }
}

extension TokenCursor {
  /// Reads one unit formula: names, numbers, `*`, `/`, `^`, parentheses.
  ///
  /// A number before a name belongs to it before anything else: `1/60 second` is 1/(60 second) and `2 second^2` is
  /// (2 second)^2, as Antimony reads them.
  package mutating func parseUnit() throws -> UnitExpression {
    let first = index
    let place = currentPlace
    var parsed = try parseUnitProduct(1)
    let last = text.tokens[max(first, index - 1)]
    parsed.text = String(
      decoding: text.bytes[Int(text.tokens[first].start)..<Int(last.end)], as: UTF8.self)
    parsed.place = text.place(from: text.tokens[first], through: last)
    if parsed.place.line != place.line { parsed.place = place }
    return parsed
  }

  private mutating func parseUnitProduct(_ level: Int) throws -> UnitExpression {
    var product = try parseUnitPower(level)
    while true {
      guard kind == .star || kind == .slash else { return product }
      let isDivision = advance().kind == .slash
      let factor = try parseUnitPower(level)
      product.multiplier = isDivision ? product.multiplier / factor.multiplier : product.multiplier * factor.multiplier
      product.factors += factor.factors.map {
        UnitExpression.Factor(name: $0.name, power: isDivision ? -$0.power : $0.power, place: $0.place)
      }
    }
  }

  private mutating func parseUnitPower(_ level: Int) throws -> UnitExpression {
    var base = try parseUnitPrimary(level)
    guard accept(.caret) else { return base }
    let place = currentPlace
    let isParenthesized = accept(.leftParenthesis)
    let isNegative = accept(.minus)
    if !isNegative { _ = accept(.plus) }
    let token = try expect(.number, "a number as the power of a unit")
    let value = Double(text.text(of: token)) ?? .nan
    if isParenthesized { try expect(.rightParenthesis, "\")\"") }
    guard value.magnitude <= 100 else {
      throw FormulaError(.badNumber(text.text(of: token)), at: place, in: text.source)
    }
    let power = isNegative ? -value : value
    base.multiplier = Operator.power.value(of: [base.multiplier, power])
    for index in base.factors.indices { base.factors[index].power *= power }
    return base
  }

  private mutating func parseUnitPrimary(_ level: Int) throws -> UnitExpression {
    let place = currentPlace
    switch kind {
    case .number:
      let token = advance()
      guard let value = Double(text.text(of: token)), value.isFinite, value > 0 else {
        throw FormulaError(.badNumber(text.text(of: token)), at: place, in: text.source)
      }
      var unit = UnitExpression(multiplier: value, text: "", place: place)
      if kind == .identifier, !Self.wordsAfterNumbers.contains(currentText) {
        unit.factors = [.init(name: currentText, power: 1, place: currentPlace)]
        advance()
      }
      return unit
    case .identifier:
      let name = currentText
      advance()
      return UnitExpression(factors: [.init(name: name, power: 1, place: place)], text: "", place: place)
    case .leftParenthesis:
      guard level < 64 else { throw FormulaError(.tooDeep(limit: 64), at: place, in: text.source) }
      advance()
      let inner = try parseUnitProduct(level + 1)
      try expect(.rightParenthesis, "\")\"")
      return inner
    default:
      throw expected("a unit")
    }
  }
}
