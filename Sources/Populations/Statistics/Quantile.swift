/// Quantiles of samples by linear interpolation between order statistics: definition 7 of Hyndman and Fan 1996
/// (doi:10.2307/2684934), the default of R and NumPy.
package enum Quantile {
  /// The quantile of values in ascending order; NaN when there are none.
  package static func sorted(_ values: some RandomAccessCollection<Double>, _ p: Double) -> Double {
    guard let last = values.last else { return .nan }
    let position = p * Double(values.count - 1)
    let below = position.rounded(.down)
    let index = values.index(values.startIndex, offsetBy: Int(below))
    let next = values.index(after: index)
    guard next < values.endIndex, position > below else {
      return below >= Double(values.count - 1) ? last : values[index]
    }
    return values[index] + (position - below) * (values[next] - values[index])
  }

  /// Quantiles of values in any order; what is not finite is left out.
  package static func of(_ values: [Double], _ p: [Double]) -> [Double] {
    let sorted = values.filter(\.isFinite).sorted()
    return p.map { Self.sorted(sorted, $0) }
  }
}

extension Interval {
  /// Median and 5 to 95 % of the finite values.
  package init(of values: [Double]) {
    let sorted = values.filter(\.isFinite).sorted()
    self.init(
      median: Quantile.sorted(sorted, 0.5), low: Quantile.sorted(sorted, 0.05), high: Quantile.sorted(sorted, 0.95),
      count: sorted.count)
  }
}
