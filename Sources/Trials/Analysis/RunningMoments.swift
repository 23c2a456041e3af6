import Statistics

/// Number, mean and variance of values that come one after another (Welford 1962, doi:10.2307/1266577).
struct RunningMoments {
  private(set) var count = 0
  private var centre = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    guard !value.isNaN else { return }
    count += 1
    let distance = value - centre
    centre += distance / Double(count)
    squares += distance * (value - centre)
  }

  var mean: Double { count > 0 ? centre : .nan }
  /// With the divisor n − 1; NaN for fewer than two values.
  var variance: Double { count > 1 ? squares / Double(count - 1) : .nan }
  var sd: Double { variance.squareRoot() }

  /// Of values that are 0 or 1; nil where there are none.
  var proportion: Proportion? { try? Proportion(Int((centre * Double(count)).rounded()), of: count) }
}
