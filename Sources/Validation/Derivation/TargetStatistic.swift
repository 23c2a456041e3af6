/// What is computed from the scores of one replicate.
package enum TargetStatistic: Sendable, Hashable {
  /// Means over those with a score at the visit.
  case meanChange(Reading)
  /// Arm minus versus, adjusted for the baseline.
  case difference(Reading)
  /// Hedges' g of the changes.
  case effectSize(Reading)
  /// Mean change over the standard deviation at baseline, in one group.
  case prePostEffect(Reading)
  /// Percent of those with a score who fulfil an outcome.
  case percent(Outcome, Reading)
  /// In percent points.
  case riskDifference(Outcome, Reading)
  case riskRatio(Outcome, Reading)
  case oddsRatio(Outcome, Reading)
  /// Mean fall as a share of the mean at baseline.
  case shareOfBaseline(Reading)
  /// The difference at a visit over the difference at a later one.
  case shareOfDifference(Reading, later: Reading)
  case medianDays(EventRule)
  /// Mean days without the event up to the end of follow-up.
  case daysWithoutEvent(EventRule)
  case hazardRatio(EventRule)
  /// Percent with the event by the end of follow-up.
  case percentWithEvent(EventRule)

  /// A scale at a visit: positions in the design.
  package struct Reading: Sendable, Hashable {
    package var scale: Int
    package var visit: Int
    package init(scale: Int, visit: Int) {
      self.scale = scale
      self.visit = visit
    }
  }

  package enum Outcome: Sendable, Hashable {
    /// At least this share below the baseline.
    case response(share: Double)
    /// The same on at least `count` of several visits (positions).
    case repeatedResponse(share: Double, count: Int, visits: [Int])
    case remission(limit: Double)
  }

  /// An event that is found in the scores of all visits.
  package struct EventRule: Sendable, Hashable {
    package enum Event: Sendable, Hashable {
      /// A score at or above the limit at so many visits in a row.
      case relapse(limit: Double, visits: Int)
      /// No longer a response.
      case responseLost(share: Double)
    }
    package var scale: Int
    package var event: Event
    /// Time counts from this day, at the first visit on it or after.
    package var startDay: Double
    /// Only those in response at the start.
    package var amongResponders: Bool

    package init(scale: Int, event: Event, startDay: Double, amongResponders: Bool) {
      self.scale = scale
      self.event = event
      self.startDay = startDay
      self.amongResponders = amongResponders
    }
  }

  /// Whether it is averaged and scored by its logarithm.
  package var isRatio: Bool {
    switch self {
    case .riskRatio, .oddsRatio, .hazardRatio: true
    default: false
    }
  }

  /// In words, for tables.
  package var title: String {
    switch self {
    case .meanChange: "change"
    case .difference: "difference in change"
    case .effectSize: "Hedges' g"
    case .prePostEffect: "change / baseline SD"
    case .percent(.remission, _): "remission, %"
    case .percent: "response, %"
    case .riskDifference: "risk difference, points"
    case .riskRatio: "risk ratio"
    case .oddsRatio: "odds ratio"
    case .shareOfBaseline: "share of baseline"
    case .shareOfDifference: "share of later difference"
    case .medianDays: "median days to event"
    case .daysWithoutEvent: "days without event"
    case .hazardRatio: "hazard ratio"
    case .percentWithEvent: "with event, %"
    }
  }
}
