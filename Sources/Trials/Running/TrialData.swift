/// What is believed about the same trial in four ways. The virtual patients are the same in all.
package enum Estimand: String, Sendable, CaseIterable {
  /// Subjects notice what they can notice.
  case asRun = "as run"
  /// Nobody notices anything: what is felt tells nothing about the arm.
  case masked
  /// Everybody knows.
  case openLabel = "open label"
  /// As run, but the drugs under test relieve nothing: only what is noticed acts. What it rejects is false.
  case noBenefit = "no benefit"
}

/// Everything that was observed in one replicate of a trial.
package struct TrialData: Sendable {
  /// From 0.
  package var replicate: Int
  package var estimand: Estimand
  /// Randomised subjects, in the order of enrolment; in a crossover one entry for each subject and period.
  package var subjects: [TrialSubject]
  /// How many were looked at to find them.
  package var screened: Int

  package init(replicate: Int, estimand: Estimand, subjects: [TrialSubject], screened: Int) {
    self.replicate = replicate
    self.estimand = estimand
    self.subjects = subjects
    self.screened = screened
  }
}

/// One subject of one replicate, in one arm.
package struct TrialSubject: Sendable {
  package enum Guess: String, Sendable, CaseIterable {
    case active, control
    case unsure = "do not know"
  }

  package struct Leaving: Sendable, Hashable {
    package enum Reason: String, Sendable, CaseIterable {
      case lackOfEffect = "lack of efficacy"
      case adverseEvent = "adverse event"
      case other = "withdrawal by subject"
      case rule = "protocol rule"
    }
    package var day: Double
    package var reason: Reason

    package init(day: Double, reason: Reason) {
      self.day = day
      self.reason = reason
    }
  }

  /// A time to an event, or to the end of what is known.
  package struct EventTime: Sendable, Hashable {
    /// Days from the start of the risk.
    package var days: Double
    package var isEvent: Bool

    package init(days: Double, isEvent: Bool) {
      self.days = days
      self.isEvent = isEvent
    }
  }

  /// A dose or session that was given; kept where details are asked for.
  package struct Exposure: Sendable, Hashable {
    package var hours: Double
    package var treatment: String
    /// Compound or modality.
    package var subject: String
    package var amount: Double
    package var unit: String
    package var route: String

    package init(hours: Double, treatment: String, subject: String, amount: Double, unit: String, route: String) {
      self.hours = hours
      self.treatment = treatment
      self.subject = subject
      self.amount = amount
      self.unit = unit
      self.route = route
    }
  }

  /// The virtual patient's index in the study: what it is depends on the seed and this.
  package var patient: Int
  /// Position of the arm.
  package var arm: Int
  package var period = 0
  package var site = 0
  package var stratum = 0
  /// In the order of the population's covariates; NaN where there are none.
  package var covariates: [Double] = []
  /// Primary score at screening.
  package var screening = Double.nan
  /// Day of each visit as it took place.
  package var days: [Double] = []
  /// `scores[visit * scales + scale]`; NaN: missing.
  package var scores: [Double] = []
  /// The model's own MADRS at each visit, without measurement or belief.
  package var latent: [Double] = []
  /// `items[visit * 10 + item]` of the MADRS; empty where details are not asked for.
  package var items: [Int8] = []
  /// The largest acute effect that was felt, 0 to 1.
  package var felt = 0.0
  /// Probability that the subject gives to being on an active arm, at the last visit.
  package var belief = 0.5
  package var guess = Guess.unsure
  package var hadAdverseEvent = false
  package var leaving: Leaving?
  /// Nil: never at risk.
  package var relapse: EventTime?
  /// Day on which a rule started a rescue; scores after it are as observed.
  package var rescueDay: Double?
  package var exposures: [Exposure] = []
  /// Why there are no numbers: the patient could not be drawn or solved.
  package var failure: String?

  package init(patient: Int, arm: Int) {
    self.patient = patient
    self.arm = arm
  }
}
