import Randomness
import Testing

/// Values computed with mpmath at 60 digits and rounded to doubles.
@Suite struct ElementaryTests {
  static let logarithms: [(Double, Double)] = [
    (.leastNonzeroMagnitude, -744.4400719213812), (1e-300, -690.7755278982137), (0.1, -2.3025850929940455),
    (0.70710678118654757, -0.3465735902799726), (0.9, -0.10536051565782628), (1.5, 0.4054651081081644),
    (2.718281828459045, 1.0), (10, 2.302585092994046), (12345.678, 9.421061321291832),
    (1.7976931348623157e308, 709.782712893384),
  ]
  static let exponentials: [(Double, Double)] = [
    (-745, .leastNonzeroMagnitude), (-700.5, 5.980196118639791e-305), (-20.25, 1.6052280551856116e-09),
    (-1, 0.36787944117144233), (-0.1, 0.9048374180359595), (1e-10, 1.0000000001), (0, 1),
    (0.34657, 1.4142084849595797), (1, 2.718281828459045), (2.5, 12.182493960703473),
    (10.123, 24909.387015879656), (100, 2.6881171418161356e+43), (709.5, 1.3549863193146328e+308),
  ]
  static let quantiles: [(Double, Double)] = [
    (1e-300, -37.0470962993612), (1e-100, -21.273453560965326), (1e-16, -8.222082216130435),
    (1e-10, -6.361340902404057), (1e-5, -4.264890793922825), (0.001, -3.0902323061678136),
    (0.025, -1.9599639845400543), (0.05, -1.6448536269514726), (0.074, -1.4466320671589785),
    (0.076, -1.4325027208258116), (0.25, -0.6744897501960817), (0.4, -0.2533471031357997),
    (0.49999, -2.5066282748960008e-05),
  ]

  @Test(arguments: logarithms) func logarithm(x: Double, expected: Double) {
    #expect(abs(Elementary.log(x) - expected) <= 1.5 * expected.ulp)
  }

  @Test(arguments: exponentials) func exponential(x: Double, expected: Double) {
    #expect(abs(Elementary.exp(x) - expected) <= 2 * expected.ulp)
  }

  @Test(arguments: quantiles) func normalQuantile(p: Double, expected: Double) {
    #expect(abs(NormalDistribution.quantile(p) - expected) <= 1e-15 * abs(expected) + 2e-16)
    if p > 0.01 {
      #expect(abs(NormalDistribution.quantile(1 - p) + expected) <= 1e-14 * abs(expected) + 1e-15)
    }
  }

  @Test func edges() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(1.5).isNaN)
    #expect(NormalDistribution.quantile(0.5) == 0)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-1).isNaN)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(800) == .infinity)
    #expect(Elementary.exp(.nan).isNaN)
  }
}
