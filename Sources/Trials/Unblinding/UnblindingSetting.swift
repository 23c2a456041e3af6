import Diagnostics

/// What is assumed about a trial whose blinding is in question, apart from how its subjects guess.
package struct UnblindingSetting: Sendable, Hashable {
  /// Subjects of the arm under test and of the control.
  package var activeCount: Int
  package var controlCount: Int
  /// Standard deviation of the change within an arm, among subjects who believe the same.
  package var deviation: Double
  /// Points by which the drug really relieves.
  package var effect: Double
  /// Points by which certainty to be treated moves a score down, and certainty of the contrary moves it up.
  package var expectancy: Double
  /// Two-sided.
  package var alpha: Double

  /// - Throws: `InputError` for a number outside its range.
  package init(
    activeCount: Int, controlCount: Int, deviation: Double, effect: Double, expectancy: Double, alpha: Double = 0.05
  ) throws {
    self.activeCount = activeCount
    self.controlCount = controlCount
    self.deviation = deviation
    self.effect = effect
    self.expectancy = expectancy
    self.alpha = alpha
    for count in [activeCount, controlCount] {
      guard (Self.fewest...Self.most).contains(count) else {
        throw InputError(
          "an arm of \(count) subjects cannot be answered for", hint: "from \(Self.fewest) to \(Self.most)")
      }
    }
    try Self.check(deviation, "the standard deviation", above: 0, to: 1000)
    try Self.check(effect, "the drug's effect", from: 0, to: 1000)
    try Self.check(expectancy, "the effect of expectancy", from: 0, to: 1000)
    guard alpha > 0, alpha < 1 else {
      throw InputError("the level of the test must be between 0 and 1, \(alpha) is not")
    }
  }

  private static let fewest = 2
  private static let most = 1_000_000

  private static func check(
    _ value: Double, _ what: String, above low: Double = -.infinity, from least: Double = -.infinity, to most: Double
  ) throws {
    guard value > low, value >= least, value <= most else {
      throw InputError(
        "\(what) is \(value) points", hint: "it must be \(low == 0 ? "above 0" : "from \(least)") and at most \(most)")
    }
  }

  var total: Double { Double(activeCount + controlCount) }

  /// With the same share in each arm, so many subjects more.
  func scaled(by factor: Double) -> UnblindingSetting {
    var copy = self
    copy.activeCount = max(2, Int((Double(activeCount) * factor).rounded(.up)))
    copy.controlCount = max(2, Int((Double(controlCount) * factor).rounded(.up)))
    return copy
  }
}
