import Foundation

/// The density of a score process B(t) = Z(t)·√t among the trials that have gone on so far, by the recursion of
/// Armitage, McPherson and Rowe (1969, doi:10.2307/2343787) with Simpson's rule.
struct SequentialDensity {
  private let share: Double
  private let drift: Double
  private let points: [Double]
  /// Density times the weight of the rule.
  private let masses: [Double]

  /// At the start, where B(0) = 0.
  init(drift: Double) {
    share = 0
    self.drift = drift
    points = [0]
    masses = [1]
  }

  private init(share: Double, drift: Double, points: [Double], masses: [Double]) {
    self.share = share
    self.drift = drift
    self.points = points
    self.masses = masses
  }

  /// The probabilities of going on until now and of B above (below) a limit at a later share.
  func above(_ limit: Double, at next: Double) -> Double {
    let (shift, spread) = step(to: next)
    return zip(points, masses).reduce(0) { $0 + $1.1 * StandardNormal.above((limit - $1.0 - shift) / spread) }
  }

  func below(_ limit: Double, at next: Double) -> Double {
    let (shift, spread) = step(to: next)
    return zip(points, masses).reduce(0) { $0 + $1.1 * StandardNormal.below((limit - $1.0 - shift) / spread) }
  }

  /// The density at a later share between two limits, where trials go on.
  ///
  /// - Parameter following: the share after that, whose step the points must resolve, too.
  func advanced(to next: Double, from lower: Double, to upper: Double, following: Double) -> SequentialDensity {
    let (shift, spread) = step(to: next)
    // Beyond nine standard deviations nothing is left.
    let (centre, reach) = (drift * next, 9 * next.squareRoot())
    let (low, high) = (max(lower, centre - reach), min(upper, centre + reach))
    guard high > low else { return SequentialDensity(share: next, drift: drift, points: [], masses: []) }
    let finest = min(spread, (following - next).squareRoot()) / 16
    let half = min(max(Int(((high - low) / (2 * finest)).rounded(.up)), 20), 3_000)
    let width = (high - low) / Double(2 * half)
    var points: [Double] = []
    var masses: [Double] = []
    for index in 0...(2 * half) {
      let point = low + width * Double(index)
      var density = 0.0
      for (from, mass) in zip(self.points, self.masses) {
        density += mass * StandardNormal.density((point - from - shift) / spread)
      }
      let weight = index == 0 || index == 2 * half ? 1.0 : index % 2 == 1 ? 4 : 2
      points.append(point)
      masses.append(density / spread * weight * width / 3)
    }
    return SequentialDensity(share: next, drift: drift, points: points, masses: masses)
  }

  private func step(to next: Double) -> (shift: Double, spread: Double) {
    (drift * (next - share), (next - share).squareRoot())
  }
}
