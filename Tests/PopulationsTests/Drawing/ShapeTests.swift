import Foundation
import Populations
import Testing

/// Every distribution against its closed form, written down here with the C library's functions.
@Suite struct ShapeTests {
  static let count = 20_000

  struct Case: CustomTestStringConvertible, Sendable {
    var yaml: String
    /// The share below a value without limits, and the limits.
    var share: @Sendable (Double) -> Double
    var limits: ClosedRange<Double> = -.infinity ... .infinity
    var testDescription: String { yaml }

    /// The share below a value of the limited distribution.
    func limitedShare(_ value: Double) -> Double {
      let (low, high) = (share(limits.lowerBound), share(limits.upperBound))
      return min(max((share(value) - low) / (high - low), 0), 1)
    }
  }

  static let cases: [Case] = [
    Case(yaml: "{distribution: normal, mean: 31, sd: 4.5}") { Drawing.phi(($0 - 31) / 4.5) },
    Case(
      yaml: "{distribution: normal, mean: 31, sd: 4.5, min: 30, max: 44}", share: { Drawing.phi(($0 - 31) / 4.5) },
      limits: 30...44),
    Case(yaml: "{distribution: lognormal, median: 70, log_sd: 0.3}") { $0 <= 0 ? 0 : Drawing.phi(log($0 / 70) / 0.3) },
    Case(
      yaml: "{distribution: lognormal, median: 70, cv: 0.3, max: 72}",
      share: { $0 <= 0 ? 0 : Drawing.phi(log($0 / 70) / log(1.09).squareRoot()) }, limits: 0...72),
    Case(yaml: "{distribution: logit-normal, median: 0.3, logit_sd: 1.2}") {
      $0 <= 0 ? 0 : $0 >= 1 ? 1 : Drawing.phi((log($0 / (1 - $0)) - log(3.0 / 7)) / 1.2)
    },
    Case(
      yaml: "{distribution: logit-normal, median: 4, logit_sd: 2, low: -1, high: 9, min: 0, max: 8}",
      share: { $0 <= -1 ? 0 : $0 >= 9 ? 1 : Drawing.phi(log(($0 + 1) / (9 - $0)) / 2) }, limits: 0...8),
    // The Box-Cox power of a positive variable: normal above -1/lambda only.
    Case(yaml: "{distribution: box-cox, median: 10, sd: 0.5, lambda: 0.8}") {
      let edge = Drawing.phi(-1 / 0.4)
      return $0 <= 0 ? 0 : (Drawing.phi((pow($0 / 10, 0.8) - 1) / 0.8 / 0.5) - edge) / (1 - edge)
    },
    Case(yaml: "{distribution: box-cox, median: 10, sd: 0.4, lambda: -1}") {
      $0 <= 0 ? 0 : Drawing.phi((1 - 10 / $0) / 0.4) / Drawing.phi(2.5)
    },
    Case(yaml: "{distribution: box-cox, median: 10, sd: 0.4, lambda: 0}") {
      $0 <= 0 ? 0 : Drawing.phi(log($0 / 10) / 0.4)
    },
    Case(yaml: "{distribution: box-cox-effect, median: 5, log_sd: 0.4, lambda: 0.5}") {
      let base = $0 <= 0 ? 0 : 1 + 0.5 * log($0 / 5)
      return base <= 0 ? 0 : Drawing.phi(log(base) / 0.5 / 0.4)
    },
    Case(yaml: "{distribution: uniform, min: 2, max: 8}") { min(max(($0 - 2) / 6, 0), 1) },
    Case(yaml: "{distribution: empirical, quantiles: {0: 10, 25: 20, 75: 30, 100: 70}}") {
      $0 <= 10 ? 0 : $0 <= 20 ? ($0 - 10) / 40 : $0 <= 30 ? 0.25 + ($0 - 20) / 20 : min(1, 0.75 + ($0 - 30) / 160)
    },
  ]

