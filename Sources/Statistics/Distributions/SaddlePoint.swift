import Foundation

/// Powers divided by gamma functions without the loss of digits that differences of large logarithms bring: the
/// saddle-point form of Loader 2000, "Fast and accurate computation of binomial probabilities".
enum SaddlePoint {
  /// x^a·y^b / B(a, b) for x + y = 1.
  static func betaPower(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let n = a + b
    // a − n·x, which is n·y − b, from the smaller of x and y: the other has lost its digits to 1.
    let excess = x < y ? a - n * x : n * y - b
    let exponent =
      stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x, excess)
      - deviance(b, n * y, -excess)
    return (a * b / n / (2 * .pi)).squareRoot() * exp(exponent)
  }

  /// x^a·e^(−x) / Γ(a).
  static func gammaPower(_ x: Double, _ a: Double) -> Double {
    (a / (2 * .pi)).squareRoot() * exp(-stirlingError(a) - deviance(a, x, a - x))
  }

  /// ln Γ(n + 1) less Stirling's √(2πn)·(n/e)^n.
  static func stirlingError(_ n: Double) -> Double {
    guard n > 15 else { return logGamma(n + 1) - (n + 0.5) * log(n) + n - 0.5 * log(2 * .pi) }
    let square = n * n
    var sum = 691.0 / 360_360
    sum = 1.0 / 1_188 - sum / square
    sum = 1.0 / 1_680 - sum / square
    sum = 1.0 / 1_260 - sum / square
    sum = 1.0 / 360 - sum / square
    sum = 1.0 / 12 - sum / square
    return sum / n
  }

  /// x·ln(x/m) + m − x, also where x and m are near each other.
  ///
  /// - Parameter excess: x − m, as precisely as it is known.
  static func deviance(_ x: Double, _ m: Double, _ excess: Double) -> Double {
    guard abs(excess) < 0.1 * (x + m) else { return x * log(x / m) - excess }
    let ratio = excess / (x + m)
    var sum = excess * ratio
    var term = 2 * x * ratio
    for index in 1..<1_000 {
      term *= ratio * ratio
      let next = sum + term / Double(2 * index + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// ln Γ(x) for x > 0.
  static func logGamma(_ x: Double) -> Double {
    #if canImport(Glibc)
      var sign: Int32 = 0
      return lgamma_r(x, &sign)
    #else
      return lgamma(x)
    #endif
  }
}
