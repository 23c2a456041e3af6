import Randomness
import Testing

/// Shares below a value and powers, against mpmath at 60 digits.
@Suite struct NormalCumulativeTests {
  static let shares: [(Double, Double)] = [
    (-37.5, 4.605353009581955e-308),
    (-20.0, 2.7536241186062337e-89),
    (-8.0, 6.220960574271784e-16),
    (-5.5, 1.8989562465887718e-08),
    (-3.0, 0.0013498980316300946),
    (-2.0, 0.02275013194817921),
    (-1.5, 0.06680720126885807),
    (-1.0, 0.15865525393145705),
    (-0.999, 0.1588973456413183),
    (-0.5, 0.3085375387259869),
    (-1e-08, 0.4999999960105772),
    (0.0, 0.5),
    (0.3, 0.6179114221889527),
    (0.999, 0.8411026543586817),
    (1.0, 0.8413447460685429),
    (1.7, 0.955434537241457),
    (3.1, 0.9990323967867817),
    (6.0, 0.9999999990134123),
  ]
  static let powers: [(Double, Double, Double)] = [
    (2.0, 10.0, 1024.0),
    (70.0, 0.75, 24.200454924935872),
    (1.1, -3.0, 0.7513148009015775),
    (0.3, 2.5, 0.049295030175464945),
    (-1.5, 3.0, -3.375),
    (12.5, 0.3333333333333333, 2.320794416806389),
    (0.001, -1.7, 125892.54117941667),
    (1.7, 64.0, 560700532060105.0),
    (1.0001, 100.3, 1.010079962522246),
  ]

  @Test(arguments: shares) func cumulative(x: Double, expected: Double) {
    let limit = x < -8 ? 1e-12 : 1e-14
    #expect(abs(NormalDistribution.cumulative(x) - expected) <= limit * expected)
  }

  @Test func cumulativeIsTheQuantilesInverse() {
    for k in 1..<400 {
      let share = Double(k) / 400
      #expect(abs(NormalDistribution.cumulative(NormalDistribution.quantile(share)) - share) < 4e-16)
    }
    #expect(NormalDistribution.cumulative(-.infinity) == 0)
    #expect(NormalDistribution.cumulative(.infinity) == 1)
    #expect(NormalDistribution.cumulative(.nan).isNaN)
  }

  @Test(arguments: powers) func power(x: Double, y: Double, expected: Double) {
    #expect(abs(Elementary.power(x, y) - expected) <= 1e-14 * abs(expected))
  }

  @Test func powersOfNothingAndOfNegatives() {
    #expect(Elementary.power(0, 0) == 1)
    #expect(Elementary.power(0, 0.7) == 0)
    #expect(Elementary.power(0, -0.7) == .infinity)
    #expect(Elementary.power(-2, -3) == -0.125)
    #expect(Elementary.power(-2, 0.5).isNaN)
    #expect(Elementary.power(4, -0.5) == 0.5)
  }

  /// Attempts of one patient have numbers of their own; the first are those without an attempt.
  @Test func attemptsAreApart() {
    var plain = RandomStream(seed: 3, patient: 5, purpose: "age")
    var first = RandomStream(seed: 3, patient: 5, purpose: "age", attempt: 0)
    var second = RandomStream(seed: 3, patient: 5, purpose: "age", attempt: 1)
    let values = (0..<8).map { _ in plain.bits() }
    #expect(values == (0..<8).map { _ in first.bits() })
    #expect(Set(values).isDisjoint(with: (0..<8).map { _ in second.bits() }))
  }
}