  /// Drawn alone, a value outside the limits is drawn again; drawn as one of a correlated pair, the deviate's share of
  /// what lies inside is taken. Both follow the closed form.
  @Test(arguments: cases) func followsItsClosedForm(_ one: Case) throws {
    let alone = try Drawing.draw("covariates: {x: \(one.yaml)}", count: Self.count)["x"] ?? []
    #expect(Drawing.kolmogorov(alone, one.limitedShare) < 1.95)
    #expect(alone.allSatisfy { one.limits.contains($0) })
    let pair = try Drawing.draw(
      """
      covariates:
        x: \(one.yaml)
        y: {distribution: normal, mean: 0, sd: 1}
      correlation: [{between: [y, x], value: 0.7}]
      """, count: Self.count)
    let correlated = pair["x"] ?? []
    #expect(Drawing.kolmogorov(correlated, one.limitedShare) < 1.95)
    #expect(correlated.allSatisfy { one.limits.contains($0) })
    // The copula: the share of x, as a normal deviate, is correlated with y as stated.
    let deviates = correlated.map { value -> Double in
      Distribution(.normal(mean: 0, sd: 1)).value(share: min(max(one.limitedShare(value), 1e-12), 1 - 1e-12))
    }
    #expect(abs(Drawing.correlation(deviates, pair["y"] ?? []) - 0.7) < 0.02)
  }

  /// Shares are what the values were drawn for, also far out.
  @Test(arguments: cases) func quantilesAreInverses(_ one: Case) throws {
    let study = try Drawing.study("vary: {p: \(one.yaml)}")
    let distribution = study.variations[0].distribution
    for share in [1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-6] {
      #expect(abs(one.limitedShare(distribution.value(share: share)) - share) < 1e-12)
    }
  }

  @Test func listedValuesComeAsOftenAsTheirWeights() throws {
    let plain = try Drawing.draw("vary: {p: {distribution: empirical, values: [3, 1, 2, 2]}}", count: Self.count)["p"]
    let weighted = try Drawing.draw(
      "vary: {p: {distribution: empirical, values: [7, 5, 6], weights: [1, 0, 3]}}", count: Self.count)["p"]
    func share(_ values: [Double]?, _ value: Double) -> Double {
      Double(values?.count { $0 == value } ?? 0) / Double(Self.count)
    }
    // Five standard errors of a share.
    for (value, expected) in [(1.0, 0.25), (2, 0.5), (3, 0.25)] {
      #expect(abs(share(plain, value) - expected) < 5 * (expected * (1 - expected) / Double(Self.count)).squareRoot())
    }
    #expect(share(weighted, 5) == 0)
    #expect(abs(share(weighted, 6) - 0.75) < 0.016)
  }

  @Test func categoriesHaveLabels() throws {
    let study = try Drawing.study(
      "covariates: {sex: {distribution: categorical, probabilities: {female: 0.63, male: 0.37}}}")
    let drawn = try study.draw(0..<Self.count)
    let column = drawn.covariates.columns[0]
    #expect(column.levels.map(\.label) == ["female", "male"] && column.levels.map(\.value) == [0, 1])
    #expect(column.label(of: 1) == "male" && column.label(of: 0.5) == nil)
    let women = drawn.covariates.values(column: 0).count { $0 == 0 }
    #expect(abs(Double(women) / Double(Self.count) - 0.63) < 0.017)
  }

  /// Limits that a thousand redraws may all miss still give the limited distribution.
  @Test func narrowLimitsAreDrawnFromInside() throws {
    let values =
      try Drawing.draw(
        "vary: {p: {distribution: normal, mean: 0, sd: 1, min: 2.9}}", count: 2000)["p"] ?? []
    let above = Drawing.phi(-2.9)
    #expect(values.allSatisfy { $0 >= 2.9 })
    #expect(Drawing.kolmogorov(values) { max(0, 1 - Drawing.phi(-$0) / above) } < 1.95)
  }
}
