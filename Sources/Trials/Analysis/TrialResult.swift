/// What a trial shows over its replicates, under each estimand that was simulated.
package struct TrialResult: Sendable {
  package let design: TrialDesign
  package let layout: OutcomeLayout
  /// In the order of ``Estimand``.
  package let estimands: [EstimandResult]

  package subscript(_ estimand: Estimand) -> EstimandResult? { estimands.first { $0.estimand == estimand } }
}

package struct EstimandResult: Sendable {
  package let estimand: Estimand
  package let replicates: Int
  package let screened: ReplicateSummary
  package let randomised: ReplicateSummary
  package let failed: ReplicateSummary
  /// In the order of the design.
  package let arms: [ArmOutcome]
  /// In the order of the plan.
  package let contrasts: [ContrastOutcome]
  /// Nil where the design has no looks.
  package let looks: LooksOutcome?
}

/// One arm over the replicates. Shares are 0 to 1.
package struct ArmOutcome: Sendable {
  package let id: String
  package let title: String
  package let randomised: ReplicateSummary
  /// Indexed by visit and scale.
  package let visits: [[VisitScores]]
  package let left: ReplicateSummary
  package let leftByReason: [(reason: TrialSubject.Leaving.Reason, share: ReplicateSummary)]
  package let adverseEvents: ReplicateSummary
  package let rescued: ReplicateSummary
  package let guessedRight: ReplicateSummary
  package let guessedWrong: ReplicateSummary
  package let unsure: ReplicateSummary
  package let bang: ReplicateSummary
  package let atRisk: ReplicateSummary
  package let relapsed: ReplicateSummary
  /// Days, over the replicates in which at least half relapsed.
  package let medianRelapse: ReplicateSummary
  /// Mean ends of Wilson's interval in one trial, at the primary visit.
  package let responseInterval: (lower: Double, upper: Double)
  package let remissionInterval: (lower: Double, upper: Double)
  /// The share that improved by at least a percentage of the baseline, at the primary visit.
  package let responders: [(percent: Double, share: ReplicateSummary)]
  /// Kaplan-Meier estimates of the share without a relapse.
  package let survival: [(day: Double, share: ReplicateSummary)]
}

/// One scale at one visit in one arm.
package struct VisitScores: Sendable {
  package let observed: ReplicateSummary
  package let mean: ReplicateSummary
  package let sd: ReplicateSummary
  package let change: ReplicateSummary
  package let changeSD: ReplicateSummary
  package let response: ReplicateSummary
  package let remission: ReplicateSummary
}

/// One contrast over the replicates.
package struct ContrastOutcome: Sendable {
  package let contrast: TrialContrast
  /// In the order of the plan.
  package let endpoints: [EndpointOutcome]
  /// Differences of shares at the primary visit, and how many must be treated for one more: over the replicates' range.
  package let response: ShareDifference
  package let remission: ShareDifference
  package let adverseEvents: ShareDifference
  package let discontinuation: ShareDifference
  /// James' index; NaN between arms of one kind.
  package let james: ReplicateSummary
}

/// One endpoint of one contrast over the replicates.
package struct EndpointOutcome: Sendable {
  package let endpoint: TrialEndpoint
  /// Points of the scale; difference of shares; logarithm of the hazard ratio.
  package let estimate: ReplicateSummary
  package let standardError: ReplicateSummary
  package let degreesOfFreedom: ReplicateSummary
  /// Ends of the 95 % confidence interval of one trial.
  package let lower: ReplicateSummary
  package let upper: ReplicateSummary
  package let pValue: ReplicateSummary
  package let effectSize: ReplicateSummary
  package let ratio: ReplicateSummary
  package let ratioLower: ReplicateSummary
  package let ratioUpper: ReplicateSummary
  package let subjects: ReplicateSummary
  package let subjectsVersus: ReplicateSummary
  /// The share of all replicates that reject the hypothesis of no difference, two-sided; a replicate without an estimate
  /// does not.
  package let power: ReplicateShare
  /// The share that rejects it in favour of the arm.
  package let favourable: ReplicateShare
  /// Replicates without an estimate.
  package let notEstimable: Int
}

/// How many of the replicates.
package struct ReplicateShare: Sendable, Hashable {
  package let count: Int
  package let total: Int

  package init(count: Int, total: Int) {
    self.count = count
    self.total = total
  }

  package var share: Double { total > 0 ? Double(count) / Double(total) : .nan }
  /// By Monte Carlo: that of a binomial share.
  package var standardError: Double { (share * (1 - share) / Double(total)).squareRoot() }
}

/// When looks ended the trial.
package struct LooksOutcome: Sendable {
  /// For each look the shares of replicates that crossed the boundary there, or ended for futility.
  package let crossed: [ReplicateShare]
  package let futile: [ReplicateShare]
  /// Subjects randomised until the end: their mean is the expected sample size.
  package let subjects: ReplicateSummary
  /// The primary estimate at the end, biased away from 0 where trials end early.
  package let estimate: ReplicateSummary
}
