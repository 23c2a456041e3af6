package import Randomness

/// The non-specific improvement of being in a trial: hope at the start, then contact and structured care.
///
/// Two shares of the symptoms are relieved. Hope comes within a day and fades over days to a part of itself; care comes
/// over weeks and lasts as long as the trial does. Each subject has its own sizes, logit-normal and correlated, so that
/// many feel little and some nearly all of it. Both multiply: the score that is left is
/// latent · (1 − hope(t)) · (1 − care(t)). Parameters: `Models/trial/care.yaml`.
package struct CareModel: Sendable {
  /// What one subject gets out of being in a trial. Drawn once; the same in every estimand and arm.
  package struct Traits: Sendable, Hashable {
    /// Shares of the symptoms, 0 to 1, in the end and before fading.
    package var hope: Double
    package var care: Double

    package init(hope: Double, care: Double) {
      self.hope = hope
      self.care = care
    }
  }

  private let hope: (middle: Double, spread: Double, onset: Double, kept: Double, fading: Double)
  private let care: (middle: Double, spread: Double, onset: Double)
  private let correlation: Double
  private let amount: Double

  /// - Parameter control: the arm's control type; nil for an arm under test.
  /// - Throws: `InputError` for a missing parameter or one outside its range.
  package init(parameters: TrialParameters, control: ControlType?) throws {
    let read = ParameterReading(parameters, part: "care")
    hope = (
      try read.value("hope_logit", -20...20), try read.value("hope_spread", 0...20),
      try read.value("hope_onset", 0.001...1000), try read.value("hope_kept", 0...1),
      try read.value("hope_fading", 0.001...10_000)
    )
    care = (
      try read.value("logit", -20...20), try read.value("spread", 0...20), try read.value("onset", 0.001...10_000)
    )
    correlation = try read.value("correlation", -1...1)
    amount =
      switch control {
      case .waitlist: try read.value("on_waitlist", 0...1)
      case .usualCare: try read.value("in_usual_care", 0...1)
      default: 1
      }
  }

  /// Draws what a subject gets: two normal deviates from the stream, always. It does not depend on the arm.
  package func traits(_ stream: inout RandomStream) -> Traits {
    let first = stream.normal()
    let second = correlation * first + (1 - correlation * correlation).squareRoot() * stream.normal()
    return Traits(
      hope: BeliefModel.probability(logOdds: hope.middle + hope.spread * first),
      care: BeliefModel.probability(logOdds: care.middle + care.spread * second))
  }

  /// The share of the symptoms that is left on a day, 0 to 1; 1 on day 0 and before.
  package func remaining(_ traits: Traits, day: Double) -> Double {
    guard day > 0 else { return 1 }
    let hoped =
      traits.hope * (1 - Elementary.exp(-day / hope.onset))
      * (hope.kept + (1 - hope.kept) * Elementary.exp(-day / hope.fading))
    let cared = traits.care * (1 - Elementary.exp(-day / care.onset))
    return (1 - amount * hoped) * (1 - amount * cared)
  }
}
