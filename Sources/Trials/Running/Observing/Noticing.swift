import Randomness

/// What a subject notices as the days go by, and what it believes because of it.
struct Noticing {
  private let layer: ObservationLayer
  private let arm: Int
  private let traits: ObservationLayer.Traits
  private let knowledge: BeliefModel.Knowledge
  /// Felt on each day with doses, and whether that was an adverse event.
  private var felt: [(day: Double, felt: Double, isEvent: Bool)] = []
  /// Side effects are noticed once their probability exceeds this.
  private let threshold: Double
  /// Standard deviation of the error of a change; NaN until it is asked for.
  private var deviation = Double.nan

  private var turns: [(day: Double, logOdds: Double)]
  private var next = 0
  private var sum = 0.0
  private var surprise = 0.0
  private var sideEffects: Bool?
  private(set) var hadEvent = false
  private(set) var logOdds: Double

  init(
    layer: ObservationLayer, arm: Int, traits: ObservationLayer.Traits, knowledge: BeliefModel.Knowledge,
    felt: [(day: Int, intensity: Double)], feltStream: RandomStream, eventStream: RandomStream
  ) {
    self.layer = layer
    self.arm = arm
    self.traits = traits
    self.knowledge = knowledge
    var (feltStream, eventStream) = (feltStream, eventStream)
    threshold = eventStream.uniform()
    self.felt.reserveCapacity(felt.count)
    for dose in felt {
      let alike = layer.belief.likeness(of: dose.intensity, control: layer.controls[arm])
      let own = layer.belief.felt(acute: alike, traits.belief, &feltStream)
      let isEvent = eventStream.uniform() < layer.adverse.acuteEvent(felt: dose.intensity)
      self.felt.append((Double(dose.day), own, isEvent))
    }
    turns = layer.turnsBefore(traits)
    logOdds = layer.belief.logOdds(traits.belief, knowledge: knowledge, felt: nil, sideEffects: nil)
    turns.append((0, logOdds))
  }

  /// Takes in what happened up to a visit; a dose on its day comes after it.
  mutating func advance(to day: Double, isLast: Bool) {
    while next < felt.count, felt[next].day < day {
      sum += felt[next].felt
      hadEvent = hadEvent || felt[next].isEvent
      next += 1
      turn(on: felt[next - 1].day)
    }
    guard day > 0, sideEffects != true else { return }
    let facts = layer.arms[arm]
    let share = layer.adverse.sideEffects(
      day: day, drugDays: facts.drugDays(before: day), intensity: facts.sideEffects)
    if share > threshold {
      sideEffects = true
      hadEvent = true
      turn(on: day)
    } else if isLast {
      // Only at the end does the absence of side effects tell something.
      sideEffects = false
      turn(on: day)
    }
  }

  /// Takes in an observed score.
  mutating func see(_ score: Double, baseline: Double) {
    guard layer.belief.learnsFromImprovement, score.isFinite else { return }
    if deviation.isNaN {
      deviation = 2.0.squareRoot() * layer.measurement.errorDeviation(0, expectedMADRS: baseline)
    }
    surprise = layer.surprise(score, baseline: baseline, deviation: deviation)
  }

  /// By what is believed, in points.
  func relief(at day: Double) -> Double { layer.belief.relief(traits.belief, turns: turns, at: [day])[0] }

  private mutating func turn(on day: Double) {
    logOdds = layer.belief.logOdds(
      traits.belief, knowledge: knowledge, felt: next > 0 ? sum / Double(next) : nil, sideEffects: sideEffects,
      surprise: surprise)
    turns.append((day, logOdds))
  }
}
