/// What is asked of a trial's data.
package struct AnalysisPlan: Sendable {
  /// The first is the primary one.
  package var endpoints: [TrialEndpoint]
  /// The first is the primary one.
  package var contrasts: [TrialContrast]
  /// Two-sided.
  package var alpha = 0.05
  package var covariance = VisitCovariance.shared
  package var looks: InterimLooks?

  package init(endpoints: [TrialEndpoint], contrasts: [TrialContrast]) {
    self.endpoints = endpoints
    self.contrasts = contrasts
  }
}

/// The unstructured covariance between visits in the mixed model.
package enum VisitCovariance: String, Sendable, CaseIterable {
  /// The same in all arms.
  case shared
  /// Each arm has its own: for arms whose subjects spread differently. Takes more subjects to estimate.
  case byArm = "by arm"
}

/// One arm minus another; negative is better on a symptom scale.
package struct TrialContrast: Sendable, Hashable {
  /// Positions of arms.
  package var arm: Int
  package var versus: Int

  package init(arm: Int, versus: Int) {
    self.arm = arm
    self.versus = versus
  }
}

package struct TrialEndpoint: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Change from baseline, by ANCOVA on the baseline score.
    case changeByAncova
    /// The same by a mixed model for repeated measures over all visits.
    case changeByRepeatedMeasures
    case response
    case remission
    case timeToRelapse
  }
  package var kind: Kind
  /// Position of the scale.
  package var scale: Int
  /// Position of the visit; nil for times to events.
  package var visit: Int?

  package init(kind: Kind, scale: Int, visit: Int?) {
    self.kind = kind
    self.scale = scale
    self.visit = visit
  }
}

/// Looks at the primary endpoint before the end, in the order of enrolment.
package struct InterimLooks: Sendable, Hashable {
  package enum Spending: String, Sendable, CaseIterable {
    case obrienFleming = "O'Brien-Fleming"
    case pocock = "Pocock"
  }
  /// Shares of the subjects, ascending, the last is 1.
  package var shares: [Double]
  package var spending: Spending
  /// Conditional power below which a look ends the trial for futility; nil: never.
  package var futility: Double?

  package init(shares: [Double], spending: Spending, futility: Double? = nil) {
    self.shares = shares
    self.spending = spending
    self.futility = futility
  }
}
