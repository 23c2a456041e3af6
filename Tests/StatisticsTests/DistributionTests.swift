import Foundation
import Statistics
import Testing

@Suite("Distributions against mpmath")
struct ProbabilityDistributionTests {
  private let oracle: Oracle.Value

  init() throws { oracle = try Oracle.read("distributions.json") }

  private func relative(_ value: Double, _ expected: Double) -> Double {
    value == expected ? 0 : abs(value - expected) / abs(expected)
  }

  @Test func normal() {
    for row in oracle["normal"].items.map(\.numbers) {
      #expect(relative(StandardNormal.below(row[0]), row[1]) < 1e-12)
      #expect(relative(StandardNormal.above(-row[0]), row[1]) < 1e-12)
    }
    for row in oracle["normalQuantile"].items.map(\.numbers) {
      #expect(relative(StandardNormal.quantile(row[0]), row[1]) < 1e-12, "p = \(row[0])")
    }
  }

  @Test func studentT() {
    for row in oracle["t"].items.map(\.numbers) {
      let t = StudentT(row[0])
      #expect(relative(t.above(row[1]), row[2]) < 1e-12, "df \(row[0]), t \(row[1])")
      #expect(relative(t.beyond(-row[1]), 2 * row[2]) < 1e-12)
      #expect(relative(t.below(row[1]), 1 - row[2]) < 1e-12)
      guard row[1] > 0.01 else { continue }
      #expect(relative(t.quantile(row[2]), -row[1]) < 1e-11, "df \(row[0]), t \(row[1])")
    }
  }

  @Test func fisherF() {
    for row in oracle["f"].items.map(\.numbers) {
      let f = FDistribution(row[0], row[1])
      #expect(relative(f.below(row[2]), row[3]) < 1e-12, "\(row)")
      #expect(relative(f.above(row[2]), row[4]) < 1e-12, "\(row)")
      guard row[3] < 0.99 else { continue }
      #expect(relative(f.quantile(row[3]), row[2]) < 1e-11, "\(row)")
    }
  }

  @Test func chiSquare() {
    for row in oracle["chiSquare"].items.map(\.numbers) {
      let chi = ChiSquare(row[0])
      #expect(relative(chi.below(row[1]), row[2]) < 1e-12, "\(row)")
      #expect(relative(chi.above(row[1]), row[3]) < 1e-12, "\(row)")
      guard row[2] < 0.99, row[2] > 0 else { continue }
      #expect(relative(chi.quantile(row[2]), row[1]) < 1e-11, "\(row)")
    }
  }

  @Test func limitsOfOneDistributionAreAnother() {
    #expect(relative(StudentT(1e9).above(2), StandardNormal.above(2)) < 1e-8)
    #expect(StudentT(.infinity).quantile(0.975) == StandardNormal.quantile(0.975))
    #expect(relative(FDistribution(3, .infinity).above(2), ChiSquare(3).above(6)) < 1e-14)
    // F(1, k) is the square of t(k).
    #expect(relative(FDistribution(1, 9.5).above(4), StudentT(9.5).beyond(2)) < 1e-13)
  }

  @Test func endsAndNonsense() {
    #expect(StandardNormal.quantile(0) == -.infinity && StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(1.5).isNaN && StudentT(3).quantile(-0.1).isNaN)
    #expect(StudentT(0).above(1).isNaN && StudentT(-2).quantile(0.9).isNaN && ChiSquare(-1).above(1).isNaN)
    #expect(StudentT(4).beyond(.infinity) == 0 && StudentT(4).quantile(0.5) == 0)
    #expect(StudentT(4).quantile(1) == .infinity && StudentT(4).quantile(0) == -.infinity)
    #expect(ChiSquare(2).above(0) == 1 && ChiSquare(2).above(.infinity) == 0 && ChiSquare(2).quantile(0) == 0)
    #expect(FDistribution(2, 3).above(-1) == 1 && FDistribution(2, 3).quantile(1) == .infinity)
  }
}
