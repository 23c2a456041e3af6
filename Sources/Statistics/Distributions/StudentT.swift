import Foundation

/// Student's t distribution with degrees of freedom that need not be whole; infinity gives the normal distribution.
package struct StudentT: Sendable, Hashable {
  package let degreesOfFreedom: Double

  /// - Parameter degreesOfFreedom: above 0; anything else gives NaN from every function.
  package init(_ degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// The probability above `t`.
  package func above(_ t: Double) -> Double {
    guard degreesOfFreedom > 0, !t.isNaN else { return .nan }
    let half = 0.5 * outside(abs(t)).upper
    return t >= 0 ? half : 1 - half
  }

  /// The probability below `t`.
  package func below(_ t: Double) -> Double { above(-t) }

  /// The probability of being farther from 0 than `t`: a two-sided p value.
  package func beyond(_ t: Double) -> Double {
    guard degreesOfFreedom > 0, !t.isNaN else { return .nan }
    return outside(abs(t)).upper
  }

  /// The value below which a share `p` lies.
  package func quantile(_ p: Double) -> Double {
    guard degreesOfFreedom > 0, p >= 0, p <= 1 else { return .nan }
    guard p != 0.5 else { return 0 }
    let guess = StandardNormal.quantile(p)
    guard degreesOfFreedom.isFinite, guess.isFinite else { return guess }
    // The first term of the expansion of Cornish and Fisher.
    let start = abs(guess) * (1 + (guess * guess + 1) / (4 * max(degreesOfFreedom, 1)))
    let tail = min(p, 1 - p)
    let size = QuantileSearch.solve(lower: abs(2 * p - 1), upper: 2 * tail, start: start, outside)
    return p < 0.5 ? -size : size
  }

  /// For the distance from 0.
  private func outside(_ t: Double) -> (lower: Double, upper: Double, slope: Double) {
    let df = degreesOfFreedom
    guard df.isFinite else {
      return (erf(t * 0.5.squareRoot()), erfc(t * 0.5.squareRoot()), 2 * t * StandardNormal.density(t))
    }
    let ratio = t / df.squareRoot()
    let square = ratio * ratio
    let x = 1 / (1 + square)
    let y = square.isFinite ? square * x : 1
    let tails = IncompleteBeta.tails(y, x, 0.5, 0.5 * df)
    return (tails.lower, tails.upper, 2 * SaddlePoint.betaPower(x, y, 0.5 * df, 0.5))
  }
}
