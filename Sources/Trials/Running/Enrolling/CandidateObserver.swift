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

  /// Screening, and the day of entering: day 0 or the first day of a lead-in.
  ///
  /// - Parameter screening: the model's score then.
  mutating func enter(_ candidate: inout Enroller.Candidate, layer: ObservationLayer, screening: Double) {
    let traits = layer.traits(candidate.patient, rater: candidate.rater, streams: streams)
    if design.leadIn == nil {
      now.measure(
        layer, layer.expectedAtStart(latent: candidate.start, traits), traits,
        visit: TrialStreams.visit(0, period: 0), decidesInclusion: Self.decidesAtBaseline(design))
    } else {
      now.measure(layer, .untouched(candidate.start), traits, visit: TrialStreams.leadIn)
    }
    candidate.entry = now.scores[0]
    guard Self.isScreenedBefore(design) else {
      candidate.screening = candidate.entry
      candidate.isTaken = fulfils(design.enrolment.inclusion, now, since: now)
      return
    }
    first.measure(layer, .untouched(screening), traits, visit: TrialStreams.screening, decidesInclusion: true)
    candidate.screening = first.scores[0]
    candidate.isTaken = fulfils(design.enrolment.inclusion, first, since: first)
  }

  /// The end of a lead-in.
  ///
  /// - Parameter leadIn: the model's score on its first day.
  mutating func complete(_ candidate: inout Enroller.Candidate, layer: ObservationLayer, leadIn: Double) {
    let traits = layer.traits(candidate.patient, rater: candidate.rater, streams: streams)
    first.measure(layer, .untouched(leadIn), traits, visit: TrialStreams.leadIn)
    now.measure(
      layer, layer.expectedAtStart(latent: candidate.start, traits), traits, visit: TrialStreams.visit(0, period: 0))
    candidate.isTaken = fulfils(design.leadIn?.criteria ?? [], now, since: first)
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
