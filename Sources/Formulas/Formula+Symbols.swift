extension Formula {
  /// The operands of the outermost operator or call, in order.
  package var operands: [Formula] {
    switch self {
    case .number, .symbol, .time: []
    case .apply(_, let operands), .call(_, let operands): operands
    }
  }

  /// The same operator or call over other operands.
  package func with(operands: [Formula]) -> Formula {
    switch self {
    case .number, .symbol, .time: self
    case .apply(let symbol, _): .apply(symbol, operands)
    case .call(let name, _): .call(name, operands)
    }
  }

  /// Calls `visit` for every symbol, from left to right, as often as it stands there.
  package func forEachSymbol(_ visit: (String) -> Void) {
    switch self {
    case .symbol(let name): visit(name)
    case .number, .time: break
    case .apply(_, let operands), .call(_, let operands):
      for operand in operands { operand.forEachSymbol(visit) }
    }
  }

  /// Calls `visit` for every call of a model's function with the number of its arguments, outer ones first.
  package func forEachCall(_ visit: (String, Int) -> Void) {
    if case .call(let name, let arguments) = self { visit(name, arguments.count) }
    for operand in operands { operand.forEachCall(visit) }
  }

  /// Names of the quantities that the formula depends on (functions not among them).
  package var symbolNames: Set<String> {
    var names: Set<String> = []
    forEachSymbol { names.insert($0) }
    return names
  }

  /// Whether the independent variable stands in the formula itself.
  package var mentionsTime: Bool {
    if case .time = self { return true }
    return operands.contains(where: \.mentionsTime)
  }

  /// The formula with every symbol replaced by what `replacement` gives for it; nil keeps the symbol.
  package func replacingSymbols(_ replacement: (String) throws -> Formula?) rethrows -> Formula {
    switch self {
    case .symbol(let name): try replacement(name) ?? self
    case .number, .time: self
    case .apply(let symbol, let operands): .apply(symbol, try operands.map { try $0.replacingSymbols(replacement) })
    case .call(let name, let operands): .call(name, try operands.map { try $0.replacingSymbols(replacement) })
    }
  }

  /// Levels of nesting; a lone number or symbol has one.
  package var depth: Int { 1 + (operands.map(\.depth).max() ?? 0) }
}

extension Formula {
  /// How many numbers, symbols, operators and calls the formula holds.
  package var size: Int { 1 + operands.reduce(0) { $0 + $1.size } }
}
