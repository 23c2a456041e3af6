package import Diagnostics
package import Pharmacology
package import Populations

/// A trial as it is planned: who is enrolled, what each arm gets, what is measured when, and how it is analysed.
///
/// Days count from randomisation (day 0, the first dose of the randomised part); what comes before is negative. All
/// arms share the visits. Positions (of arms, visits, scales, regimens) index the arrays here.
package struct TrialDesign: Sendable {
  package var title: String
  /// Letters, digits and hyphens; STUDYID in tables.
  package var id: String
  package var seed: UInt64 = 1
  /// Days from randomisation to the last visit.
  package var durationDays: Double
  package var enrolment: Enrolment
  package var leadIn: LeadIn?
  package var arms: [TrialArm]
  /// Nil: each subject gets one arm. Otherwise each goes through all arms in a random order.
  package var crossover: Crossover?
  /// Randomised subjects; arms share them by their `allocation`.
  package var subjectCount: Int
  /// Subjects are randomised in permuted blocks within each combination of these.
  package var strata: [StratificationFactor] = []
  package var siteCount = 1
  /// Ascending; the first is the baseline on day 0.
  package var visits: [TrialVisit]
  /// Ids of scales (`ScaleLibrary`); the first is the primary one.
  package var scales: [String]
  package var rater = RaterKind.site
  /// Share of visits after the baseline that are missed at random, 0 to below 1.
  package var missedVisits = 0.0
  /// Multiplies the hazards of dropping out; 0: nobody does.
  package var dropout = 1.0
  package var relapse = RelapseCriterion()
  /// What rules may start; positions are what rules name.
  package var regimens: [Regimen] = []
  package var analysis: AnalysisPlan
  /// Values of the trial layer's own parameters (`TrialParameters`) and of the model's, that replace the library's.
  package var settings: [String: Double] = [:]
  /// Where the file names them.
  package var settingPlaces: [String: SourcePlace] = [:]
  /// What is not known and is drawn once for each replicate under `--assurance`: names as in `settings`.
  package var uncertain: [StudyProtocol.Variation] = []
  /// The model's path as it is to be opened; nil: the library's patient.
  package var modelPath: String?
  /// Nil: made by a program.
  package var source: SourceText?

  package init(
    title: String, id: String, durationDays: Double, enrolment: Enrolment, arms: [TrialArm], subjectCount: Int,
    visits: [TrialVisit], scales: [String], analysis: AnalysisPlan
  ) {
    self.title = title
    self.id = id
    self.durationDays = durationDays
    self.enrolment = enrolment
    self.arms = arms
    self.subjectCount = subjectCount
    self.visits = visits
    self.scales = scales
    self.analysis = analysis
  }
}

/// Who is enrolled.
package struct Enrolment: Sendable {
  /// How people differ before anyone is chosen.
  package var population: PopulationDescription
  /// In words.
  package var diagnosis: String
  /// The primary scale's mean and standard deviation as observed on day 0 of those randomised, or with a lead-in on its
  /// first day of those who enter it; nil: as the population has it.
  package var baseline: (mean: Double, sd: Double)?
  /// All must hold at screening; observed scores, so that those near a limit regress to the mean.
  package var inclusion: [TrialCondition] = []
  /// Days without trial treatment between screening and day 0 (before a lead-in, when there is one).
  package var screeningDays = 0.0
  /// Earlier treatments that failed, at least; nil: any.
  package var leastFailures: Int?

  package init(population: PopulationDescription, diagnosis: String) {
    self.population = population
    self.diagnosis = diagnosis
  }
}

/// Treatment that everybody gets before randomisation; only those who fulfil the criteria are randomised.
package struct LeadIn: Sendable {
  package var durationDays: Double
  /// Hours from the start of the lead-in.
  package var treatments: [Treatment]
  package var criteria: [TrialCondition]

  package init(durationDays: Double, treatments: [Treatment], criteria: [TrialCondition]) {
    self.durationDays = durationDays
    self.treatments = treatments
    self.criteria = criteria
  }
}

/// What one arm gets and knows.
package struct TrialArm: Sendable {
  package enum Role: String, Sendable, CaseIterable { case active, control, comparator }
  package var id: String
  package var title: String
  package var role: Role
  /// Nil for active arms.
  package var control: ControlType?
  /// Share of the subjects, in whole numbers over all arms: 2 and 1 for 2:1.
  package var allocation = 1
  /// What is under test. Hours from day 0 (in a crossover: from the start of the period).
  package var treatments: [Treatment]
  /// What goes on beside in the open.
  package var concomitant: [Treatment] = []
  package var rules: [TrialRule] = []
  /// Sentences on the evidence, for the report.
  package var evidence: [String] = []

  package init(id: String, title: String, role: Role, control: ControlType?, treatments: [Treatment]) {
    self.id = id
    self.title = title
    self.role = role
    self.control = control
    self.treatments = treatments
  }
}

