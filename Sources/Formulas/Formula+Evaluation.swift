import Foundation

extension Formula {
  /// The value where the quantities have the values that `lookup` gives, and the model's functions those of `call`;
  /// nil when one of them is nil.
  ///
  /// The reference for tests and for folding: plain library functions, one operation after the other.
  package func evaluate(
    time: Double = 0, call: (String, [Double]) -> Double? = { _, _ in nil }, _ lookup: (String) -> Double?
  ) -> Double? {
    func values(_ operands: [Formula]) -> [Double]? {
      var values: [Double] = []
      values.reserveCapacity(operands.count)
      for operand in operands {
        guard let value = operand.evaluate(time: time, call: call, lookup) else { return nil }
        values.append(value)
      }
      return values
    }
    switch self {
    case .number(let value): return value
    case .symbol(let name): return lookup(name)
    case .time: return time
    case .call(let name, let arguments): return values(arguments).flatMap { call(name, $0) }
    case .apply(.piecewise, let operands):
      var index = 0
      while index + 1 < operands.count {
        guard let condition = operands[index + 1].evaluate(time: time, call: call, lookup) else { return nil }
        if condition != 0 { return operands[index].evaluate(time: time, call: call, lookup) }
        index += 2
      }
      return index < operands.count ? operands[index].evaluate(time: time, call: call, lookup) : .nan
    case .apply(let symbol, let operands):
      guard symbol.operands.contains(operands.count) else { return nil }
      return values(operands).map(symbol.value)
    }
  }

  /// The formula with every part that holds numbers only replaced by its value.
  package var folded: Formula {
    switch self {
    case .number, .symbol, .time: return self
    case .call(let name, let operands): return .call(name, operands.map(\.folded))
    case .apply(let symbol, let operands):
      let parts = operands.map(\.folded)
      let isNumeric = parts.allSatisfy { if case .number = $0 { true } else { false } }
      let whole = Formula.apply(symbol, parts)
      if isNumeric, symbol != .true, symbol != .false, let value = whole.evaluate({ _ in nil }) {
        return .number(value)
      }
      return whole
    }
  }

  /// The value when the formula holds numbers only.
  package var constantValue: Double? { mentionsTime ? nil : evaluate { _ in nil } }
}

extension Operator {
  /// The value over as many operands as ``operands`` allows (`piecewise` is not computed here and gives NaN).
  package func value(of x: [Double]) -> Double {
    func number(_ condition: Bool) -> Double { condition ? 1 : 0 }
    switch self {
    case .add: return x.dropFirst().reduce(x[0], +)
    case .multiply: return x.dropFirst().reduce(x[0], *)
    case .subtract: return x[0] - x[1]
    case .divide: return x[0] / x[1]
    case .negate: return -x[0]
    case .power: return pow(x[0], x[1])
    case .exp: return Foundation.exp(x[0])
    case .ln: return log(x[0])
    case .log10: return Foundation.log10(x[0])
    case .sqrt: return x[0].squareRoot()
    case .abs: return Swift.abs(x[0])
    case .floor: return x[0].rounded(.down)
    case .ceil: return x[0].rounded(.up)
    case .factorial: return tgamma(x[0] + 1).rounded()
    case .sin: return Foundation.sin(x[0])
    case .cos: return Foundation.cos(x[0])
    case .tan: return Foundation.tan(x[0])
    case .asin: return Foundation.asin(x[0])
    case .acos: return Foundation.acos(x[0])
    case .atan: return Foundation.atan(x[0])
    case .sinh: return Foundation.sinh(x[0])
    case .cosh: return Foundation.cosh(x[0])
    case .tanh: return Foundation.tanh(x[0])
    case .asinh: return Foundation.asinh(x[0])
    case .acosh: return Foundation.acosh(x[0])
    case .atanh: return Foundation.atanh(x[0])
    case .min: return x.contains(where: \.isNaN) ? .nan : x.min() ?? .nan
    case .max: return x.contains(where: \.isNaN) ? .nan : x.max() ?? .nan
    case .quotient: return (x[0] / x[1]).rounded(.towardZero)
    case .remainder: return x[0].truncatingRemainder(dividingBy: x[1])
    case .less: return number(x[0] < x[1])
    case .lessOrEqual: return number(x[0] <= x[1])
    case .greater: return number(x[0] > x[1])
    case .greaterOrEqual: return number(x[0] >= x[1])
    case .equal: return number(x[0] == x[1])
    case .notEqual: return number(x[0] != x[1])
    case .and: return number(x.allSatisfy { $0 != 0 })
    case .or: return number(x.contains { $0 != 0 })
    case .not: return number(x[0] == 0)
    case .true: return 1
    case .false: return 0
    case .piecewise, .delay, .rateOf: return .nan
    }
  }
}
