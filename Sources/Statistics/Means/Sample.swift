/// Size, mean and variance of a group's values: all that the comparisons of two means need.
package struct Sample: Sendable, Hashable {
  package let size: Int
  package let mean: Double
  /// With the divisor n − 1; NaN for fewer than two values.
  package let variance: Double

  package init(size: Int, mean: Double, variance: Double) {
    self.size = size
    self.mean = mean
    self.variance = variance
  }

  package init(_ values: [Double]) {
    let mean = values.reduce(0, +) / Double(values.count)
    var squares = 0.0
    for value in values { squares += (value - mean) * (value - mean) }
    self.init(
      size: values.count, mean: mean, variance: values.count > 1 ? squares / Double(values.count - 1) : .nan)
  }

  /// - Throws: ``StatisticsError`` when the variance of a difference from this group is not known.
  func check(_ name: String) throws(StatisticsError) {
    guard size > 1, mean.isFinite, variance >= 0 else {
      throw .unusable("the \(name) group needs two finite values at least")
    }
  }
}
