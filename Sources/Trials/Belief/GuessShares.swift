/// How the subjects of one arm guess: shares that add up to 1.
package struct GuessShares: Sendable, Hashable {
  package var active: Double
  package var control: Double
  package var unsure: Double

  package init(active: Double, control: Double, unsure: Double) {
    self.active = active
    self.control = control
    self.unsure = unsure
  }

  /// A share `right` of those of an arm who guess it, and nobody unsure.
  package init(right: Double, isActiveArm: Bool) {
    self.init(active: isActiveArm ? right : 1 - right, control: isActiveArm ? 1 - right : right, unsure: 0)
  }

  /// Share of the arm that guesses it.
  package func right(isActiveArm: Bool) -> Double { isActiveArm ? active : control }

  /// The share right among those who guess; a half where nobody does.
  package func rightOfSure(isActiveArm: Bool) -> Double {
    let sure = active + control
    return sure > 0 ? right(isActiveArm: isActiveArm) / sure : 0.5
  }

  /// Bang's index of the arm: right less wrong.
  package func balance(isActiveArm: Bool) -> Double { isActiveArm ? active - control : control - active }
}
