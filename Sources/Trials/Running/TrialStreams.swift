import Randomness

/// The random numbers of a trial: each belongs to one subject (or, for what a replicate has in common, its first
/// candidate) and one purpose.
struct TrialStreams: Sendable {
  let seed: UInt64

  /// Whether someone comes to a visit, and when.
  func visits(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.visits", period) }
  /// The errors of one visit's scores.
  func scores(_ patient: Int, period: Int, visit: Int) -> RandomStream {
    RandomStream(seed: seed, patient: patient, purpose: "trial.scores", attempt: period * 512 + visit + 2)
  }
  func screening(_ patient: Int) -> RandomStream { stream(patient, "trial.scores", 0) }
  func leadIn(_ patient: Int) -> RandomStream { stream(patient, "trial.scores", 1) }
  func traits(_ patient: Int) -> RandomStream { stream(patient, "trial.traits", 0) }
  func rater(_ patient: Int) -> RandomStream { stream(patient, "trial.rater", 0) }
  func belief(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.belief", period) }
  func leaving(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.leaving", period) }
  func site(_ patient: Int) -> RandomStream { stream(patient, "trial.site", 0) }
  /// One block of randomisation in a replicate, by the replicate's first candidate.
  func block(_ first: Int, stratum: Int, block: Int) -> RandomStream {
    RandomStream(seed: seed, patient: first, purpose: "trial.block.\(stratum)", attempt: block)
  }
  /// A quantity that is not known, in a replicate.
  func uncertain(_ first: Int, name: String) -> RandomStream { stream(first, "trial.uncertain.\(name)", 0) }

  private func stream(_ patient: Int, _ purpose: String, _ attempt: Int) -> RandomStream {
    RandomStream(seed: seed, patient: patient, purpose: purpose, attempt: attempt)
  }
}
