import Foundation

/// The standard normal distribution.
package enum StandardNormal {
  package static func density(_ z: Double) -> Double { exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }

  /// The probability below `z`, with relative precision in the lower tail.
  package static func below(_ z: Double) -> Double { 0.5 * erfc(-z * 0.5.squareRoot()) }

  /// The probability above `z`, with relative precision in the upper tail.
  package static func above(_ z: Double) -> Double { 0.5 * erfc(z * 0.5.squareRoot()) }

  /// The deviate below which a share `p` lies: a rational guess (Abramowitz and Stegun 26.2.23) refined by Newton's
  /// method on the logarithm of the tail. 0 and 1 give infinities, outside NaN.
  package static func quantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    guard p != 0.5 else { return 0 }
    // Near the middle the distance from 1/2 is what is known precisely.
    if abs(p - 0.5) < 0.1 { return central(p - 0.5) }
    let tail = min(p, 1 - p)
    let t = (-2 * log(tail)).squareRoot()
    var z =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<6 {
      let at = above(z)
      let step = log(at / tail) * at / density(z)
      z += step
      if abs(step) < 1e-10 { break }
    }
    return p < 0.5 ? -z : z
  }

  private static func central(_ distance: Double) -> Double {
    var z = distance * (2 * Double.pi).squareRoot()
    for _ in 0..<8 {
      let step = (0.5 * erf(z * 0.5.squareRoot()) - distance) / density(z)
      z -= step
      if abs(step) < 1e-16 * abs(z) { break }
    }
    return z
  }
}
