/// Critical values of a trial that is looked at several times, so that all looks together reject a true hypothesis with
/// the planned two-sided probability. Boundaries are symmetrical.
package struct GroupSequentialBoundary: Sendable, Hashable {
  /// Shares of the information at the looks.
  package let shares: [Double]
  /// For the absolute value of the standardised statistic at each look.
  package let critical: [Double]

  /// Spent probabilities below this are not distinguished from none; the critical value is then infinite.
  private static let leastSpent = 1e-30

  /// Each boundary follows from those before by root finding on a recursive integral: milliseconds for ten looks.
  ///
  /// - Parameters:
  ///   - shares: ascending, above 0, the last is 1.
  ///   - alpha: two-sided, in all.
  /// - Throws: ``StatisticsError`` when shares or alpha are out of range.
  package init(shares: [Double], alpha: Double, spending: SpendingFunction) throws(StatisticsError) {
    guard alpha > 0, alpha < 1 else { throw .unusable("alpha must lie between 0 and 1") }
    guard shares.last == 1, let first = shares.first, first > 0, zip(shares, shares.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw .unusable("the shares of looks must ascend from above 0 to 1") }
    self.shares = shares
    var critical: [Double] = []
    var density = SequentialDensity(drift: 0)
    var spent = 0.0
    for (look, share) in shares.enumerated() {
      let total = spending.spent(by: share, alpha: alpha)
      let oneSided = (total - spent) / 2
      let root = share.squareRoot()
      let z = oneSided > Self.leastSpent ? Self.limit(density, share, oneSided) / root : .infinity
      critical.append(z)
      spent = total
      guard look + 1 < shares.count else { break }
      density = density.advanced(to: share, from: -z * root, to: z * root, following: shares[look + 1])
    }
    self.critical = critical
  }

  /// The limit above which B lies with a probability, by bisection.
  private static func limit(_ density: SequentialDensity, _ share: Double, _ probability: Double) -> Double {
    var (low, high) = (0.0, 12 * share.squareRoot())
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if density.above(middle, at: share) > probability { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// The probabilities of crossing the upper and the lower boundary for the first time at each look.
  ///
  /// - Parameter drift: the mean of the statistic with all information; 0 without an effect.
  package func exitProbabilities(drift: Double) -> (upper: [Double], lower: [Double]) {
    var (upper, lower) = ([Double](), [Double]())
    var density = SequentialDensity(drift: drift)
    for (look, share) in shares.enumerated() {
      let limit = critical[look] * share.squareRoot()
      upper.append(density.above(limit, at: share))
      lower.append(density.below(-limit, at: share))
      guard look + 1 < shares.count else { break }
      density = density.advanced(to: share, from: -limit, to: limit, following: shares[look + 1])
    }
    return (upper, lower)
  }

  /// The probability of ending above the last critical value if the effect goes on as seen so far (Lan and Wittes 1988,
  /// doi:10.2307/2531870); looks in between are not counted.
  ///
  /// - Parameters:
  ///   - statistic: standardised, positive for benefit.
  ///   - share: of the information, below 1.
  package func conditionalPower(statistic: Double, share: Double) -> Double {
    guard share > 0, share < 1, let last = critical.last else { return .nan }
    let score = statistic * share.squareRoot()
    let trend = score / share
    return StandardNormal.above((last - score - trend * (1 - share)) / (1 - share).squareRoot())
  }
}
