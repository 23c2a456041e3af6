import Foundation

/// Two arms compared by how many had an event: the differences and ratios are of the first against the second.
package struct ProportionComparison: Sendable, Hashable {
  package let first: Proportion
  package let second: Proportion

  package init(_ first: Proportion, against second: Proportion) {
    self.first = first
    self.second = second
  }

  /// The risk difference with Newcombe's interval from two score intervals (method 10 of Newcombe 1998,
  /// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I) and the p value of the chi-square test.
  ///
  /// The standard error is that of two independent shares.
  package func riskDifference(level: Double = 0.95) -> Estimate {
    let (p, q) = (first.share, second.share)
    let (a, b) = (first.wilson(level: level), second.wilson(level: level))
    let below = ((p - a.lower) * (p - a.lower) + (b.upper - q) * (b.upper - q)).squareRoot()
    let above = ((a.upper - p) * (a.upper - p) + (q - b.lower) * (q - b.lower)).squareRoot()
    let variance = p * (1 - p) / Double(first.total) + q * (1 - q) / Double(second.total)
    return Estimate(
      value: p - q, standardError: variance.squareRoot(), degreesOfFreedom: .infinity, lower: p - q - below,
      upper: p - q + above, pValue: chiSquare.pValue)
  }

  /// Pearson's test of equal shares, without correction of continuity: the statistic with one degree of freedom. When
  /// everyone or no one had the event nothing speaks against equality: 0 and 1.
  package var chiSquare: (statistic: Double, pValue: Double) {
    let (n, m) = (Double(first.total), Double(second.total))
    let pooled = Double(first.events + second.events) / (n + m)
    let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    guard variance > 0 else { return (0, 1) }
    let difference = first.share - second.share
    let statistic = difference * difference / variance
    return (statistic, ChiSquare(1).above(statistic))
  }

  /// True where a count of 0 (or of all) made ``riskRatio(level:)`` and ``oddsRatio(level:)`` add ½ to each of the
  /// four counts.
  package var isCorrected: Bool {
    first.events == 0 || second.events == 0 || first.events == first.total || second.events == second.total
  }

  /// The ratio of shares with the interval of its logarithm (Katz and others 1978, doi:10.2307/2530610).
  ///
  /// With a 0 among the four counts ½ is added to each.
  package func riskRatio(level: Double = 0.95) -> RatioEstimate {
    let c = counts
    let logarithm = log(c.a / (c.a + c.b)) - log(c.c / (c.c + c.d))
    let variance = 1 / c.a - 1 / (c.a + c.b) + 1 / c.c - 1 / (c.c + c.d)
    return RatioEstimate(logarithm: logarithm, standardError: max(variance, 0).squareRoot(), level: level)
  }

  /// The odds ratio with the interval of its logarithm (Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x).
  ///
  /// With a 0 among the four counts ½ is added to each (Haldane 1956, doi:10.1111/j.1469-1809.1955.tb01285.x).
  package func oddsRatio(level: Double = 0.95) -> RatioEstimate {
    let c = counts
    return RatioEstimate(
      logarithm: log(c.a) - log(c.b) - log(c.c) + log(c.d),
      standardError: (1 / c.a + 1 / c.b + 1 / c.c + 1 / c.d).squareRoot(), level: level)
  }

  private var counts: (a: Double, b: Double, c: Double, d: Double) {
    let shift = isCorrected ? 0.5 : 0
    return (
      Double(first.events) + shift, Double(first.total - first.events) + shift, Double(second.events) + shift,
      Double(second.total - second.events) + shift
    )
  }

  /// Fisher's exact test, two-sided: the probability, given all margins, of tables at most as probable as this one
  /// (with a relative tolerance of 1e-7 for ties). O(number of possible tables).
  package var fisherExact: Double {
    let events = first.events + second.events
    let lowest = max(0, events - second.total)
    let highest = min(events, first.total)
    let mode = min(
      max(
        Int((Double(events + 1) * Double(first.total + 1) / Double(first.total + second.total + 2)).rounded(.down)),
        lowest), highest)
    // Weights relative to the mode's, outwards until they no longer count.
    func ratio(_ k: Int) -> Double {
      Double(first.total - k) * Double(events - k) / (Double(k + 1) * Double(second.total - events + k + 1))
    }
    var observed = 1.0
    if first.events > mode { for k in mode..<first.events { observed *= ratio(k) } }
    if first.events < mode { for k in first.events..<mode { observed /= ratio(k) } }
    var all = 0.0
    var extreme = 0.0
    func count(_ weight: Double) {
      all += weight
      if weight <= observed * (1 + 1e-7) { extreme += weight }
    }
    var weight = 1.0
    var k = mode
    count(weight)
    while k < highest, weight > 0 {
      weight *= ratio(k)
      k += 1
      count(weight)
    }
    weight = 1
    k = mode
    while k > lowest, weight > 0 {
      k -= 1
      weight /= ratio(k)
      count(weight)
    }
    return min(extreme / all, 1)
  }
}
