/// Which numbers one replicate of a trial yields and where each stands in the flat row of ``ReplicateOutcome``.
///
/// The layout follows from the design alone, so that rows written by one run can be read by another. Shares are 0 to 1.
/// What could not be estimated is NaN.
package struct OutcomeLayout: Sendable, Hashable {
  package enum TrialField: Int, Sendable, CaseIterable {
    /// People looked at; randomised subjects; those of them without numbers because they could not be solved.
    case screened, randomised, failed
  }

  package enum ArmField: Int, Sendable, CaseIterable {
    /// In a crossover one for each period.
    case randomised, failed
    /// Shares of the randomised who left, by reason.
    case left, leftForLackOfEffect, leftForAdverseEvent, leftForOther, leftByRule
    case adverseEvents, rescued
    /// Shares of guesses about the own arm, and Bang's index.
    case guessedRight, guessedWrong, unsure, bang
    /// Subjects at risk of a relapse, relapses, and the median of days to it.
    case atRisk, relapsed, medianRelapse
    /// Wilson's interval of the share in response and in remission at the primary visit.
    case responseLower, responseUpper, remissionLower, remissionUpper
  }

  package enum VisitField: Int, Sendable, CaseIterable {
    /// Subjects with a score at this visit and at the baseline; all other fields are over them.
    case observed
    case mean, sd, change, changeSD
    /// Shares with half of the baseline score or less, and with a score that counts as remission.
    case response, remission
  }

  package enum EstimateField: Int, Sendable, CaseIterable {
    /// Points of the scale; difference of shares; logarithm of the hazard ratio.
    case estimate, standardError, degreesOfFreedom, lower, upper, pValue
    /// Hedges' g of the changes, without covariates.
    case effectSize
    /// Odds ratio or hazard ratio with its interval.
    case ratio, ratioLower, ratioUpper
    /// Subjects behind the estimate in the arm and in the one it is compared with.
    case subjects, subjectsVersus
  }

  package enum ContrastField: Int, Sendable, CaseIterable {
    /// Differences of shares at the primary visit with Newcombe's intervals.
    case response, responseLower, responseUpper
    case remission, remissionLower, remissionUpper
    case adverseEvents, adverseEventsLower, adverseEventsUpper
    /// Of those who left because of an adverse event.
    case discontinuation, discontinuationLower, discontinuationUpper
    case james
  }

  package enum LookField: Int, Sendable, CaseIterable {
    /// The look (from 1) at which the trial ended, whether a boundary was crossed or it ended for futility (1 or 0).
    case stoppedAt, crossed, futile
    /// The primary estimate when it ended, and the subjects randomised until then.
    case estimate, subjects
  }

  /// Percent of improvement at which the responder curve is read.
  package static let responderSteps = Array(stride(from: 0.0, through: 100, by: 5))
  /// Steps of the time axis on which survival is read.
  package static let survivalSteps = 32

  package let arms: [String]
  package let visits: [String]
  package let scales: [String]
  package let endpoints: [TrialEndpoint]
  package let contrasts: [TrialContrast]
  package let lookCount: Int
  /// Days from the start of the risk at which survival is read; the last is the length of the trial.
  package let survivalDays: [Double]

  package init(design: TrialDesign) {
    arms = design.arms.map(\.id)
    visits = design.visits.map(\.title)
    scales = design.scales
    endpoints = design.analysis.endpoints
    contrasts = design.analysis.contrasts
    lookCount = design.analysis.looks?.shares.count ?? 0
    survivalDays = (0...Self.survivalSteps).map { design.durationDays * Double($0) / Double(Self.survivalSteps) }
    armSize =
      Self.armFields + visits.count * scales.count * Self.visitSize + Self.responderSteps.count + survivalDays.count
    contrastSize = Self.contrastFields + endpoints.count * Self.estimateSize
    contrastsStart = Self.trialSize + arms.count * armSize
    looksStart = contrastsStart + contrasts.count * contrastSize
    count = looksStart + (lookCount > 0 ? LookField.allCases.count + lookCount : 0)
  }

  /// Length of a row.
  package let count: Int

  private let armSize: Int
  private let contrastSize: Int
  private let contrastsStart: Int
  private let looksStart: Int

  private static let trialSize = TrialField.allCases.count
  private static let armFields = ArmField.allCases.count
  private static let visitSize = VisitField.allCases.count
  private static let contrastFields = ContrastField.allCases.count
  private static let estimateSize = EstimateField.allCases.count

  private func armStart(_ arm: Int) -> Int { Self.trialSize + arm * armSize }
  private func contrastStart(_ contrast: Int) -> Int { contrastsStart + contrast * contrastSize }
  private func curvesStart(_ arm: Int) -> Int {
    armStart(arm) + Self.armFields + visits.count * scales.count * Self.visitSize
  }

  package func column(_ field: TrialField) -> Int { field.rawValue }
  package func column(arm: Int, _ field: ArmField) -> Int { armStart(arm) + field.rawValue }
  package func column(arm: Int, visit: Int, scale: Int, _ field: VisitField) -> Int {
    armStart(arm) + Self.armFields + (visit * scales.count + scale) * Self.visitSize + field.rawValue
  }
  /// - Parameter responderStep: position in ``responderSteps``.
  package func column(arm: Int, responderStep: Int) -> Int { curvesStart(arm) + responderStep }
  /// - Parameter survivalStep: position in ``survivalDays``.
  package func column(arm: Int, survivalStep: Int) -> Int {
    curvesStart(arm) + Self.responderSteps.count + survivalStep
  }
  package func column(contrast: Int, _ field: ContrastField) -> Int { contrastStart(contrast) + field.rawValue }
  package func column(contrast: Int, endpoint: Int, _ field: EstimateField) -> Int {
    contrastStart(contrast) + Self.contrastFields + endpoint * Self.estimateSize + field.rawValue
  }
  /// Only where the design has looks.
  package func column(_ field: LookField) -> Int { looksStart + field.rawValue }
  /// The standardised statistic at a look, positive for benefit; NaN after the trial ended.
  package func column(look: Int) -> Int { looksStart + LookField.allCases.count + look }
}
