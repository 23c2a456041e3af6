/// Published shares of subjects who guessed their arm (`Evidence/guess-rates.yaml`).
package struct PublishedGuesses: Sendable {
  package enum Use: String, Sendable, CaseIterable {
    /// The belief model's parameters were chosen on it.
    case calibration
    /// They were not.
    case prediction
  }

  package struct Arm: Sendable {
    /// In any unit: allocated subjects, for example.
    package var share: Double
    package var intensity: Double
    /// How often something could be felt; 0: nothing could.
    package var doses: Int
    /// Of side effects between doses, 0 to 1, and the days with them.
    package var sideEffects: Double
    package var drugDays: Double
    /// Published share right among those who guessed; nil: not given by arm.
    package var right: Double?
  }

  package var id: String
  package var title: String
  package var source: String
  package var doi: String?
  /// How the number was taken from its source, as in evidence records.
  package var verification: String
  package var control: ControlType
  /// From the first dose to the question.
  package var days: Double
  package var use: Use
  package var active: Arm
  package var controlArm: Arm
  /// Published share right of all; nil: given by arm, or not at all.
  package var right: Double?
  /// The published share is only known to be above this.
  package var atLeast: Double?
  /// How many were asked.
  package var count: Int?
  package var note: String?

  /// The published share right of all arms together; nil where none was given.
  package var overall: Double? {
    if let right { return right }
    guard let first = active.right, let second = controlArm.right else { return nil }
    return (active.share * first + controlArm.share * second) / (active.share + controlArm.share)
  }

  /// How the model's subjects guess in this trial.
  ///
  /// - Throws: `InputError` as of ``BeliefModel``.
  package func predicted(_ parameters: TrialParameters) throws -> (active: GuessShares, control: GuessShares) {
    let events = try AdverseEventModel(parameters: parameters)
    func sideEffects(_ arm: Arm) -> Double {
      events.sideEffects(day: days, drugDays: arm.drugDays, intensity: arm.sideEffects)
    }
    let likeness = try BeliefModel(parameters: parameters, arms: [expectation(active, active.intensity, 0)])
    let felt = likeness.likeness(of: controlArm.intensity, control: control)
    let model = try BeliefModel(
      parameters: parameters,
      arms: [
        expectation(active, active.intensity, sideEffects(active)),
        ArmExpectation(
          share: controlArm.share, isActive: false, intensity: felt, sideEffects: sideEffects(controlArm)),
      ])
    return (
      model.expectedGuesses(intensity: active.intensity, doses: active.doses, sideEffects: sideEffects(active)),
      model.expectedGuesses(intensity: felt, doses: controlArm.doses, sideEffects: sideEffects(controlArm))
    )
  }

  private func expectation(_ arm: Arm, _ intensity: Double, _ sideEffects: Double) -> ArmExpectation {
    ArmExpectation(share: arm.share, isActive: true, intensity: intensity, sideEffects: sideEffects)
  }

  /// The same over both arms: the share right of those who guess.
  package func predictedOverall(_ parameters: TrialParameters) throws -> Double {
    let (first, second) = try predicted(parameters)
    let right = active.share * first.active + controlArm.share * second.control
    let wrong = active.share * first.control + controlArm.share * second.active
    return right / (right + wrong)
  }
}
