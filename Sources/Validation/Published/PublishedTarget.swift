package import Diagnostics

/// One published number that a simulation is held against.
package struct PublishedTarget: Sendable, Hashable {
  package enum TargetSet: String, Sendable, CaseIterable { case calibration, validation, context }

  package enum Domain: String, Sendable, CaseIterable {
    case dose, schedule
    case routeOrCompound = "route_or_compound"
    case population, durability, combination
    case negativeControl = "negative_control"
    case moderator, acute, course, placebo

    /// `route or compound`
    package var title: String { String(rawValue.map { $0 == "_" ? " " : $0 }) }
  }

  package enum Statistic: String, Sendable, CaseIterable {
    case difference = "difference_in_change"
    case meanChange = "mean_change"
    case response = "response_pct"
    case remission = "remission_pct"
    case riskDifference = "risk_difference"
    case riskRatio = "risk_ratio"
    case oddsRatio = "odds_ratio"
    case hazardRatio = "hazard_ratio"
    case medianDays = "median_days_to_relapse"
    case relapse = "relapse_pct"
    case effectSize = "effect_size_g"
    case share
    case ordinal
    case nullEffect = "null_effect"
    case slope

    /// Whether it is compared, averaged and scored by its logarithm.
    package var isRatio: Bool { self == .riskRatio || self == .oddsRatio || self == .hazardRatio }
  }

  package enum BandSource: String, Sendable, CaseIterable { case published, derived, assumed }

  package enum Rule: String, Sendable, CaseIterable { case interval, ordinal }

  package enum Comparison: String, Sendable, CaseIterable {
    case improvement
    case response = "response_pct"
    case remission = "remission_pct"
    case daysToEvent = "days_to_event"
  }

  package var id: String
  package var set: TargetSet
  package var domain: Domain
  /// Ids; those after the first are pooled with it.
  package var arms: [String]
  /// Ids; empty: no comparison.
  package var versus: [String]
  /// As the source names it; nil: mixed or not stated.
  package var scale: String?
  package var statistic: Statistic
  package var day: Double?
  package var value: Double?
  package var low: Double?
  /// Nil: open.
  package var high: Double?
  package var bandSource: BandSource?
  /// Nil: a fact that is not scored.
  package var rule: Rule?
  package var ordinal: OrdinalExpression?
  package var compares: Comparison?
  package var definition: String?
  package var verification: Verification
  package var isAssumed: Bool
  package var note: String?
  package var place: SourcePlace
}
