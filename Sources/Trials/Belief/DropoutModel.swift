package import Randomness

/// Who leaves a trial, when and why: competing hazards per day.
///
/// Lack of effect acts through the last change that was observed (missing at random) and through the present one, which
/// nobody saw (missing not at random); the two weights are parameters of their own. Parameters:
/// `Models/trial/dropout.yaml`.
package struct DropoutModel: Sendable {
  /// Per day.
  package struct Hazards: Sendable, Hashable {
    package var other: Double
    package var lackOfEffect: Double
    package var adverseEvent: Double

    package var total: Double { other + lackOfEffect + adverseEvent }
  }

  private let other: Double
  private let observed: Double
  private let unobserved: Double
  private let enough: Double
  private let adverse: Double
  private let factor: Double

  /// - Parameter factor: multiplies all hazards (`TrialDesign.dropout`).
  /// - Throws: `InputError` for a missing parameter or one outside its range.
  package init(parameters: TrialParameters, factor: Double = 1) throws {
    let read = ParameterReading(parameters, part: "dropout")
    other = try read.value("other", 0...10)
    observed = try read.value("lack_observed", 0...10)
    unobserved = try read.value("lack_unobserved", 0...10)
    enough = try read.value("enough", 0.01...1)
    adverse = try read.value("adverse_event", 0...10)
    self.factor = factor
  }

  /// - Parameters:
  ///   - observed: the last change that was observed, as a share of the baseline (−0.5: halved).
  ///   - present: the change now, as a share of the baseline.
  ///   - adverseEvent: whether there was one.
  package func hazards(observed change: Double, present: Double, adverseEvent: Bool) -> Hazards {
    Hazards(
      other: factor * other,
      lackOfEffect: factor * (observed * lack(change) + unobserved * lack(present)),
      adverseEvent: adverseEvent ? factor * adverse : 0)
  }

  /// Whether a subject leaves within some days of constant hazards: two uniform numbers from the stream, always.
  package func leaving(
    _ hazards: Hazards, from day: Double, days: Double, _ stream: inout RandomStream
  ) -> TrialSubject.Leaving? {
    let wait = stream.uniform()
    let which = stream.uniform() * hazards.total
    guard hazards.total > 0 else { return nil }
    let after = -Elementary.log(wait) / hazards.total
    guard after < days else { return nil }
    let reason: TrialSubject.Leaving.Reason =
      which < hazards.lackOfEffect
      ? .lackOfEffect : which < hazards.lackOfEffect + hazards.adverseEvent ? .adverseEvent : .other
    return TrialSubject.Leaving(day: day + after, reason: reason)
  }

  /// 1 without any change, 0 where the improvement is enough, at most 2 where things are worse.
  private func lack(_ change: Double) -> Double { min(max(1 + change / enough, 0), 2) }
}
