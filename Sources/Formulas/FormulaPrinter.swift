extension Formula: CustomStringConvertible {
  /// The formula in the infix language, with no more parentheses than needed.
  ///
  /// Parsing the text gives the same formula again when the formula came from a text (constants such as `pi` are
  /// printed as their numbers).
  package var description: String {
    var printer = FormulaPrinter()
    printer.write(self, above: .lowest)
    return printer.text
  }
}

/// Writes formulas as text. Positions bind from ``Level/lowest`` (anything may stand there) to ``Level/primary``.
private struct FormulaPrinter {
  enum Level: Int, Comparable {
    case lowest, logical, comparison, sum, product, unary, power, primary
    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  var text = ""

  /// How tightly a formula's outermost operator binds.
  private func level(of formula: Formula) -> Level {
    switch formula {
    case .number(let value): return value.sign == .minus && !value.isNaN ? .unary : .primary
    case .symbol, .time, .call: return .primary
    case .apply(let symbol, let operands):
      switch symbol {
      case .add: return operands.count < 2 ? .primary : .sum
      case .multiply: return operands.count < 2 ? .primary : .product
      case .subtract: return .sum
      case .divide, .remainder: return .product
      case .negate:
        if case .number(let value) = operands[0] { return level(of: .number(-value)) }
        return .unary
      case .not: return .unary
      case .power: return .power
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: return .comparison
      case .and, .or: return operands.count < 2 ? .primary : .logical
      default: return .primary
      }
    }
  }

  /// Writes `formula`, in parentheses when it binds looser than the position asks.
  mutating func write(_ formula: Formula, above position: Level) {
    guard level(of: formula) < position else { return write(formula) }
    text += "("
    write(formula)
    text += ")"
  }

  private mutating func write(_ formula: Formula) {
    switch formula {
    case .number(let value): text += Self.text(of: value)
    case .symbol(let name): text += name
    case .time: text += "time"
    case .call(let name, let arguments): writeCall(name, arguments)
    case .apply(let symbol, let operands): write(symbol, operands)
    }
  }

  private mutating func write(_ symbol: Operator, _ operands: [Formula]) {
    switch symbol {
    case .add where operands.count >= 2: writeSum(operands)
    case .multiply where operands.count >= 2:
      // A product of only two whose first is a product keeps its own parentheses: it was written so.
      write(operands[0], above: isProduct(operands[0]) ? .unary : .product)
      for operand in operands.dropFirst() {
        text += "*"
        write(operand, above: .unary)
      }
    case .and where operands.count >= 2, .or where operands.count >= 2:
      let first = operands[0]
      var isSame = false
      if case .apply(symbol, _) = first { isSame = true }
      write(first, above: isSame ? .comparison : .logical)
      for operand in operands.dropFirst() {
        text += " \(symbol.rawValue) "
        write(operand, above: .comparison)
      }
    case .subtract:
      write(operands[0], above: isSum(operands[0]) ? .product : .sum)
      text += " - "
      write(operands[1], above: .product)
    case .divide, .remainder:
      write(operands[0], above: .product)
      text += symbol == .divide ? "/" : " % "
      write(operands[1], above: .unary)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      write(operands[0], above: .sum)
      text += " \(symbol.rawValue) "
      write(operands[1], above: .sum)
    case .negate:
      // The negative of a number reads back as a number.
      if case .number(let value) = operands[0] { return write(.number(-value)) }
      text += "-"
      write(operands[0], above: .unary)
    case .not:
      text += "!"
      write(operands[0], above: .unary)
    case .power:
      write(operands[0], above: .primary)
      text += "^"
      write(operands[1], above: .unary)
    case .true: text += "true"
    case .false: text += "false"
    case .add: writeCall("plus", operands)
    case .multiply: writeCall("times", operands)
    case .and: writeCall("and", operands)
    case .or: writeCall("or", operands)
    default: writeCall(symbol.rawValue, operands)
    }
  }

  private mutating func writeSum(_ operands: [Formula]) {
    write(operands[0], above: isSum(operands[0]) ? .product : .sum)
    for operand in operands.dropFirst() {
      if operands.count > 2, case .apply(.negate, let negated) = operand {
        text += " - "
        write(negated[0], above: .product)
      } else {
        text += " + "
        write(operand, above: .product)
      }
    }
  }

  private func isSum(_ formula: Formula) -> Bool { level(of: formula) == .sum }

  private func isProduct(_ formula: Formula) -> Bool {
    if case .apply(.multiply, _) = formula { return true }
    return false
  }

  private mutating func writeCall(_ name: String, _ arguments: [Formula]) {
    text += name + "("
    for (index, argument) in arguments.enumerated() {
      if index > 0 { text += ", " }
      write(argument, above: .lowest)
    }
    text += ")"
  }

  /// The shortest text that reads back as the same number.
  private static func text(of value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
