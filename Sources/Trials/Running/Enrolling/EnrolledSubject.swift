/// One randomised subject of a replicate.
struct EnrolledSubject: Sendable {
  var patient: Int
  /// Row in the block's table of patients.
  var row: Int
  /// Position in ``TrialCourses/plans``: the arm, or the sequence of a crossover.
  var plan: Int
  var site: Int
  /// Who rates: `MeasuredSubject`.
  var rater: Int
  var stratum: Int
  /// Primary score at screening.
  var screening: Double
  /// The model's score on day 0.
  var start: Double
  /// In the order of the population.
  var covariates: [Double]
  /// Why there are no numbers.
  var failure: String?
}

/// The subjects of some replicates in a row.
struct EnrolledBlock: Sendable {
  var patients: PatientBlock
  /// In the order of replicates, then of enrolment.
  var subjects: [EnrolledSubject]
  /// For each replicate its place among the subjects, and how many were looked at.
  var replicates: [(number: Int, subjects: Range<Int>, screened: Int)]
}
