/// The distribution of a ratio of mean squares, with degrees of freedom that need not be whole.
package struct FDistribution: Sendable, Hashable {
  package let numerator: Double
  package let denominator: Double

  /// - Parameters: degrees of freedom, above 0; the denominator's may be infinite. Others give NaN.
  package init(_ numerator: Double, _ denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private var isValid: Bool { numerator > 0 && numerator.isFinite && denominator > 0 }

  package func below(_ f: Double) -> Double { isValid && !f.isNaN ? tails(f).lower : .nan }

  package func above(_ f: Double) -> Double { isValid && !f.isNaN ? tails(f).upper : .nan }

  /// The value below which a share `p` lies.
  package func quantile(_ p: Double) -> Double {
    guard isValid, p >= 0, p <= 1 else { return .nan }
    return QuantileSearch.solve(lower: p, upper: 1 - p, start: 1, tails)
  }

  private func tails(_ f: Double) -> (lower: Double, upper: Double, slope: Double) {
    guard f > 0 else { return (0, 1, 0) }
    guard denominator.isFinite else {
      let x = 0.5 * numerator * f
      let tails = IncompleteGamma.tails(x, 0.5 * numerator)
      return (tails.lower, tails.upper, SaddlePoint.gammaPower(x, 0.5 * numerator))
    }
    let ratio = f * (numerator / denominator)
    let y = 1 / (1 + ratio)
    let x = ratio.isFinite ? ratio * y : 1
    let (a, b) = (0.5 * numerator, 0.5 * denominator)
    let tails = IncompleteBeta.tails(x, y, a, b)
    return (tails.lower, tails.upper, SaddlePoint.betaPower(x, y, a, b))
  }
}
