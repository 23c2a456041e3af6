import Randomness

/// What a subject and those around it know about its arm.
enum Knowledge: Sendable, Hashable {
  case blind, knowsActive, knowsControl
  /// What is felt tells nothing.
  case masked
}

/// One subject's period as the model has it.
struct PeriodCourse {
  var visits: VisitPlan
  /// The model's score at each visit as it takes place.
  var latent: [Double]
  /// The largest acute effect on each day with doses, 0 to 1.
  var felt: [(day: Int, intensity: Double)]
}

/// Turns the course of a subject into what a trial's data say about it.
struct SubjectObserver {
  let design: TrialDesign
  let clock: TrialClock
  let streams: TrialStreams
  let layer: ObservationLayer
  private var scores: [Double] = []

  init(design: TrialDesign, clock: TrialClock, streams: TrialStreams, layer: ObservationLayer) {
    self.design = design
    self.clock = clock
    self.streams = streams
    self.layer = layer
  }

  /// - Parameters:
  ///   - period: its number; 0 where there is no crossover.
  ///   - lastVisit: the last visit that is looked at: all, or those up to a decision.
  mutating func observe(
    _ subject: EnrolledSubject, arm: Int, period: Int, course: PeriodCourse, knowledge: Knowledge, detailed: Bool
  ) -> TrialSubject {
    var result = TrialSubject(patient: subject.patient, arm: arm)
    result.period = period
    result.site = subject.site
    result.stratum = subject.stratum
    result.covariates = subject.covariates
    result.screening = subject.screening
    let visitCount = design.visits.count
    result.days = (0..<visitCount).map { design.visits[$0].day + Double(course.visits.offsets[$0]) }
    result.latent = course.latent
    result.scores = Array(repeating: .nan, count: visitCount * layer.scaleCount)
    result.felt = course.felt.reduce(0) { max($0, $1.intensity) }
    let traits = layer.traits(subject.patient, streams: streams)
    var items: [Int8]? = detailed ? [] : nil
    for visit in 0..<visitCount where !course.visits.isMissed[visit] {
      let expected = course.latent[visit] + layer.shift(traits, day: result.days[visit])
      var stream = streams.scores(subject.patient, period: period, visit: visit)
      layer.measure(expected, traits, into: &scores, items: &items, stream: &stream)
      for scale in scores.indices { result.scores[visit * layer.scaleCount + scale] = scores[scale] }
    }
    leave(&result, subject: subject)
    result.relapse = RelapseTime.of(result, design: design)
    return result
  }

  /// Who leaves has no scores afterwards.
  private func leave(_ result: inout TrialSubject, subject: EnrolledSubject) {
    guard design.dropout > 0 else { return }
    var stream = streams.leaving(subject.patient, period: result.period)
    let day = layer.leavingDay(hazardFactor: design.dropout, stream: &stream)
    guard day < (result.days.last ?? 0) else { return }
    result.leaving = TrialSubject.Leaving(day: day, reason: .other)
    for visit in result.days.indices where result.days[visit] > day {
      result.latent[visit] = .nan
      for scale in 0..<layer.scaleCount { result.scores[visit * layer.scaleCount + scale] = .nan }
    }
  }
}

/// The time to a relapse, from what was observed.
enum RelapseTime {
  /// Response: at least half below the baseline.
  private static let responseShare = 0.5

  static func of(_ subject: TrialSubject, design: TrialDesign) -> TrialSubject.EventTime? {
    let width = design.scales.count
    func score(_ visit: Int) -> Double { subject.scores[visit * width] }
    let seen = subject.days.indices.filter { score($0).isFinite }
    guard let last = seen.last, seen.first == 0 else { return nil }
    let risk =
      design.relapse.fromStart ? 0 : seen.dropFirst().first { score($0) <= responseShare * score(0) }
    guard let risk else { return nil }
    let start = subject.days[risk]
    var first: Int?
    var run = 0
    for visit in seen where visit > risk || (design.relapse.fromStart && visit > 0) {
      if score(visit) >= design.relapse.score {
        if run == 0 { first = visit }
        run += 1
        if run >= design.relapse.visits, let first {
          return TrialSubject.EventTime(days: subject.days[first] - start, isEvent: true)
        }
      } else {
        run = 0
      }
    }
    return TrialSubject.EventTime(days: subject.days[last] - start, isEvent: false)
  }
}
