import Randomness
import Statistics

/// How often a two-sided t test of a difference rejects, when the difference need not be 0.
package struct MeanTest: Sendable, Hashable {
  /// Shares of trials: in which the test rejects at all, and with a difference below 0 or above.
  package struct Rejection: Sendable, Hashable {
    package var below: Double
    package var above: Double
    package var total: Double { below + above }
  }

  package var alpha: Double
  package var degreesOfFreedom: Double

  package init(alpha: Double, degreesOfFreedom: Double) {
    self.alpha = alpha
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The noncentral t distribution's tails, as an integral of the normal ones over the estimated standard deviation: a
  /// sum of equal steps within ten of its own standard deviations, within 1e-9.
  ///
  /// - Parameter noncentrality: the true difference over its true standard error; infinite: always rejected.
  package func rejection(noncentrality: Double) -> Rejection {
    guard noncentrality.isFinite else {
      return noncentrality < 0 ? Rejection(below: 1, above: 0) : Rejection(below: 0, above: 1)
    }
    let critical = StudentT(degreesOfFreedom).quantile(1 - 0.5 * alpha)
    let spread = (0.5 / degreesOfFreedom).squareRoot()
    let steps = 800
    let low = max(1e-9, 1 - 10 * spread)
    let width = (1 + 10 * spread - low) / Double(steps)
    var total = 0.0
    var below = 0.0
    var above = 0.0
    for step in 0...steps {
      let ratio = low + Double(step) * width
      // The density of the ratio of estimated to true standard deviation, up to a factor: 1 at the ratio 1.
      let exponent =
        (degreesOfFreedom - 1) * Elementary.log(ratio) - 0.5 * degreesOfFreedom * (ratio * ratio - 1)
      let weight = Elementary.exp(exponent) * (step == 0 || step == steps ? 0.5 : 1)
      total += weight
      below += weight * NormalDistribution.cumulative(-critical * ratio - noncentrality)
      above += weight * NormalDistribution.cumulative(noncentrality - critical * ratio)
    }
    return Rejection(below: below / total, above: above / total)
  }
}
