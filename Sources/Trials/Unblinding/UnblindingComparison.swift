package import Statistics

/// One active arm against one control, and what follows from ways to guess.
package struct UnblindingComparison: Sendable {
  /// Guesses, where they come from, and what they do to the trial.
  package struct Case: Sendable {
    /// Letters, digits and hyphens.
    package var id: String
    /// Whose guesses these are, in words.
    package var title: String
    /// Nil: not stated.
    package var control: ControlType?
    package var active: GuessShares
    package var controlArm: GuessShares
    /// With intervals at the numbers that were asked, or that this trial would ask.
    package var activeIndex: Estimate
    package var controlIndex: Estimate
    package var james: Estimate
    package var model: UnblindingModel
  }

  /// Both arms guess right with one share, nobody is unsure.
  package struct Point: Sendable, Hashable {
    package var right: Double
    package var expectancy: Double
    package var falsePositives: Double
    package var apparentPower: Double
    package var adjustedPower: Double
  }

  package var title: String
  package var setting: UnblindingSetting
  /// Nil: not stated.
  package var control: ControlType?
  package var cases: [Case]
  package var points: [Point]
  /// Sentences on what the cases stand for.
  package var notes: [String] = []

  /// Shares right of the points, and the multiples of the expectancy.
  private static let shares = stride(from: 0.5, through: 1.0001, by: 0.025).map { min($0, 1) }
  private static let multiples = [0, 0.5, 1, 1.5, 2]

  /// - Throws: `StatisticsError` for guesses without anyone asked.
  init(title: String, setting: UnblindingSetting, control: ControlType?, notes: [String] = []) {
    self.title = title
    self.setting = setting
    self.control = control
    self.notes = notes
    cases = []
    points = Self.multiples.flatMap { multiple in
      Self.shares.map { Self.point(setting, right: $0, expectancy: multiple * setting.expectancy) }
    }
  }

  /// Adds guesses; the counts are those that the intervals are for.
  ///
  /// - Throws: `StatisticsError` where nobody was asked.
  mutating func add(
    id: String, title: String, control: ControlType?, active: GuessTable.Arm, controlArm: GuessTable.Arm
  ) throws {
    cases.append(
      Case(
        id: id, title: title, control: control, active: active.shares, controlArm: controlArm.shares,
        activeIndex: try BlindingIndex.bang(active.guesses, isActiveArm: true),
        controlIndex: try BlindingIndex.bang(controlArm.guesses, isActiveArm: false),
        james: try BlindingIndex.james(active: active.guesses, control: controlArm.guesses),
        model: UnblindingModel(setting, active: active.shares, control: controlArm.shares)))
  }

  private static func point(_ setting: UnblindingSetting, right: Double, expectancy: Double) -> Point {
    var setting = setting
    setting.expectancy = expectancy
    let model = UnblindingModel(
      setting, active: GuessShares(right: right, isActiveArm: true),
      control: GuessShares(right: right, isActiveArm: false))
    return Point(
      right: right, expectancy: expectancy, falsePositives: model.falsePositives.total,
      apparentPower: model.apparentPower.total, adjustedPower: model.adjustedPower.total)
  }
}
