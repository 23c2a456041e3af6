package import Trials

/// A published trial as it will be simulated: designs made from its arms, and what becomes of every target.
package struct DerivedTrial: Sendable {
  package var trial: PublishedTrial
  package var parts: [DerivedPart]
  /// One for each published target, in their order.
  package var targets: [DerivedTarget]
  /// Arms that are in no design, with the reason.
  package var leftOut: [LeftOutArm]

  package struct LeftOutArm: Sendable, Hashable {
    package var arm: String
    package var reason: String
  }
}

/// Arms that are simulated together.
package struct DerivedPart: Sendable {
  package var design: TrialDesign
  /// Open trials are simulated with everybody knowing.
  package var estimand: Estimand
  /// Several trials taken together: few replicates, an analytic standard error.
  package var isPooled: Bool
  /// Replicates that belong to it.
  package var replicates: Int
  /// What was chosen where the source says nothing, as sentences.
  package var assumptions: [String]
}

/// What becomes of one published target.
package struct DerivedTarget: Sendable {
  package enum Outcome: Sendable {
    case planned(TargetPlan)
    /// Why it cannot be simulated: it counts as not simulated and never as a pass.
    case notSimulated(String)
    /// A fact for reading: no rule belongs to it.
    case notScored(String)
  }
  package var target: PublishedTarget
  package var outcome: Outcome

  package var plan: TargetPlan? { if case .planned(let plan) = outcome { plan } else { nil } }
}

/// How a target is computed from what is simulated.
package struct TargetPlan: Sendable {
  /// An arm of one of the trial's designs.
  package struct ArmPlace: Sendable, Hashable {
    package var part: Int
    package var arm: Int
  }
  package var statistic: TargetStatistic
  /// Pooled with each other.
  package var arms: [ArmPlace]
  package var versus: [ArmPlace]
  /// Of an order: where each arm is.
  package var ordered: [String: ArmPlace]
  package var spread: TrialSpread?
  /// Highest score of the scale over that of the trial's primary scale: a shift in points is as much of either.
  package var scaleRatio: Double
  /// What was chosen for this target, as sentences.
  package var assumptions: [String]
}
