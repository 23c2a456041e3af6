package import Randomness

/// What a subject comes to believe about its own arm, and how many points of a symptom score the belief moves.
///
/// The belief in being treated has log odds
///
///     L = logit(share of active arms) + optimism + ka · (evidence of what was felt) + ks · (evidence of side effects)
///
/// and pulls a relief y towards E0 · (2σ(L) − 1) with a time constant; L is constant between cues, so y is a row of
/// exponentials in closed form. Scores move by −g · y, where g depends on who rates. Nothing here simulates: what was
/// felt is given. Parameters: `Models/trial/belief.yaml`.
package struct BeliefModel: Sendable {
  /// What the subjects of one kind can know.
  package enum Knowledge: Sendable, Hashable {
    /// What can be noticed tells.
    case blind
    /// Nothing can be noticed: the belief stays where the allocation put it.
    case masked
    case knowsActive, knowsControl
  }

  /// What one subject brings along. Drawn once; the same in every estimand.
  package struct Traits: Sendable, Hashable {
    /// Relief that certainty to be treated brings in the end, points of MADRS.
    package var relief: Double
    /// Added to the log odds of being treated, whatever happens.
    package var optimism: Double
    /// How strongly acute effects are felt, 1 for the typical subject.
    package var sensitivity: Double
    /// What the subject feels without any drug, added to every intensity.
    package var bias: Double

    package init(relief: Double, optimism: Double, sensitivity: Double, bias: Double) {
      self.relief = relief
      self.optimism = optimism
      self.sensitivity = sensitivity
      self.bias = bias
    }
  }

  package let evidence: BeliefEvidence
  /// Mean relief of certainty to be treated, points of MADRS as subjects themselves report them (E0).
  package let meanRelief: Double
  private let reliefSpread: Double
  let optimismSpread: Double
  let feltSpread: Double
  let biasSpread: Double
  let momentSpread: Double
  private let likeness: Double
  let feltWeight: Double
  let sideEffectWeight: Double
  private let improvementWeight: Double
  private let timeConstant: Double
  let unsure: Double
  private let factors: (site: Double, remote: Double, oneself: Double)

  /// - Parameter arms: what subjects are told that they may get; shares are made to add up to 1.
  /// - Throws: `InputError` for a missing parameter or one outside its range, or arms without any share.
  package init(parameters: TrialParameters, arms: [ArmExpectation]) throws {
    let read = ParameterReading(parameters, part: "belief")
    evidence = try BeliefEvidence(read, arms: arms)
    meanRelief = try read.value("relief", 0...60)
    reliefSpread = try read.value("relief_spread", 0...3)
    optimismSpread = try read.value("optimism_spread", 0...10)
    feltSpread = try read.value("felt_spread", 0...3)
    likeness = try read.value("likeness", 0...1)
    biasSpread = try read.value("bias_spread", 0...1)
    momentSpread = try read.value("moment_spread", 0...1)
    feltWeight = try read.value("felt_weight", 0...10)
    sideEffectWeight = try read.value("side_effect_weight", 0...10)
    improvementWeight = try read.value("improvement_weight", 0...10)
    timeConstant = try read.value("time_constant", 0.01...1000)
    unsure = try read.value("unsure", 0...0.5)
    factors = (
      try read.value("site_rater", 0...2), try read.value("remote_rater", 0...2), try read.value("self_report", 0...2)
    )
  }

  /// Whether an unexpected improvement changes what is believed.
  package var learnsFromImprovement: Bool { improvementWeight > 0 }

  /// Draws what a subject brings along: four normal deviates from the stream, always.
  package func traits(_ stream: inout RandomStream) -> Traits {
    let size = stream.normal()
    let optimism = stream.normal()
    let sensitivity = stream.normal()
    let bias = stream.normal()
    return Traits(
      relief: meanRelief * Elementary.exp(reliefSpread * size - 0.5 * reliefSpread * reliefSpread),
      optimism: optimismSpread * optimism, sensitivity: Elementary.exp(feltSpread * sensitivity),
      bias: biasSpread * bias)
  }

  /// How much an acute effect of an arm, 0 to 1, resembles that of the drugs under test: that of an active placebo is
  /// of another kind. Expectations of arms and what subjects feel are both in these terms.
  package func likeness(of acute: Double, control: ControlType?) -> Double {
    control == .activePlacebo ? likeness * acute : acute
  }

  /// What a subject feels of an acute effect (0 to 1) on one occasion: one normal deviate. May lie outside 0 to 1.
  package func felt(acute: Double, _ traits: Traits, _ stream: inout RandomStream) -> Double {
    acute * traits.sensitivity + traits.bias + momentSpread * stream.normal()
  }

  /// How much of the relief a rater's scores show.
  package func factor(_ rater: RaterKind) -> Double { rater == .site ? factors.site : factors.remote }

  /// The same for what subjects report themselves.
  package var selfReportFactor: Double { factors.oneself }

  /// Log odds of being treated.
  ///
  /// - Parameters:
  ///   - felt: the mean of what was felt on all dosing days so far; nil before the first.
  ///   - sideEffects: whether side effects were noticed; nil before one can tell.
  ///   - surprise: standard deviations by which the improvement exceeds what the subject expected.
  package func logOdds(
    _ traits: Traits, knowledge: Knowledge, felt: Double?, sideEffects: Bool?, surprise: Double = 0
  ) -> Double {
    switch knowledge {
    case .knowsActive: return .infinity
    case .knowsControl: return -.infinity
    case .masked: return evidence.priorLogOdds + traits.optimism
    case .blind:
      var sum = evidence.priorLogOdds + traits.optimism + improvementWeight * surprise
      if let felt { sum += feltWeight * evidence.ofFelt(felt) }
      if let sideEffects { sum += sideEffectWeight * evidence.ofSideEffects(sideEffects) }
      return sum
    }
  }

  /// σ(L): 0 to 1, also for infinite log odds.
  package static func probability(logOdds: Double) -> Double { 1 / (1 + Elementary.exp(-logOdds)) }

  /// Relief at ascending days, in points of MADRS (positive: better), before a rater's factor.
  ///
  /// - Parameter turns: day and log odds from then on; the first is what is believed at the start, whatever its day.
  package func relief(_ traits: Traits, turns: [(day: Double, logOdds: Double)], at days: [Double]) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(days.count)
    var next = 1
    var now = turns.first?.day ?? 0
    var value = 0.0
    var target = traits.relief * balance(turns.first?.logOdds ?? evidence.priorLogOdds)
    func advance(to day: Double) {
      guard day > now else { return }
      value = target + (value - target) * Elementary.exp((now - day) / timeConstant)
      now = day
    }
    for day in days {
      while next < turns.count, turns[next].day <= day {
        advance(to: turns[next].day)
        target = traits.relief * balance(turns[next].logOdds)
        next += 1
      }
      advance(to: day)
      values.append(value)
    }
    return values
  }

  /// What a subject says when asked for its arm.
  package func guess(logOdds: Double) -> TrialSubject.Guess {
    let lean = Self.probability(logOdds: logOdds) - 0.5
    return abs(lean) < unsure ? .unsure : lean > 0 ? .active : .control
  }

  private func balance(_ logOdds: Double) -> Double { 2 * Self.probability(logOdds: logOdds) - 1 }
}
