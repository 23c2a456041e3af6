package import Diagnostics

/// A published trial as a file of outcomes states it: facts only, nothing derived.
///
/// Days count from the first dose (from randomisation or the start of a step where the source says so).
package struct PublishedTrial: Sendable {
  package enum Split: String, Sendable, CaseIterable { case calibration, validation, context, mixed }

  /// Who took part.
  package struct Population: Sendable, Hashable {
    package var diagnosis: String?
    package var count: Int?
    /// As the source names it.
    package var scale: String?
    package var baselineMean: Double?
    package var baselineSD: Double?
  }

  /// How it was done.
  package struct Design: Sendable, Hashable {
    package enum Control: String, Sendable, CaseIterable {
      case inertPlacebo = "inert_placebo"
      case activePlacebo = "active_placebo"
      case lowDose = "low_dose"
      case masked
      case waitlist
      case usualCare = "usual_care"
      case openLabel = "open_label"
      case activeComparator = "active_comparator"
      case none
    }
    package var control: Control
    /// In words.
    package var blinding: String
    /// Several trials taken together.
    package var isPooled: Bool
    package var durationDays: Double?
    /// Nil: day 0.
    package var randomisationDay: Double?
    /// Only those who fulfil something at randomisation go on.
    package var isEnriched: Bool
    package var isCrossover: Bool
  }

  package var id: String
  package var split: Split
  package var source: TrialSource
  package var population: Population
  package var design: Design
  package var arms: [PublishedArm]
  package var targets: [PublishedTarget]
  package var notes: String?
  package var place: SourcePlace

  package func arm(_ id: String) -> PublishedArm? { arms.first { $0.id == id } }
}

/// How well a number is known.
package enum Verification: String, Sendable, CaseIterable { case read, dataset, mixed, memory, derived }

/// One arm of a published trial.
package struct PublishedArm: Sendable, Hashable {
  package enum Role: String, Sendable, CaseIterable { case active, control, comparator }

  /// What a source says was observed in an arm.
  package struct Observation: Sendable, Hashable {
    package enum Statistic: String, Sendable, CaseIterable {
      case meanChange = "mean_change"
      case mean
      case response = "response_pct"
      case remission = "remission_pct"
      case relapse = "relapse_pct"
      case percentReduction = "percent_reduction"
    }
    package var day: Double?
    package var scale: String?
    package var statistic: Statistic
    package var value: Double
    package var sd: Double?
    package var count: Int?
    package var isBaseline: Bool
  }

  package var id: String
  package var name: String
  package var count: Int?
  package var isCountAssumed: Bool
  package var role: Role
  package var interventions: [Intervention]
  /// What went on beside; nil: not recorded.
  package var concomitant: [String]?
  package var concomitantNote: String?
  package var therapy: Therapy?
  package var observations: [Observation]
  package var place: SourcePlace
}

/// A drug, a placebo or a device, and when it was given.
package struct Intervention: Sendable, Hashable {
  package enum Unit: String, Sendable, CaseIterable {
    case milligrams = "mg"
    case perKilogram = "mg/kg"
    case perSeventyKilograms = "mg/70kg"
    case micrograms = "ug"
    case sessions
  }
  package enum Route: String, Sendable, CaseIterable {
    case intravenous = "IV"
    case intranasal
    case oral
    case extendedRelease = "oral_er"
    case subcutaneous = "SC"
    case sublingual = "SL"
    case intramuscular = "IM"
    case device
  }
  package enum Schedule: Sendable, Hashable {
    /// Nil: unknown.
    case days([Double]?)
    /// To the end of follow-up when no last day is stated.
    case every(days: Double, first: Double, last: Double?)
  }

  package var compound: String
  package var dose: Double?
  package var unit: Unit?
  package var route: Route?
  package var minutes: Double?
  package var leastDose: Double?
  package var mostDose: Double?
  /// Steps of a dose that follows the response.
  package var titration: [Double]
  package var isAssumed: Bool
  package var schedule: Schedule
  package var place: SourcePlace
}

/// Psychotherapy of an arm.
package struct Therapy: Sendable, Hashable {
  package enum Modality: String, Sendable, CaseIterable {
    case cbt, emdr, ifs
    case egoState = "ego_state"
    case supportive
    case psychedelicSupport = "psychedelic_support"
    case asat
    case other
  }
  package var modality: Modality
  package var sessions: Int?
  package var hoursTotal: Double?
  package var hoursPerSession: Double?
  package var days: [Double]?
  package var kind: String?
  package var isAssumed: Bool
  package var place: SourcePlace
}
