import Randomness

/// What stands between a patient's course and the numbers in a trial's data: measurement, belief, care, leaving.
struct ObservationLayer: Sendable {
  let scaleCount: Int
  let parameters: TrialParameters

  struct Traits: Sendable {
    var care = 0.0
    var rater = 0.0
  }

  init(design: TrialDesign, parameters: TrialParameters) throws {
    scaleCount = design.scales.count
    self.parameters = parameters
  }

  func traits(_ patient: Int, streams: TrialStreams) -> Traits {
    var stream = streams.traits(patient)
    return Traits(care: -6 + 9 * stream.normal(), rater: stream.normal())
  }

  /// The scores of one visit.
  func measure(
    _ madrs: Double, _ subject: Traits, into scores: inout [Double], items: inout [Int8]?, stream: inout RandomStream
  ) {
    scores.removeAll(keepingCapacity: true)
    for _ in 0..<scaleCount {
      scores.append(min(60, max(0, (madrs + subject.rater + 3 * stream.normal()).rounded())))
    }
  }
}

extension ObservationLayer {
  func shift(_ subject: Traits, day: Double) -> Double {
    day <= 0 ? 0 : subject.care * (1 - Elementary.exp(-day / 7))
  }

  func leavingDay(hazardFactor: Double, stream: inout RandomStream) -> Double {
    -Elementary.log(stream.uniform()) / (0.003 * hazardFactor)
  }
}
