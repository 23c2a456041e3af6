/// The regularised incomplete gamma function: a series below the mode, a continued fraction above it (DLMF 8.11.4 and
/// 8.9.2).
enum IncompleteGamma {
  /// P(a, x) and Q(a, x), each with its own relative precision.
  static func tails(_ x: Double, _ a: Double) -> (lower: Double, upper: Double) {
    guard x > 0 else { return (0, 1) }
    guard x.isFinite else { return (1, 0) }
    let power = SaddlePoint.gammaPower(x, a)
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      for index in 1..<100_000 {
        term *= x / (a + Double(index))
        sum += term
        if term < sum * 1e-17 { break }
      }
      let lower = power * sum
      return (lower, 1 - lower)
    }
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for index in 1..<100_000 {
      let factor = -Double(index) * (Double(index) - a)
      b += 2
      d = factor * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + factor / c
      if abs(c) < tiny { c = tiny }
      value *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    let upper = power * value
    return (1 - upper, upper)
  }
}
