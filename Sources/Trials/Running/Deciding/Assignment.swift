import Pharmacology

/// What a subject is given at some time, and since when.
struct Assignment: Sendable, Hashable {
  enum Source: Sendable, Hashable {
    case arm
    case regimen(Int)
    case nothing
  }
  var source: Source
  /// The model's hour.
  var start: Double
}

/// One subject's way through the decisions of a trial.
struct DecisionState: Sendable {
  var assignments: [Assignment]
  /// How often each rule has acted, by its place: the arm's first, then those of regimens.
  var uses: [Int: Int] = [:]
  /// The model's score at the visits so far.
  var latent: [Double] = []
  /// The largest acute effect on each day with doses that can be noticed.
  var felt: [Int: Double] = [:]
  var rescueDay: Double?
  var withdrawalDay: Double?
  /// Why there are no numbers.
  var failure: String?
  /// Left the trial by its own will, or was withdrawn.
  var isGone = false

  var now: Assignment { assignments[assignments.count - 1] }
}
