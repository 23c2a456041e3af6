/// One mathematical expression over named quantities.
///
/// Names are plain strings; after composition a quantity of a submodel is written with dots, `ketamine.Cc`.
/// Conditions are formulas too (comparison and logical operators); a condition used as a number counts 1 or 0.
package indirect enum Formula: Hashable, Sendable {
  case number(Double)
  case symbol(String)
  /// The independent variable, in the model's time unit.
  case time
  /// A built-in operator. Operand counts are checked by the parser: see ``Operator/operands``.
  case apply(Operator, [Formula])
  /// A function that the model defines.
  case call(String, [Formula])
}

/// The built-in operators of a formula. Raw values are the names of Antimony's infix language.
package enum Operator: String, CaseIterable, Hashable, Sendable {
  // arithmetic; add and multiply take two or more operands
  case add = "+"
  case subtract = "-"
  case negate
  case multiply = "*"
  case divide = "/"
  case power = "^"
  // elementary
  case exp, ln, log10, sqrt, abs, floor, ceil, factorial
  case sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh
  case min, max, quotient
  case remainder = "rem"
  // conditions
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case and = "&&"
  case or = "||"
  case not = "!"
  case `true`, `false`
  /// `piecewise(value1, condition1, value2, condition2, …, otherwise)`: the first value whose condition holds.
  case piecewise
  // of a course
  /// `delay(x, τ)`: the value of an expression τ ago; before the start, its value at the start.
  case delay
  /// `rateOf(x)`: how fast a named quantity changes.
  case rateOf

  /// How many operands the operator takes.
  package var operands: ClosedRange<Int> {
    switch self {
    case .true, .false: 0...0
    case .negate, .not, .exp, .ln, .log10, .sqrt, .abs, .floor, .ceil, .factorial, .sin, .cos, .tan, .asin, .acos,
      .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .rateOf:
      1...1
    case .delay, .subtract, .divide, .power, .quotient, .remainder, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .equal,
      .notEqual:
      2...2
    case .add, .multiply, .and, .or: 2...Int.max
    case .min, .max: 1...Int.max
    case .piecewise: 1...Int.max
    }
  }
}
