package import Randomness

/// The non-specific change of being in a trial: hope at the start, then contact and structured care.
///
/// Two shares of the symptoms are relieved. Hope comes within a day and fades over days to a part of itself; care comes
/// over weeks and lasts as long as the trial does. Each subject has its own sizes, normal within limits and correlated:
/// many feel little, some a great deal, and some get worse. Both multiply: the score that is left is
/// latent · (1 − hope(t)) · (1 − care(t)). Parameters: `Models/trial/care.yaml`.
package struct CareModel: Sendable {
  /// What one subject gets out of being in a trial. Drawn once; the same in every estimand and arm.
  package struct Traits: Sendable, Hashable {
    /// Shares of the symptoms, below 1, in the end and before fading; negative ones make things worse.
    package var hope: Double
    package var care: Double

    package init(hope: Double, care: Double) {
      self.hope = hope
      self.care = care
    }
  }

  private let hope: (mean: Double, spread: Double, onset: Double, kept: Double, fading: Double)
  private let care: (mean: Double, spread: Double, onset: Double)
  private let limits: (least: Double, most: Double)
  private let correlation: Double
  private let amount: Double

  /// - Parameter control: the arm's control type; nil for an arm under test.
  /// - Throws: `InputError` for a missing parameter or one outside its range.
  package init(parameters: TrialParameters, control: ControlType?) throws {
    let read = ParameterReading(parameters, part: "care")
    hope = (
      try read.value("hope", -1...1), try read.value("hope_spread", 0...2),
      try read.value("hope_onset", 0.001...1000), try read.value("hope_kept", 0...1),
      try read.value("hope_fading", 0.001...10_000)
    )
    care = (
      try read.value("mean", -1...1), try read.value("spread", 0...2), try read.value("onset", 0.001...10_000)
    )
    limits = (try read.value("least", -1...0), try read.value("most", 0...1))
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
    return Traits(hope: limited(hope.mean + hope.spread * first), care: limited(care.mean + care.spread * second))
  }

  /// The share of the symptoms that is left on a day, not negative; 1 on day 0 and before, above 1 where things are worse.
  package func remaining(_ traits: Traits, day: Double) -> Double {
    guard day > 0 else { return 1 }
    let hoped =
      traits.hope * (1 - Elementary.exp(-day / hope.onset))
      * (hope.kept + (1 - hope.kept) * Elementary.exp(-day / hope.fading))
    let cared = traits.care * (1 - Elementary.exp(-day / care.onset))
    return (1 - amount * hoped) * (1 - amount * cared)
  }

  private func limited(_ share: Double) -> Double { min(max(share, limits.least), limits.most) }
}
