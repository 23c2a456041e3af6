/// Looks at candidates as a trial does: by scores with errors.
struct CandidateObserver {
  private let design: TrialDesign
  private let streams: TrialStreams
  private var first: MeasuredVisit
  private var now: MeasuredVisit

  init(design: TrialDesign, streams: TrialStreams) {
    self.design = design
    self.streams = streams
    first = MeasuredVisit(scaleCount: design.scales.count)
    now = first
  }

  /// - Parameters:
  ///   - screening: the model's score then.
  ///   - leadIn: the model's score at the start of the lead-in.
  ///   - start: the model's score on day 0.
  mutating func look(
    _ candidate: inout Enroller.Candidate, layer: ObservationLayer, screening: Double, leadIn: Double, start: Double
  ) {
    let traits = layer.traits(candidate.patient, rater: candidate.rater, streams: streams)
    candidate.start = start
    now.measure(
      layer, layer.expectedAtStart(latent: start, traits), traits, visit: TrialStreams.visit(0, period: 0),
      decidesInclusion: Self.decidesAtBaseline(design))
    candidate.baseline = now.scores[0]
    candidate.screening = candidate.baseline
    if Self.isScreenedBefore(design) {
      first.measure(
        layer, ObservationLayer.Expected(rated: screening, reported: screening), traits, visit: TrialStreams.screening,
        decidesInclusion: true)
      candidate.screening = first.scores[0]
      if !fulfils(design.enrolment.inclusion, first, since: first) {
        candidate.isTaken = false
        return
      }
    } else if !fulfils(design.enrolment.inclusion, now, since: now) {
      candidate.isTaken = false
      return
    }
    guard let lead = design.leadIn else { return }
    first.measure(
      layer, ObservationLayer.Expected(rated: leadIn, reported: leadIn), traits, visit: TrialStreams.leadIn)
    candidate.isTaken = fulfils(lead.criteria, now, since: first)
  }

  private func fulfils(_ conditions: [TrialCondition], _ now: MeasuredVisit, since first: MeasuredVisit) -> Bool {
    conditions.allSatisfy { condition in
      condition.holds(condition.observed(score: { now.scores[$0] }, baseline: { first.scores[$0] }))
    }
  }

  /// Whether screening is a visit of its own.
  static func isScreenedBefore(_ design: TrialDesign) -> Bool {
    design.enrolment.screeningDays > 0 || design.leadIn != nil
  }

  /// Whether the score of day 0 decides on inclusion.
  static func decidesAtBaseline(_ design: TrialDesign) -> Bool {
    !isScreenedBefore(design) && !design.enrolment.inclusion.isEmpty
  }
}

/// Scores of one visit, in memory that is used again.
struct MeasuredVisit {
  private(set) var scores: [Double]
  private(set) var items: [Int8] = []

  init(scaleCount: Int) { scores = Array(repeating: .nan, count: scaleCount) }

  mutating func measure(
    _ layer: ObservationLayer, _ expected: ObservationLayer.Expected, _ traits: ObservationLayer.Traits, visit: Int,
    decidesInclusion: Bool = false, detailed: Bool = false
  ) {
    if detailed, items.count != layer.measurement.itemCount {
      items = Array(repeating: 0, count: layer.measurement.itemCount)
    }
    scores.withUnsafeMutableBufferPointer { scores in
      items.withUnsafeMutableBufferPointer { items in
        layer.measurement.measure(
          expectedMADRS: expected.rated, reported: expected.reported, subject: traits.measured, visit: visit,
          decidesInclusion: decidesInclusion,
          scores: scores, items: detailed ? items : nil)
      }
    }
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
