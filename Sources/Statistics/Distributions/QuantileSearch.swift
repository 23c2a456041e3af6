import Foundation

/// The quantile of a distribution on the positive numbers, by Newton's method between brackets: in the logarithm of
/// the argument, on the logarithm of the smaller tail, where the functions are nearly straight.
enum QuantileSearch {
  /// - Parameters:
  ///   - lower: the probability below the quantile.
  ///   - upper: the probability above it.
  ///   - start: a positive guess.
  ///   - tails: for an argument, both tails and the derivative of the lower one by the argument's logarithm.
  static func solve(
    lower: Double, upper: Double, start: Double,
    _ tails: (Double) -> (lower: Double, upper: Double, slope: Double)
  ) -> Double {
    guard lower > 0 else { return 0 }
    guard upper > 0 else { return .infinity }
    let isLow = lower <= upper
    let target = isLow ? lower : upper
    var low = -700.0
    var high = 700.0
    var position = log(start)
    for _ in 0..<200 {
      let at = tails(exp(position))
      let tail = isLow ? at.lower : at.upper
      // Positive where the quantile lies below.
      let excess = isLow ? log(tail / target) : -log(tail / target)
      if excess > 0 { high = position } else { low = position }
      let step = excess / (at.slope / tail)
      // Newton's error is squared by the step: below this nothing is left.
      if abs(step) < 1e-9 * max(1, abs(position)) { return exp(position - step) }
      let next = position - step
      position = next > low && next < high ? next : 0.5 * (low + high)
    }
    return exp(position)
  }
}
