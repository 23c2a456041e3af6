import Randomness

/// The mean score of a scale over severity, when severity itself is seen with an error: the test characteristic curve
/// averaged over a normal error, tabulated.
struct ScoreCurve: Sendable {
  private static let least = -9.0
  private static let step = 1.0 / 64
  private static let count = 18 * 64 + 1

  /// Mean scores at `least + step·index`, ascending.
  private let scores: [Double]

  /// - Parameter spread: standard deviation of the error, in severity.
  init(_ scale: Scale, spread: Double) {
    self.init(spread: spread) { scale.expectedScore(severity: $0) }
  }

  /// A curve of something else over severity, averaged in the same way.
  init(spread: Double, of function: (Double) -> Double) {
    let exact = (0..<Self.count).map { function(Self.least + Self.step * Double($0)) }
    guard spread > 0 else {
      scores = exact
      return
    }
    // The trapezoidal rule over a normal density: exact to the last digits at this step.
    let nodes = stride(from: -6.0, through: 6.0, by: 0.25).map { (shift: $0 * spread, weight: Self.weight($0)) }
    scores = (0..<Self.count).map { index in
      let severity = Self.least + Self.step * Double(index)
      return nodes.reduce(0) { $0 + $1.weight * Self.interpolated(exact, severity + $1.shift) }
    }
  }

  private static func weight(_ deviate: Double) -> Double { 0.25 * NormalDistribution.density(deviate) }

  /// The mean score; beyond the table its ends.
  func score(severity: Double) -> Double { Self.interpolated(scores, severity) }

  /// The severity with a mean score; beyond the table its ends. The curve must ascend.
  ///
  /// - Complexity: logarithmic in the size of the table.
  func severity(score: Double) -> Double {
    var low = 0
    var high = Self.count - 1
    if score <= scores[low] { return Self.least }
    if score >= scores[high] { return -Self.least }
    while high - low > 1 {
      let middle = (low + high) / 2
      if scores[middle] <= score { low = middle } else { high = middle }
    }
    let share = (score - scores[low]) / (scores[high] - scores[low])
    return Self.least + Self.step * (Double(low) + share)
  }

  private static func interpolated(_ table: [Double], _ severity: Double) -> Double {
    let place = min(max((severity - least) / step, 0), Double(count - 1))
    let index = min(Int(place), count - 2)
    let share = place - Double(index)
    return table[index] + share * (table[index + 1] - table[index])
  }
}
