import Randomness

/// The mean score of a scale over severity, when severity itself is seen with a normal error: the test characteristic
/// curve averaged over the error, tabulated. It ascends.
struct ScoreCurve: Sendable {
  private static let least = -9.0
  private static let step = 1.0 / 64
  private static let count = 18 * 64 + 1

  /// Deviates and weights of the trapezoidal rule over a standard normal density, which is exact to the last digits at
  /// this step.
  static let nodes = stride(from: -6.0, through: 6.0, by: 0.25).map { deviate in
    (deviate: deviate, weight: 0.25 * NormalDistribution.density(deviate))
  }

  /// Mean scores at `least + step·index`.
  private let scores: [Double]

  /// - Parameter spread: standard deviation of the error, in severity.
  init(_ scale: Scale, spread: Double) {
    let exact = (0..<Self.count).map { scale.expectedScore(severity: Self.least + Self.step * Double($0)) }
    guard spread > 0 else {
      scores = exact
      return
    }
    scores = (0..<Self.count).map { index in
      let severity = Self.least + Self.step * Double(index)
      return Self.nodes.reduce(0) { $0 + $1.weight * Self.interpolated(exact, severity + spread * $1.deviate) }
    }
  }

  /// The mean score; beyond the table its ends.
  func score(severity: Double) -> Double { Self.interpolated(scores, severity) }

  /// The severity with a mean score; beyond the table its ends.
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
