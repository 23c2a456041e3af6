/// What is known of a node's value from its operands: the rules by which the graph folds and by which pruning proves
/// that a quantity stays constant.
///
/// Only operations that every machine rounds alike are computed here. Exponential, logarithm, powers and trigonometry
/// of constants are never folded: the kernel's own polynomials must give their bits.
enum ConstantFolding {
  /// The value of an operation whose operands are known (nil: not known), or nil when it cannot be told.
  /// A condition's value is 1 or 0. Zero times anything is zero, also where the other operand would be infinite.
  static func value(
    _ operation: Operation, _ a: Double?, _ b: Double? = nil, _ c: Double? = nil, exponent: Int = 0
  ) -> Double? {
    switch operation {
    case .constant, .parameter, .input, .state, .time, .hoisted, .held, .delayed, .delayedSlope: return nil
    case .negate: return a.map { -$0 }
    case .absolute: return a.map { $0.magnitude }
    case .squareRoot: return a.map { $0.squareRoot() }
    case .floor: return a.map { $0.rounded(.down) }
    case .ceiling: return a.map { $0.rounded(.up) }
    case .not: return a.map { $0 == 0 ? 1 : 0 }
    case .integerPower: return a.map { integerPower($0, exponent) }
    case .add: return both(a, b, +)
    case .subtract: return both(a, b, -)
    case .multiply: return a == 0 || b == 0 ? 0 : both(a, b, *)
    case .divide: return a == 0 && b != 0 ? 0 : both(a, b, /)
    case .minimum: return both(a, b) { $0.isNaN || $1.isNaN ? .nan : $1 < $0 ? $1 : $0 }
    case .maximum: return both(a, b) { $0.isNaN || $1.isNaN ? .nan : $0 < $1 ? $1 : $0 }
    case .less: return both(a, b) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: return both(a, b) { $0 <= $1 ? 1 : 0 }
    case .equal: return both(a, b) { $0 == $1 ? 1 : 0 }
    case .and: return a == 0 || b == 0 ? 0 : both(a, b) { _, _ in 1 }
    case .or:
      if let a, a != 0 { return 1 }
      if let b, b != 0 { return 1 }
      return both(a, b) { _, _ in 0 }
    case .select:
      guard let a else { return b != nil && b == c ? b : nil }
      return a != 0 ? b : c
    case .exponential, .logarithm, .sine, .cosine, .tangent, .arcSine, .arcCosine, .arcTangent, .hyperbolicSine,
      .hyperbolicCosine, .hyperbolicTangent, .areaSine, .areaCosine, .areaTangent, .factorial, .power:
      return nil
    }
  }

  private static func both(_ a: Double?, _ b: Double?, _ combine: (Double, Double) -> Double) -> Double? {
    guard let a, let b else { return nil }
    return combine(a, b)
  }

  /// x to an integer power by squaring, lowest bit of the exponent first; a negative exponent inverts at the end.
  /// The kernel and the interpreters multiply in the same order.
  static func integerPower(_ x: Double, _ exponent: Int) -> Double {
    var remaining = exponent.magnitude
    var square = x
    var result: Double?
    while remaining > 0 {
      if remaining & 1 == 1 { result = result.map { $0 * square } ?? square }
      remaining >>= 1
      if remaining > 0 { square *= square }
    }
    let power = result ?? 1
    return exponent < 0 ? 1 / power : power
  }
}
