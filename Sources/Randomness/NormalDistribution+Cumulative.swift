extension NormalDistribution {
  /// The share of a standard normal variable below `x`: the lower tail within 1e-14 relative for x from -8 on. NaN
  /// gives NaN.
  ///
  /// Near the centre by the series 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004,
  /// doi:10.18637/jss.v011.i04), whose terms are all positive; in the tails by Laplace's continued fraction of the
  /// ratio to the density. No library function is used.
  package static func cumulative(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    guard abs(x) < 39 else { return x < 0 ? 0 : 1 }
    // The series would lose digits where it is subtracted from 1/2.
    if x < -1 { return upperTail(-x) }
    if x > 1 { return 1 - upperTail(x) }
    var term = x
    var sum = x
    var k = 1.0
    while abs(term) > 1e-17 * abs(sum) {
      k += 2
      term *= x * x / k
      sum += term
    }
    return 0.5 + density(x) * sum
  }

  /// The density of a standard normal variable.
  package static func density(_ x: Double) -> Double {
    0.3989422804014326779 * Elementary.exp(-0.5 * x * x)
  }

  /// The share above x, for x from 1 on: φ(x) / (x + 1/(x + 2/(x + 3/(x + …)))), from the inside out.
  private static func upperTail(_ x: Double) -> Double {
    var fraction = x
    for k in stride(from: depth(x), through: 1, by: -1) { fraction = x + Double(k) / fraction }
    return density(x) / fraction
  }

  /// Levels of the fraction after which nothing changes in the sixteenth digit.
  private static func depth(_ x: Double) -> Int { Int(20 + 400 / (x * x)) }
}
