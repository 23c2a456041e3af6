import Statistics

/// Power as a function of the sample size, from evaluations near the size that is sought: the normal deviate of the power
/// grows linearly with the root of the size, as for a test of a mean, fitted by maximum likelihood to the counts.
struct PowerCurve {
  /// Deviate = intercept + slope·√units.
  private let intercept: Double
  private let slope: Double
  /// Covariance of the two.
  private let variances: (intercept: Double, both: Double, slope: Double)

  /// Nil where the evaluations determine no rising curve: fewer than two sizes, or power that falls.
  init?(_ evaluations: [PowerEvaluation]) {
    guard Set(evaluations.map(\.units)).count > 1 else { return nil }
    // Fisher scoring from the deviates of shares kept off 0 and 1.
    var (a, b) = (0.0, 0.0)
    var covariance = (0.0, 0.0, 0.0)
    for iteration in 0..<60 {
      var (s0, s1, i00, i01, i11) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for evaluation in evaluations where evaluation.power.total > 0 {
        let n = Double(evaluation.power.total)
        let x = Double(evaluation.units).squareRoot()
        let share = (Double(evaluation.power.count) + 0.5) / (n + 1)
        let deviate = iteration == 0 ? StandardNormal.quantile(share) : a + b * x
        let expected = min(max(StandardNormal.below(deviate), 1e-9), 1 - 1e-9)
        let density = StandardNormal.density(deviate)
        let weight = n * density * density / (expected * (1 - expected))
        let working = iteration == 0 ? deviate : deviate + (share - expected) / max(density, 1e-9)
        s0 += weight * working
        s1 += weight * working * x
        i00 += weight
        i01 += weight * x
        i11 += weight * x * x
      }
      let determinant = i00 * i11 - i01 * i01
      guard determinant > 1e-9 * i00 * i11 else { return nil }
      let (nextA, nextB) = ((i11 * s0 - i01 * s1) / determinant, (i00 * s1 - i01 * s0) / determinant)
      covariance = (i11 / determinant, -i01 / determinant, i00 / determinant)
      let change = abs(nextA - a) + abs(nextB - b)
      (a, b) = (nextA, nextB)
      guard a.isFinite, b.isFinite else { return nil }
      if change < 1e-10 { break }
    }
    guard b > 0 else { return nil }
    (intercept, slope, variances) = (a, b, covariance)
  }

  func power(units: Double) -> Double { StandardNormal.below(intercept + slope * units.squareRoot()) }

  /// The size at which the curve reaches a power.
  func units(power: Double) -> Double { root((StandardNormal.quantile(power) - intercept) / slope) }

  /// The sizes at which the ends of the curve's 95 % confidence band reach a power: 0 and infinity where they never do
  /// (Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x).
  func interval(power: Double) -> (low: Double, high: Double) {
    let z = StandardNormal.quantile(0.975)
    let distance = StandardNormal.quantile(power) - intercept
    // (slope·x − distance)² = z²·Var(intercept + slope·x)
    let a = slope * slope - z * z * variances.slope
    let b = slope * distance + z * z * variances.both
    let c = distance * distance - z * z * variances.intercept
    let discriminant = b * b - a * c
    guard a > 0, discriminant >= 0 else { return (0, .infinity) }
    return (root((b - discriminant.squareRoot()) / a), root((b + discriminant.squareRoot()) / a))
  }

  private func root(_ deviate: Double) -> Double { deviate > 0 ? deviate * deviate : 0 }
}
