import Randomness

/// One subject's period as the model has it.
struct PeriodCourse {
  /// Number of the period; 0 where there is no crossover.
  var period: Int
  /// Day of the trial on which it starts.
  var startDay: Double
  var visits: VisitPlan
  /// The model's score at each visit as it takes place; those that are not known yet may be left out at the end.
  var latent: [Double]
  /// The largest acute effect on each day with doses, 0 to 1.
  var felt: [(day: Int, intensity: Double)]
  /// After a visit on this day a rule ended the trial for the subject.
  var withdrawalDay: Double?
}

/// Turns the course of a subject into what a trial's data say about it.
struct SubjectObserver {
  let design: TrialDesign
  let streams: TrialStreams
  var layer: ObservationLayer
  private var visit: MeasuredVisit

  init(design: TrialDesign, streams: TrialStreams, layer: ObservationLayer) {
    self.design = design
    self.streams = streams
    self.layer = layer
    visit = MeasuredVisit(scaleCount: design.scales.count)
  }

  /// Goes from visit to visit: who has left, what is believed, what is scored.
  mutating func observe(
    _ subject: EnrolledSubject, arm: Int, course: PeriodCourse, knowledge: BeliefModel.Knowledge, detailed: Bool
  ) -> TrialSubject {
    var result = TrialSubject(subject, arm: arm, period: course.period)
    result.days = design.visits.indices.map { design.visits[$0].day + Double(course.visits.offsets[$0]) }
    result.latent = Array(repeating: .nan, count: design.visits.count)
    result.scores = Array(repeating: .nan, count: design.visits.count * layer.scaleCount)
    result.felt = course.felt.reduce(0) { max($0, $1.intensity) }
    let itemCount = layer.itemScale.map { layer.measurement.scales[$0].items.count } ?? 0
    if detailed { result.items = Array(repeating: -1, count: design.visits.count * itemCount) }

    let traits = layer.traits(subject.patient, rater: subject.rater, streams: streams)
    var noticing = Noticing(
      layer: layer, arm: arm, traits: traits, knowledge: knowledge, felt: course.felt,
      feltStream: streams.felt(subject.patient, period: course.period),
      eventStream: streams.adverse(subject.patient, period: course.period))
    var leaving = streams.leaving(subject.patient, period: course.period)
    var baseline = (expected: Double.nan, score: Double.nan)
    var lastChange = 0.0
    for index in course.latent.indices {
      let day = result.days[index]
      noticing.advance(to: day, isLast: index == design.visits.count - 1)
      let latent = course.latent[index]
      let isStart = index == 0 && course.period == 0
      let expected =
        isStart
        ? layer.expectedAtStart(latent: latent, traits)
        : layer.expected(
          latent: latent, traits, arm: arm, day: course.startDay + day, relief: noticing.relief(at: day))
      if let withdrawal = course.withdrawalDay, day > withdrawal {
        result.leaving = TrialSubject.Leaving(day: withdrawal, reason: .rule)
        break
      }
      if index > 0 {
        let hazards = layer.dropout.hazards(
          observed: lastChange, present: baseline.expected > 0 ? expected.rated / baseline.expected - 1 : 0,
          adverseEvent: noticing.hadEvent)
        let before = result.days[index - 1]
        if let left = layer.dropout.leaving(hazards, from: before, days: day - before, &leaving) {
          result.leaving = left
          break
        }
      } else {
        baseline.expected = expected.rated
      }
      result.latent[index] = latent
      if course.visits.isMissed[index] { continue }
      visit.measure(
        layer, expected, traits, visit: TrialStreams.visit(index, period: course.period),
        decidesInclusion: isStart && CandidateObserver.decidesAtBaseline(design), detailed: detailed)
      for scale in 0..<layer.scaleCount { result.scores[index * layer.scaleCount + scale] = visit.scores[scale] }
      if detailed, let scale = layer.itemScale {
        let start = layer.measurement.itemOffsets[scale]
        for item in 0..<itemCount { result.items[index * itemCount + item] = visit.items[start + item] }
      }
      let score = visit.scores[0]
      if index == 0 { baseline.score = score }
      lastChange = baseline.score > 0 ? score / baseline.score - 1 : 0
      noticing.see(score, baseline: baseline.score)
    }
    result.hadAdverseEvent = noticing.hadEvent
    result.belief = BeliefModel.probability(logOdds: noticing.logOdds)
    result.guess = layer.belief.guess(logOdds: noticing.logOdds)
    result.relapse = RelapseTime.of(result, design: design)
    return result
  }
}

extension TrialSubject {
  /// Who it is, without any numbers.
  init(_ subject: EnrolledSubject, arm: Int, period: Int, failure: String? = nil) {
    self.init(patient: subject.patient, arm: arm)
    self.period = period
    site = subject.site
    stratum = subject.stratum
    covariates = subject.covariates
    screening = subject.screening
    self.failure = failure
  }
}
