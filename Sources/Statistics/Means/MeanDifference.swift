import Foundation

/// Comparisons of two groups' means without covariates.
package enum MeanDifference {
  /// The difference of means by Welch's test, which does not need equal variances (Welch 1947,
  /// doi:10.1093/biomet/34.1-2.28).
  ///
  /// - Throws: ``StatisticsError`` when a group has fewer than two values or nothing varies.
  package static func welch(
    _ first: Sample, minus second: Sample, level: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try first.check("first")
    try second.check("second")
    let a = first.variance / Double(first.size)
    let b = second.variance / Double(second.size)
    guard a + b > 0 else { throw .unusable("the values of both groups do not vary") }
    let freedom = (a + b) * (a + b) / (a * a / Double(first.size - 1) + b * b / Double(second.size - 1))
    return Estimate(
      value: first.mean - second.mean, standardError: (a + b).squareRoot(), degreesOfFreedom: freedom, level: level)
  }

  /// The standardised difference of means g: over the pooled standard deviation, with the exact correction of its bias
  /// (Hedges 1981, doi:10.3102/10769986006002107).
  ///
  /// The interval is that of large samples, with variance 1/n₁ + 1/n₂ + g²/(2(n₁ + n₂)).
  /// - Throws: ``StatisticsError`` when a group has fewer than two values or nothing varies.
  package static func hedges(
    _ first: Sample, minus second: Sample, level: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try first.check("first")
    try second.check("second")
    let freedom = Double(first.size + second.size - 2)
    let pooled =
      (Double(first.size - 1) * first.variance + Double(second.size - 1) * second.variance) / freedom
    guard pooled > 0 else { throw .unusable("the values of both groups do not vary") }
    let g = biasCorrection(freedom) * (first.mean - second.mean) / pooled.squareRoot()
    let (n, m) = (Double(first.size), Double(second.size))
    return Estimate(value: g, standardError: (1 / n + 1 / m + g * g / (2 * (n + m))).squareRoot(), level: level)
  }

  /// Γ(f/2) / (√(f/2)·Γ((f − 1)/2)).
  static func biasCorrection(_ freedom: Double) -> Double {
    guard freedom > 1 else { return 0 }
    let half = 0.5 * freedom
    return exp(SaddlePoint.logGamma(half) - SaddlePoint.logGamma(half - 0.5)) / half.squareRoot()
  }
}
