/// The regularised incomplete beta function by the continued fraction of DLMF 8.17.22, evaluated by Lentz's method.
enum IncompleteBeta {
  /// I_x(a, b) and what is missing to 1, each with its own relative precision; y is 1 − x.
  static func tails(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard y > 0 else { return (1, 0) }
    let power = SaddlePoint.betaPower(x, y, a, b)
    if x > (a + 1) / (a + b + 2) {
      let upper = power * fraction(y, x, b, a) / b
      return (1 - upper, upper)
    }
    let lower = power * fraction(x, y, a, b) / a
    return (lower, 1 - lower)
  }

  /// The even part of the continued fraction: with d₁, d₂, … of DLMF 8.17.23 its partial denominators are
  /// 1 + d₂ₘ + d₂ₘ₊₁ and its numerators −d₂ₘ₋₁·d₂ₘ. The differences in 1 + d₂ₘ₊₁ are taken by hand, so that nothing
  /// cancels for large a with x near 1.
  private static func fraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let n = a + b
    let excess = x < y ? a - n * x : n * y - b
    func denominator(_ m: Double) -> Double {
      (2 * a * m + 3 * m * m + a + 2 * m + (a + m) * (excess + m * y)) / ((a + 2 * m) * (a + 2 * m + 1))
    }
    func even(_ m: Double) -> Double { m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) }
    func odd(_ m: Double) -> Double { -(a + m) * (n + m) * x / ((a + 2 * m) * (a + 2 * m + 1)) }
    var value = guarded(denominator(0))
    var c = value
    var d = 0.0
    var before = odd(0)
    for index in 1..<2_000_000 {
      let m = Double(index)
      let term = even(m)
      let numerator = -before * term
      let bottom = denominator(m) + term
      d = 1 / guarded(bottom + numerator * d)
      c = guarded(bottom + numerator / c)
      value *= c * d
      if abs(c * d - 1) < 2e-16 { break }
      before = odd(m)
    }
    return 1 / value
  }

  private static func guarded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
