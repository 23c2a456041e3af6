import Randomness

/// What subjects are told to expect of one arm that they may get.
package struct ArmExpectation: Sendable, Hashable {
  /// In any unit: the number allocated, for example.
  package var share: Double
  package var isActive: Bool
  /// Typical largest acute effect, 0 to 1.
  package var intensity: Double
  /// Probability of side effects that can be noticed (`AdverseEventModel.sideEffects`).
  package var sideEffects: Double

  package init(share: Double, isActive: Bool, intensity: Double, sideEffects: Double) {
    self.share = share
    self.isActive = isActive
    self.intensity = intensity
    self.sideEffects = sideEffects
  }
}

/// How strongly what a subject notices speaks for an active arm: log likelihood ratios under the subject's own,
/// simple idea of what the arms feel like.
///
/// In that idea an intensity is normal around an arm's typical one, except that an active drug may not work in the
/// subject at all (`doubt`: it then feels like nothing), and that anything may come from something else (`lapse`: it
/// then is uniform). Both bound the evidence: feeling nothing never proves a placebo. What is felt more strongly than
/// any arm's typical intensity counts as the strongest of them, what is felt more weakly as the weakest.
package struct BeliefEvidence: Sendable {
  /// Log odds of an active arm by allocation alone; infinite where one kind is missing.
  package let priorLogOdds: Double
  private let active: [ArmExpectation]
  private let control: [ArmExpectation]
  private let extent: ClosedRange<Double>
  private let width: Double
  private let doubt: Double
  private let lapse: Double

  init(_ read: ParameterReading, arms: [ArmExpectation]) throws {
    width = try read.value("expected_spread", 0.01...1)
    doubt = try read.value("doubt", 0...0.99)
    lapse = try read.value("lapse", 0.0001...0.99)
    let all = arms.filter { $0.share > 0 && $0.share.isFinite }
    active = Self.shared(all.filter(\.isActive))
    control = Self.shared(all.filter { !$0.isActive })
    let intensities = all.map(\.intensity).sorted()
    extent = (intensities.first ?? 0)...(intensities.last ?? 0)
    let odds = all.filter(\.isActive).map(\.share).reduce(0, +)
    let against = all.filter { !$0.isActive }.map(\.share).reduce(0, +)
    guard odds + against > 0 else { throw read.error("nobody can be allocated to any arm") }
    priorLogOdds = Elementary.log(odds / against)
  }

  /// Of a felt intensity.
  package func ofFelt(_ felt: Double) -> Double {
    guard !active.isEmpty, !control.isEmpty else { return 0 }
    let felt = min(max(felt, extent.lowerBound), extent.upperBound)
    let none = density(felt, around: 0)
    let forActive = active.reduce(0) { sum, arm in
      sum + arm.share * ((1 - doubt) * density(felt, around: arm.intensity) + doubt * none)
    }
    let forControl = control.reduce(0) { $0 + $1.share * density(felt, around: $1.intensity) }
    return Elementary.log(forActive / forControl)
  }

  /// Of having noticed side effects or none.
  package func ofSideEffects(_ noticed: Bool) -> Double {
    guard !active.isEmpty, !control.isEmpty else { return 0 }
    let forActive = active.reduce(0) { $0 + $1.share * $1.sideEffects }
    let forControl = control.reduce(0) { $0 + $1.share * $1.sideEffects }
    let ratio = noticed ? forActive / forControl : (1 - forActive) / (1 - forControl)
    return ratio > 0 && ratio < .infinity ? Elementary.log(ratio) : 0
  }

  /// Normal with a uniform part on −1/2 to 3/2.
  private func density(_ felt: Double, around mean: Double) -> Double {
    (1 - lapse) * NormalDistribution.density((felt - mean) / width) / width + lapse * 0.5
  }

  private static func shared(_ arms: [ArmExpectation]) -> [ArmExpectation] {
    let total = arms.map(\.share).reduce(0, +)
    return arms.map {
      ArmExpectation(
        share: $0.share / total, isActive: $0.isActive, intensity: $0.intensity, sideEffects: $0.sideEffects)
    }
  }
}
