package import Simulation

/// One arm: its treatments, its series over time, its endpoints, and what became of patients that failed.
package struct ArmResult: Sendable {
  /// Stable and short, `drug-once`: used in columns and files.
  package var id: String
  package var title: String
  /// The treatments as the protocol writes them, one line each.
  package var treatments: [String]
  /// When each of them is given.
  package var schedule: [TreatmentTimes]
  /// The drugs given in this arm, in order of first mention.
  package var compounds: [CompoundGiven]
  /// The psychotherapies given in this arm, titles in order of first mention.
  package var modalities: [String]
  /// What the reader must know about the evidence behind this arm, as sentences (empty: nothing beyond the stages' grades).
  package var evidence: [String]
  /// Sample times in hours, ascending, common to all series of this arm (other arms may have other times).
  package var times: [Double]
  package var series: [StageSeries]
  package var endpoints: [Endpoint]
  package var outcomes: [VisitOutcome]
  package var relapse: Relapse
  /// Patients whose run ended early, of very many the first; they are left out of every summary of this arm.
  package var failures: [PatientFailure]
  package var completedCount: Int
  /// All of those whose run ended early or did not begin.
  package var failedCount: Int
  /// States that this arm's run carried after compounds never given were pruned.
  package var stateCount: Int
  package var statistics: RunStatistics

  package init(
    id: String, title: String, treatments: [String], compounds: [CompoundGiven], modalities: [String],
    evidence: [String], times: [Double], series: [StageSeries], endpoints: [Endpoint], outcomes: [VisitOutcome],
    relapse: Relapse, failures: [PatientFailure], completedCount: Int, failedCount: Int? = nil, stateCount: Int,
    statistics: RunStatistics, schedule: [TreatmentTimes] = []
  ) {
    self.id = id
    self.title = title
    self.treatments = treatments
    self.schedule = schedule
    self.compounds = compounds
    self.modalities = modalities
    self.evidence = evidence
    self.times = times
    self.series = series
    self.endpoints = endpoints
    self.outcomes = outcomes
    self.relapse = relapse
    self.failures = failures
    self.completedCount = completedCount
    self.failedCount = failedCount ?? failures.count
    self.stateCount = stateCount
    self.statistics = statistics
  }
}

/// One line of an arm, worked out to hours.
package struct TreatmentTimes: Sendable, Hashable {
  /// The line as the protocol writes it.
  package var treatment: String
  /// The id of the compound or therapy.
  package var subject: String
  package var isSession: Bool
  /// Hours since the start of the protocol at which each dose or session begins, ascending.
  package var hours: [Double]
  /// How long each of them goes on, in hours; 0: given at once.
  package var lengthHours: Double

  package init(treatment: String, subject: String, isSession: Bool, hours: [Double], lengthHours: Double) {
    self.treatment = treatment
    self.subject = subject
    self.isSession = isSession
    self.hours = hours
    self.lengthHours = lengthHours
  }
}

/// A drug as an arm gives it.
package struct CompoundGiven: Sendable, Hashable {
  package var id: String
  package var title: String
  /// Route and variant in words, for example `intravenous, sampled from a vein`; one entry for each that is used.
  package var routes: [String]
  /// What the plasma concentration is of, for example `drug in venous plasma`.
  package var plasma: String

  package init(id: String, title: String, routes: [String], plasma: String) {
    self.id = id
    self.title = title
    self.routes = routes
    self.plasma = plasma
  }
}

/// Quantiles over patients of one observable of one stage, over time.
package struct StageSeries: Sendable {
  /// `Stage.id`.
  package var stage: String
  /// The model's name of the observable, `drug.Cp`, `madrs`.
  package var observable: String
  /// The compound's id when the stage is read per compound, else nil.
  package var compound: String?
  package var unit: String
  /// Quantiles at 5, 25, 50, 75 and 95 % over the completed patients; one value per time of the arm.
  /// NaN where no patient has a finite value.
  package var p05: [Double]
  package var p25: [Double]
  package var p50: [Double]
  package var p75: [Double]
  package var p95: [Double]
  /// The patients behind the quantiles of each time, and the share of them by which the rank of a quantile may at most
  /// be off (0: exact). Empty where the series was made without them.
  package var counts: [Int] = []
  package var rankErrors: [Double] = []

  package init(
    stage: String, observable: String, compound: String?, unit: String, p05: [Double], p25: [Double], p50: [Double],
    p75: [Double], p95: [Double]
  ) {
    self.stage = stage
    self.observable = observable
    self.compound = compound
    self.unit = unit
    self.p05 = p05
    self.p25 = p25
    self.p50 = p50
    self.p75 = p75
    self.p95 = p95
  }
}

/// A patient whose run ended early, with the reason in the model's terms.
package struct PatientFailure: Sendable, Hashable {
  /// Zero-based index of the virtual patient; the same patient in every arm.
  package var patient: Int
  /// Hours at which the run stopped.
  package var hours: Double
  package var reason: String
  /// Whether the patient was never run, because of what was drawn.
  package var isRefusal: Bool

  package init(patient: Int, hours: Double, reason: String, isRefusal: Bool = false) {
    self.patient = patient
    self.hours = hours
    self.reason = reason
    self.isRefusal = isRefusal
  }
}