/// What a control arm is, and so what its subjects can notice.
package enum ControlType: String, Sendable, CaseIterable {
  case inertPlacebo = "inert placebo"
  /// Has acute effects of its own.
  case activePlacebo = "active placebo"
  case lowDose = "low dose"
  /// Given where nothing can be felt, for example under anaesthesia.
  case masked
  case waitlist
  case usualCare = "usual care"
  /// Everybody knows what is given.
  case openLabel = "open label"

  /// Whether subjects know their arm from the start.
  package var isOpen: Bool { [.waitlist, .usualCare, .openLabel].contains(self) }
}

package struct Crossover: Sendable {
  /// Start of each period; the first is 0. As many as arms.
  package var periodDays: [Double]
  /// Days of a period, from its start, on which its scores count: visits are within a period.
  package var periodLength: Double

  package init(periodDays: [Double], periodLength: Double) {
    self.periodDays = periodDays
    self.periodLength = periodLength
  }
}

package enum StratificationFactor: Sendable, Hashable {
  case site
  /// A category of the population.
  case covariate(String)
  /// The primary score at screening, at or above the limit against below.
  case baseline(limit: Double)
}

package struct TrialVisit: Sendable, Hashable {
  package var day: Double
  /// Whole days by which a subject may come earlier or later.
  package var window = 0
  /// `day 7`, `week 4`, `baseline`
  package var title: String

  package init(day: Double, window: Int = 0, title: String) {
    self.day = day
    self.window = window
    self.title = title
  }
}

package enum RaterKind: String, Sendable, CaseIterable { case site, remote }

/// When a responder counts as relapsed, on observed primary scores.
package struct RelapseCriterion: Sendable, Hashable {
  package var score = 22.0
  /// Visits in a row that must reach the score.
  package var visits = 2
  /// Whether everybody is at risk from day 0 (a trial of maintenance), or each from the first response.
  package var fromStart = false
  package init() {}
}

/// Treatment that a rule starts. Hours from its start.
package struct Regimen: Sendable {
  package var id: String
  package var treatments: [Treatment]
  package var rules: [TrialRule]

  package init(id: String, treatments: [Treatment], rules: [TrialRule] = []) {
    self.id = id
    self.treatments = treatments
    self.rules = rules
  }
}

/// A decision at visits, on what is observed then.
package struct TrialRule: Sendable {
  package enum Action: Sendable, Hashable {
    /// Position in `regimens`. Replaces what is given; what goes on beside stays.
    case start(Int)
    case stopTreatment
    /// The subject leaves the trial.
    case withdraw
  }
  package var name: String
  /// Positions of the visits at which it is looked at.
  package var visits: [Int]
  package var conditions: [TrialCondition]
  package var action: Action
  /// How often it may act for one subject.
  package var atMost: Int
  /// Whether acting counts as rescue, so that later scores are after rescue.
  package var isRescue: Bool

  package init(
    name: String, visits: [Int], conditions: [TrialCondition], action: Action, atMost: Int = 1, isRescue: Bool = false
  ) {
    self.name = name
    self.visits = visits
    self.conditions = conditions
    self.action = action
    self.atMost = atMost
    self.isRescue = isRescue
  }
}

/// A comparison of something observed with a number.
package struct TrialCondition: Sendable, Hashable {
  package enum Quantity: Sendable, Hashable {
    /// Position of a scale.
    case score(Int)
    /// From day 0 (of the lead-in, inside one).
    case change(Int)
    /// 100 · change / baseline.
    case percentChange(Int)
  }
  package enum Relation: String, Sendable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
  }
  package var quantity: Quantity
  package var relation: Relation
  package var value: Double

  package init(quantity: Quantity, relation: Relation, value: Double) {
    self.quantity = quantity
    self.relation = relation
    self.value = value
  }

  /// A missing observation fulfils nothing.
  package func holds(_ observed: Double) -> Bool {
    switch relation {
    case .less: observed < value
    case .atMost: observed <= value
    case .more: observed > value
    case .atLeast: observed >= value
    }
  }
}
