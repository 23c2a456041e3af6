import Randomness

/// The random numbers of a trial: each belongs to one subject (or, for what a replicate has in common, its first
/// candidate) and one purpose. Measurement has its own by the number of a visit.
struct TrialStreams: Sendable {
  let seed: UInt64

  /// Whether someone comes to a visit, and when.
  func visits(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.visits", period) }
  func belief(_ patient: Int) -> RandomStream { stream(patient, "trial.belief") }
  func care(_ patient: Int) -> RandomStream { stream(patient, "trial.care") }
  /// What is felt at each dose.
  func felt(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.felt", period) }
  func adverse(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.adverse", period) }
  func leaving(_ patient: Int, period: Int) -> RandomStream { stream(patient, "trial.leaving", period) }
  func site(_ patient: Int) -> RandomStream { stream(patient, "trial.site") }
  /// One block of randomisation in a replicate, by the replicate's first candidate.
  func block(_ first: Int, stratum: Int, block: Int) -> RandomStream {
    stream(first, "trial.block.\(stratum)", block)
  }
  /// A quantity that is not known, in a replicate.
  func uncertain(_ first: Int, name: String) -> RandomStream { stream(first, "trial.uncertain.\(name)") }

  private func stream(_ patient: Int, _ purpose: String, _ attempt: Int = 0) -> RandomStream {
    RandomStream(seed: seed, patient: patient, purpose: purpose, attempt: attempt)
  }

  // MARK: numbers of visits for measurement

  static let screening = 4095
  static let leadIn = 4094
  /// Periods are 200 visits apart.
  static func visit(_ visit: Int, period: Int) -> Int { (200 * period + visit) % leadIn }
}
