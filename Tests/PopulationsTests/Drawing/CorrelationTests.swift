import Foundation
import Populations
import Testing

@Suite struct CorrelationTests {
  static let count = 50_000
  /// Five standard errors of a correlation near zero.
  static let limit = 5 / Double(count).squareRoot()

  static let matrix = """
    covariates:
      a: {distribution: normal, mean: 5, sd: 2}
      b: {distribution: lognormal, median: 3, log_sd: 0.5}
    vary:
      p: {distribution: logit-normal, median: 0.4, logit_sd: 1}
    correlation:
      - between: [a, b, p]
        matrix: [[1], [0.5, 1], [-0.3, 0.2, 1]]
    """

  @Test func correlationsAreRecovered() throws {
    let drawn = try Drawing.draw(Self.matrix, count: Self.count)
    let a = try #require(drawn["a"])
    let b = try #require(drawn["b"]).map { log($0) }
    let p = try #require(drawn["p"]).map { log($0 / (1 - $0)) }
    #expect(abs(Drawing.correlation(a, b) - 0.5) < Self.limit)
    #expect(abs(Drawing.correlation(a, p) + 0.3) < Self.limit)
    #expect(abs(Drawing.correlation(b, p) - 0.2) < Self.limit)
  }

  @Test func aCovarianceStatesTheStandardDeviations() throws {
    let drawn = try Drawing.draw(
      """
      vary:
        p: {distribution: lognormal, median: 1}
        q1: {distribution: normal, mean: 10}
      covariance:
        - between: [p, q1]
          matrix: [[0.09, 0.3], [0.3, 4]]
      """, count: Self.count)
    let p = try #require(drawn["p"]).map { log($0) }
    let q = try #require(drawn["q1"])
    let (meanP, meanQ) = (Drawing.mean(p), Drawing.mean(q))
    let covariance = zip(p, q).reduce(0) { $0 + ($1.0 - meanP) * ($1.1 - meanQ) } / Double(Self.count)
    #expect(abs(covariance - 0.3) < 0.015)
    #expect(abs(Drawing.mean(p.map { $0 * $0 }) - 0.09) < 0.003)
    #expect(abs(Drawing.mean(q.map { ($0 - 10) * ($0 - 10) }) - 4) < 0.13)
  }

  /// Two halves of two normal variables with correlation r coincide with probability 1/4 + asin(r)/2π.
  @Test func categoriesAreThresholds() throws {
    let drawn = try Drawing.draw(
      """
      covariates:
        ill: {distribution: categorical, probabilities: {"no": 0.5, "yes": 0.5}}
        old: {distribution: categorical, probabilities: {"no": 0.5, "yes": 0.5}}
      correlation: [{between: [ill, old], value: 0.6}]
      """, count: Self.count)
    let both = zip(drawn["ill"] ?? [], drawn["old"] ?? []).count { $0 == 1 && $1 == 1 }
    #expect(abs(Double(both) / Double(Self.count) - (0.25 + asin(0.6) / (2 * .pi))) < 0.01)
  }

  /// Within each group the marginal is the group's own, and the correlation is that of all.
  @Test func groupsKeepTheirMarginals() throws {
    let drawn = try Drawing.draw(
      """
      covariates:
        sex: {distribution: categorical, probabilities: {female: 0.6, male: 0.4}}
        height:
          by: sex
          unit: cm
          cases:
            female: {distribution: normal, mean: 162, sd: 7}
            male: {distribution: normal, mean: 176, sd: 7.5}
        weight_: 
          by: sex
          cases:
            female: {distribution: lognormal, median: 70, cv: 0.2}
            male: {distribution: lognormal, median: 84, cv: 0.18}
      correlation: [{between: [height, weight_], value: 0.4}]
      """, count: Self.count)
    let men = (0..<Self.count).filter { drawn["sex"]?[$0] == 1 }
    let heights = men.compactMap { drawn["height"]?[$0] }
    let weights = men.compactMap { drawn["weight_"]?[$0] }
    #expect(Drawing.kolmogorov(heights) { Drawing.phi(($0 - 176) / 7.5) } < 1.95)
    #expect(Drawing.kolmogorov(weights) { Drawing.phi(log($0 / 84) / log(1 + 0.18 * 0.18).squareRoot()) } < 1.95)
    #expect(abs(Drawing.correlation(heights, weights.map { log($0) }) - 0.4) < 0.03)
  }

  /// The first of a block keeps the bits that it has alone.
  @Test func theFirstNameOfABlockIsAsIfAlone() throws {
    let alone = try Drawing.draw("covariates: {a: {distribution: normal, mean: 5, sd: 2}}", count: 50)
    let together = try Drawing.draw(Self.matrix, count: 50)
    #expect(alone["a"] == together["a"])
  }

  @Test func contradictionsAreRefused() {
    func blocks(_ text: String) -> String {
      Drawing.message(
        """
        covariates:
          a: {distribution: normal, mean: 5, sd: 2}
          b: {distribution: normal, mean: 5, sd: 2}
          c: {distribution: normal, mean: 5, sd: 2}
          d: {formula: a + b}
        correlation:
        \(text)
        """)
    }
    #expect(
      blocks("  - {between: [a, b, c], matrix: [[1], [0.9, 1], [-0.9, 0.9, 1]]}")
        == "the correlations of \"a\", \"b\", \"c\" contradict each other | the matrix is not positive definite: what "
        + "the others leave of the variance of \"c\" is -15.2 of 1")
    #expect(
      blocks("  - {between: [a, b], value: 1.2}")
        == "\"a\" and \"b\" would be correlated by 1.2 | a correlation lies between -1 and 1")
    #expect(
      blocks("  - {between: [a, e], value: 0.2}")
        == "nothing that is drawn is called \"e\" | known: a, b, c, d")
    #expect(
      blocks("  - {between: [a, d], value: 0.2}") == "\"d\" follows from a formula and cannot be correlated")
    #expect(
      blocks("  - {between: [a, b], value: 0.2}\n  - {between: [b, c], value: 0.2}")
        == "\"b\" stands in two correlations | write one matrix between all of them")
    #expect(blocks("  - {between: [a, a], value: 0.2}") == "\"a\" is written twice")
    #expect(
      blocks("  - {between: [a, b], matrix: [[1, 0.2], [0.3, 1]]}")
        == "the matrix is not symmetric: \"a\" and \"b\" have two values")
    #expect(
      blocks("  - {between: [a, b, c], matrix: [[1], [0.3, 1]]}") == "the matrix has 2 rows for 3 names")
    #expect(
      blocks("  - {between: [a, b], matrix: [[2], [0.3, 1]]}") == "the correlation of \"a\" with itself is 1")
    #expect(
      Drawing.message(
        """
        vary:
          p: {distribution: normal, mean: 1, sd: 2}
          q1: {distribution: normal, mean: 1}
        covariance: [{between: [p, q1], matrix: [[1], [0.1, 1]]}]
        """) == "a covariance states \"sd\" already")
    #expect(
      Drawing.message(
        """
        vary:
          p: {distribution: uniform, min: 1, max: 2}
          q1: {distribution: normal, mean: 1}
        covariance: [{between: [p, q1], matrix: [[1], [0.1, 1]]}]
        """) == "a uniform distribution has no place in a covariance | \"correlation\" takes every distribution")
  }
}
