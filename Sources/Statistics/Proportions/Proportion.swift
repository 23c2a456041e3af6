/// How many of how many.
package struct Proportion: Sendable, Hashable {
  package let events: Int
  package let total: Int

  /// - Throws: ``StatisticsError`` unless 0 ≤ events ≤ total and total > 0.
  package init(_ events: Int, of total: Int) throws(StatisticsError) {
    guard total > 0 else { throw .unusable("a share of 0 patients has no value") }
    guard (0...total).contains(events) else { throw .unusable("\(events) of \(total) is not a share") }
    self.events = events
    self.total = total
  }

  package var share: Double { Double(events) / Double(total) }

  /// The score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).
  package func wilson(level: Double = 0.95) -> (lower: Double, upper: Double) {
    let z = StandardNormal.quantile(0.5 + 0.5 * level)
    let n = Double(total)
    let centre = (Double(events) + 0.5 * z * z) / (n + z * z)
    let half = z * (share * (1 - share) * n + 0.25 * z * z).squareRoot() / (n + z * z)
    return (events == 0 ? 0 : max(centre - half, 0), events == total ? 1 : min(centre + half, 1))
  }
}
