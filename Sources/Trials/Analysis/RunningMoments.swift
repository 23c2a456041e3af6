import Statistics

/// Number, mean and variance of values that come one after another, from sums of their distances from the first.
struct RunningMoments {
  private(set) var count = 0
  private var origin = 0.0
  private var sum = 0.0
  private var squares = 0.0

  /// NaN is left out.
  mutating func add(_ value: Double) {
    guard !value.isNaN else { return }
    if count == 0 { origin = value }
    count += 1
    let distance = value - origin
    sum += distance
    squares += distance * distance
  }

  var mean: Double { count > 0 ? origin + sum / Double(count) : .nan }
  /// With the divisor n − 1; NaN for fewer than two values.
  var variance: Double { count > 1 ? max(squares - sum * sum / Double(count), 0) / Double(count - 1) : .nan }
  var sd: Double { variance.squareRoot() }

  /// Of values that are 0 or 1; nil where there are none.
  var proportion: Proportion? {
    count > 0 ? try? Proportion(Int((mean * Double(count)).rounded()), of: count) : nil
  }
}
