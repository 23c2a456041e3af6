/// Looks at candidates as a trial does: by scores with errors.
struct CandidateObserver {
  private let design: TrialDesign
  private let clock: TrialClock
  private let streams: TrialStreams
  private var screening: [Double] = []
  private var leadIn: [Double] = []
  private var scores: [Double] = []
  private var noItems: [Int8]?

  init(design: TrialDesign, clock: TrialClock, streams: TrialStreams) {
    self.design = design
    self.clock = clock
    self.streams = streams
  }

  /// - Parameters: the model's scores at screening, at the start of the lead-in and on day 0.
  mutating func look(
    _ candidate: inout Enroller.Candidate, layer: ObservationLayer, screening: Double, leadIn: Double, start: Double
  ) {
    let subject = layer.traits(candidate.patient, streams: streams)
    candidate.start = start
    var stream = streams.screening(candidate.patient)
    layer.measure(screening, subject, into: &self.screening, items: &noItems, stream: &stream)
    candidate.screening = self.screening[0]
    for condition in design.enrolment.inclusion where !holds(condition, now: self.screening, first: self.screening) {
      candidate.isTaken = false
      return
    }
    stream = streams.scores(candidate.patient, period: 0, visit: 0)
    layer.measure(start, subject, into: &scores, items: &noItems, stream: &stream)
    candidate.baseline = scores[0]
    guard let lead = design.leadIn else { return }
    stream = streams.leadIn(candidate.patient)
    layer.measure(leadIn, subject, into: &self.leadIn, items: &noItems, stream: &stream)
    candidate.isTaken = lead.criteria.allSatisfy { holds($0, now: scores, first: self.leadIn) }
  }

  private func holds(_ condition: TrialCondition, now: [Double], first: [Double]) -> Bool {
    condition.holds(condition.observed(score: { now[$0] }, baseline: { first[$0] }))
  }
}

extension TrialCondition {
  /// The quantity that is compared.
  func observed(score: (Int) -> Double, baseline: (Int) -> Double) -> Double {
    switch quantity {
    case .score(let scale): score(scale)
    case .change(let scale): score(scale) - baseline(scale)
    case .percentChange(let scale): 100 * (score(scale) - baseline(scale)) / baseline(scale)
    }
  }
}
