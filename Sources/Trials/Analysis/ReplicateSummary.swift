/// A number over the replicates of a trial in which it could be estimated.
package struct ReplicateSummary: Sendable, Hashable {
  package let count: Int
  package let mean: Double
  /// Between replicates; NaN for fewer than two.
  package let sd: Double
  /// The 2.5 and 97.5 % quantiles, interpolated between order statistics (Hyndman and Fan 1996, type 7,
  /// doi:10.1080/00031305.1996.10473566).
  package let low: Double
  package let high: Double

  /// NaN values are left out. O(n·log n).
  package init(_ values: [Double]) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    var moments = RunningMoments()
    for value in sorted { moments.add(value) }
    count = moments.count
    mean = moments.mean
    sd = moments.sd
    low = Self.quantile(sorted, 0.025)
    high = Self.quantile(sorted, 0.975)
  }

  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = share * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    let (low, high) = (sorted[index], sorted[index + 1])
    return low == high ? low : low + (position - Double(index)) * (high - low)
  }
}
