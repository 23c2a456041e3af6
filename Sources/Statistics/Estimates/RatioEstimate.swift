import Foundation

/// A ratio estimated from data: its logarithm is treated as normal.
package struct RatioEstimate: Sendable, Hashable {
  package let value: Double
  package let logStandardError: Double
  /// The confidence interval's ends.
  package let lower: Double
  package let upper: Double
  /// Two-sided, of the hypothesis that the true ratio is 1.
  package let pValue: Double

  /// - Parameter level: of confidence, for example 0.95.
  package init(logarithm: Double, standardError: Double, level: Double = 0.95) {
    let estimate = Estimate(value: logarithm, standardError: standardError, level: level)
    value = exp(logarithm)
    logStandardError = standardError
    lower = exp(estimate.lower)
    upper = exp(estimate.upper)
    pValue = estimate.pValue
  }
}
