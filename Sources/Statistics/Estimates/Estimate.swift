/// A number estimated from data, with its uncertainty.
package struct Estimate: Sendable, Hashable {
  package let value: Double
  package let standardError: Double
  /// Of the t distribution behind the interval and the p value; infinite for the normal distribution.
  package let degreesOfFreedom: Double
  /// The confidence interval's ends.
  package let lower: Double
  package let upper: Double
  /// Two-sided, of the hypothesis that the true value is 0. NaN where the standard error is 0: nothing varies.
  package let pValue: Double

  /// The value over its standard error.
  package var statistic: Double { value / standardError }

  package init(
    value: Double, standardError: Double, degreesOfFreedom: Double, lower: Double, upper: Double, pValue: Double
  ) {
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.lower = lower
    self.upper = upper
    self.pValue = pValue
  }

  /// The symmetrical interval and the test of a value whose standardised error has a t distribution.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: infinite for the normal distribution.
  ///   - level: of confidence, for example 0.95.
  package init(value: Double, standardError: Double, degreesOfFreedom: Double = .infinity, level: Double = 0.95) {
    let distribution = StudentT(degreesOfFreedom)
    let half = distribution.quantile(0.5 + 0.5 * level) * standardError
    self.init(
      value: value, standardError: standardError, degreesOfFreedom: degreesOfFreedom, lower: value - half,
      upper: value + half, pValue: standardError > 0 ? distribution.beyond(value / standardError) : .nan)
  }
}
