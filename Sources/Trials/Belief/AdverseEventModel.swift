import Randomness

/// Adverse events, as far as dropping out and guessing depend on them.
///
/// Side effects of days and weeks, with or without a drug (nocebo), come at a rate that falls as time goes on; an acute
/// effect that is felt is an adverse event with a probability that grows with it. Parameters:
/// `Models/trial/adverse.yaml`.
package struct AdverseEventModel: Sendable {
  private let background: Double
  private let drug: Double
  private let easing: Double
  private let acute: Double

  /// - Throws: `InputError` for a missing parameter or one outside its range.
  package init(parameters: TrialParameters) throws {
    let read = ParameterReading(parameters, part: "adverse")
    background = try read.value("background", 0...10)
    drug = try read.value("drug", 0...10)
    easing = try read.value("easing", 0.1...10_000)
    acute = try read.value("acute", 0...1)
  }

  /// The probability that lasting side effects were noticed until a day.
  ///
  /// - Parameters:
  ///   - day: since the first dose.
  ///   - drugDays: days until then on which a drug was given (not a placebo).
  ///   - intensity: of that drug's side effects between doses, 0 to 1 (`Compound.sideEffects`).
  package func sideEffects(day: Double, drugDays: Double, intensity: Double) -> Double {
    1 - Elementary.exp(-background * eased(day) - drug * intensity * eased(drugDays))
  }

  /// The probability of an adverse event at one dose, by what is felt.
  package func acuteEvent(felt: Double) -> Double { acute * min(max(felt, 0), 1) }

  /// Days count less and less: the integral of exp(−t/easing).
  private func eased(_ days: Double) -> Double { easing * (1 - Elementary.exp(-max(days, 0) / easing)) }
}
