import Populations

/// A series over a window of hours.
struct Course {
  var series: StageSeries
  var times: [Double]
  var window: ClosedRange<Double>

  /// One point of a panel: `x` in the panel's unit of time from the window's start, quantiles at 5, 25, 50, 75 and 95 %.
  struct Row {
    var x: Double
    var quantiles: [Double]
  }

  /// The course thinned to what a small panel can show, in four significant digits.
  func rows(hoursPerUnit: Double, buckets: Int = 60) -> [Row] {
    CourseSampling.indices(times: times, median: series.p50, window: window, buckets: buckets).compactMap { index in
      let quantiles = quantiles(index).map { NumberText.rounded($0, digits: 4) }
      guard quantiles.allSatisfy(\.isFinite) else { return nil }
      return Row(
        x: NumberText.rounded((times[index] - window.lowerBound) / hoursPerUnit, digits: 5), quantiles: quantiles)
    }
  }

  /// Whether two courses look the same: of the same compound, and at the times that both have, counted from their
  /// windows' starts, every quantile agrees to a two-thousandth of the range.
  ///
  /// - Complexity: O(times).
  func isSame(as other: Course) -> Bool {
    guard series.observable == other.series.observable else { return false }
    let pairs = commonTimes(with: other)
    guard pairs.count > 1 else { return false }
    let rows = pairs.map { (quantiles($0.own), other.quantiles($0.other)) }
    let values = rows.flatMap { $0.0 + $0.1 }
    guard let low = values.min(), let high = values.max() else { return false }
    let tolerance = max((high - low) / 2000, 1e-9 * max(abs(low), abs(high)))
    return rows.allSatisfy { own, other in zip(own, other).allSatisfy { abs($0 - $1) <= tolerance } }
  }

  private func quantiles(_ index: Int) -> [Double] {
    [series.p05[index], series.p25[index], series.p50[index], series.p75[index], series.p95[index]]
  }

  private func commonTimes(with other: Course) -> [(own: Int, other: Int)] {
    let shift = window.lowerBound - other.window.lowerBound
    var pairs: [(own: Int, other: Int)] = []
    var next = 0
    for index in times.indices where window.contains(times[index]) {
      while next < other.times.count, other.times[next] + shift < times[index] - 1e-6 { next += 1 }
      if next < other.times.count, abs(other.times[next] + shift - times[index]) <= 1e-6 { pairs.append((index, next)) }
    }
    return pairs
  }
}
