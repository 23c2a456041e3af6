import Foundation

/// The chi-square distribution, with degrees of freedom that need not be whole.
package struct ChiSquare: Sendable, Hashable {
  package let degreesOfFreedom: Double

  /// - Parameter degreesOfFreedom: above 0; anything else gives NaN from every function.
  package init(_ degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  private var isValid: Bool { degreesOfFreedom > 0 && degreesOfFreedom.isFinite }

  package func below(_ x: Double) -> Double {
    isValid && !x.isNaN ? IncompleteGamma.tails(0.5 * x, 0.5 * degreesOfFreedom).lower : .nan
  }

  package func above(_ x: Double) -> Double {
    isValid && !x.isNaN ? IncompleteGamma.tails(0.5 * x, 0.5 * degreesOfFreedom).upper : .nan
  }

  /// The value below which a share `p` lies.
  package func quantile(_ p: Double) -> Double {
    guard isValid, p >= 0, p <= 1 else { return .nan }
    let a = 0.5 * degreesOfFreedom
    // Wilson and Hilferty 1931, kept positive.
    let spread = 2 / (9 * degreesOfFreedom)
    let root = 1 - spread + min(max(StandardNormal.quantile(p), -40), 40) * spread.squareRoot()
    return QuantileSearch.solve(
      lower: p, upper: 1 - p, start: degreesOfFreedom * max(root * root * root, 1e-3)
    ) { x in
      let tails = IncompleteGamma.tails(0.5 * x, a)
      return (tails.lower, tails.upper, SaddlePoint.gammaPower(0.5 * x, a))
    }
  }
}
