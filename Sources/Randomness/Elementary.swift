/// Logarithm and exponential by own polynomials: additions, multiplications, divisions and square roots of IEEE 754
/// only, so that the bits do not depend on a C library. Not for hot loops.
package enum Elementary {
  private static let ln2High = 0x1.62e42fefa3800p-1
  private static let ln2Low = 0x1.ef35793c76730p-45

  /// The natural logarithm; within 1.5 ulp away from 1. Negative: NaN; zero: minus infinity.
  package static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var exponent = Int(x.exponent)
    var mantissa = x.significand
    if mantissa > 0x1.6a09e667f3bcdp+0 {
      mantissa *= 0.5
      exponent += 1
    }
    // ln m = 2 atanh(s), s = (m - 1)/(m + 1), |s| <= 0.1716
    let s = (mantissa - 1) / (mantissa + 1)
    let z = s * s
    var series = 0.0
    for k in stride(from: 25, through: 3, by: -2) { series = series * z + 1 / Double(k) }
    let tail = 2 * s * z * series
    let e = Double(exponent)
    return e * ln2High + (2 * s + (tail + e * ln2Low))
  }

  /// The exponential; within 2 ulp for results that are normal numbers.
  package static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.78 { return .infinity }
    if x < -745.2 { return 0 }
    let k = (x * 0x1.71547652b82fep+0).rounded()
    let r = (x - k * ln2High) - k * ln2Low
    var series = 1.0
    for n in stride(from: 14, through: 2, by: -1) { series = 1 + r * series / Double(n) }
    let value = 1 + r * series
    // Two factors, since 2^k alone may not be a normal number.
    let half = (k * 0.5).rounded(.down)
    return value * powerOfTwo(Int(half)) * powerOfTwo(Int(k - half))
  }

  /// A real power: whole exponents up to 64 by multiplication, halves by the square root besides, others as
  /// exp(y ln x), within 1e-14 relative for |y ln x| at most 40. A negative base has whole powers only (else NaN).
  package static func power(_ x: Double, _ y: Double) -> Double {
    if y == 0 { return 1 }
    let whole = abs(y).rounded(.down)
    if whole <= 64, abs(y) == whole || (abs(y) == whole + 0.5 && x >= 0) {
      var result = abs(y) == whole ? 1 : x.squareRoot()
      var square = x
      var rest = Int(whole)
      while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
      }
      return y < 0 ? 1 / result : result
    }
    guard x > 0 else { return x == 0 ? (y > 0 ? 0 : .infinity) : .nan }
    return exp(y * log(x))
  }

  private static func powerOfTwo(_ k: Int) -> Double {
    Double(sign: .plus, exponent: k, significand: 1)
  }
}
