import Randomness
import Trials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Takes in the replicates of a trial's designs and keeps what one target needs of them.
final class TargetFold {
  let derived: DerivedTarget
  private let plan: TargetPlan
  private let parts: [DerivedPart]
  private var draws: [IntervalScoring.Draw] = []
  /// Of an order: values of each arm by replicate.
  private var values: [String: [Double]] = [:]

  init(_ derived: DerivedTarget, plan: TargetPlan, parts: [DerivedPart]) {
    self.derived = derived
    self.plan = plan
    self.parts = parts
  }

  /// Positions among the trial's designs that it needs.
  var neededParts: Set<Int> { Set((plan.arms + plan.versus + plan.ordered.values).map(\.part)) }

  func add(_ data: TrialData, part index: Int) {
    let part = parts[index]
    let estimator = TargetEstimator(design: part.design, statistic: plan.statistic)
    for (arm, place) in plan.ordered where place.part == index {
      values[arm, default: []].append(estimator.estimate(data, arms: [place.arm], versus: []).value)
    }
    guard plan.arms.first?.part == index else { return }
    let (arms, versus) = (plan.arms.map(\.arm), plan.versus.map(\.arm))
    func scaled(_ value: Double) -> Double {
      plan.statistic.isRatio ? (value > 0 ? log(value) : .nan) : value
    }
    let estimate = estimator.estimate(data, arms: arms, versus: versus)
    var stream = RandomStream(
      seed: part.design.seed, patient: data.replicate, purpose: "between trials \(derived.target.id)")
    var shift = 0.0
    if let spread = plan.spread {
      if let own = Self.ownShift(spread, plan.statistic) {
        shift = own
      } else {
        let points = points(spread, data, estimator, arms)
        let up = estimator.estimate(data, arms: arms, versus: versus, shift: points)
        let down = estimator.estimate(data, arms: arms, versus: versus, shift: -points)
        shift = (scaled(up.value) - scaled(down.value)) / 2
      }
    }
    draws.append(
      IntervalScoring.Draw(
        value: scaled(estimate.value), standardError: estimate.standardError, shift: shift, deviate: stream.normal()))
  }

  /// A spread in the statistic's own unit needs no shift of scores.
  private static func ownShift(_ spread: TrialSpread, _ statistic: TargetStatistic) -> Double? {
    switch (statistic, spread.unit) {
    case (.oddsRatio, .logOdds), (.effectSize, .standardised): spread.sd
    default: nil
    }
  }

  /// The spread in points of the target's scale.
  private func points(
    _ spread: TrialSpread, _ data: TrialData, _ estimator: TargetEstimator, _ arms: [Int]
  ) -> Double {
    switch spread.unit {
    case .points: return spread.sd * plan.scaleRatio
    case .standardised: return spread.sd * estimator.changeSD(data, arms: arms)
    case .logOdds: return spread.sd * Self.logOddsToDeviations * estimator.changeSD(data, arms: arms)
    }
  }

  /// √3/π: standard deviations of a logistic variable for one unit of log odds (Chinn 2000,
  /// doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M).
  private static let logOddsToDeviations = 3.0.squareRoot() / Double.pi

  func outcome(_ rules: ValidationChoices.Rules) -> TargetScore.Outcome {
    if let ordinal = derived.target.ordinal { return order(ordinal) }
    let target = derived.target
    guard let value = target.value, let part = plan.arms.first?.part else {
      return .notSimulated("it has no published value")
    }
    let scoring = IntervalScoring(
      isRatio: plan.statistic.isRatio, isPooled: parts[part].isPooled, widthLimit: rules.width)
    let score = scoring.score(
      draws, value: value, low: target.low, high: target.high, isMeasured: target.bandSource != .assumed)
    return score.map(TargetScore.Outcome.interval)
      ?? .notSimulated("\(plan.statistic.title) cannot be computed in most replicates")
  }

  private func order(_ ordinal: OrdinalExpression) -> TargetScore.Outcome {
    // Improvement is a fall of the score.
    let sign = derived.target.compares == .improvement ? -1.0 : 1.0
    let means = ordinal.arms.map { arm in
      let usable = (values[arm] ?? []).filter(\.isFinite)
      return OrdinalScore.Value(
        arm: arm, value: usable.isEmpty ? .nan : sign * usable.reduce(0, +) / Double(usable.count))
    }
    guard means.allSatisfy({ $0.value.isFinite }) else {
      return .notSimulated("\(plan.statistic.title) cannot be computed in most replicates")
    }
    let mean = Dictionary(means.map { ($0.arm, $0.value) }, uniquingKeysWith: { first, _ in first })
    let count = ordinal.arms.compactMap { values[$0]?.count }.min() ?? 0
    let correct = (0..<count).count { replicate in
      ordinal.holds { arm in sign * (values[arm]?[replicate] ?? .nan) }
    }
    return .ordinal(
      OrdinalScore(
        replicates: count, values: means, isCorrect: ordinal.holds { mean[$0] ?? .nan },
        share: count > 0 ? Double(correct) / Double(count) : 0))
  }
}
