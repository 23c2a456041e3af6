import Statistics
package import Trials

/// One number computed from one replicate as its source computed it.
package struct TargetEstimate: Sendable, Hashable {
  /// NaN: it cannot be computed from this replicate.
  package var value: Double
  /// By formula, of the value or of a ratio's logarithm; NaN where there is none.
  package var standardError: Double

  package init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }

  static let none = TargetEstimate(value: .nan, standardError: .nan)
}

/// Computes targets from the data of replicates.
package struct TargetEstimator: Sendable {
  let design: TrialDesign
  let statistic: TargetStatistic

  package init(design: TrialDesign, statistic: TargetStatistic) {
    self.design = design
    self.statistic = statistic
  }

  /// - Parameters:
  ///   - arms: positions, pooled.
  ///   - versus: positions, pooled; empty: no comparison.
  ///   - shift: points added to the scores of `arms` after the baseline.
  package func estimate(_ data: TrialData, arms: [Int], versus: [Int], shift: Double = 0) -> TargetEstimate {
    func scores(_ positions: [Int], _ scale: Int, _ shift: Double) -> ArmScores {
      ArmScores(data, design: design, arms: Set(positions), scale: scale, shift: shift)
    }
    func pair(_ scale: Int) -> (ArmScores, ArmScores) { (scores(arms, scale, shift), scores(versus, scale, 0)) }
    switch statistic {
    case .meanChange(let at):
      return Self.mean(scores(arms, at.scale, shift).changes(at: at.visit))
    case .difference(let at):
      let (one, two) = pair(at.scale)
      return Self.difference(one.pairs(at: at.visit), two.pairs(at: at.visit))
    case .effectSize(let at):
      let (one, two) = pair(at.scale)
      return Self.estimate {
        try MeanDifference.hedges(Sample(one.changes(at: at.visit)), minus: Sample(two.changes(at: at.visit)))
      }
    case .prePostEffect(let at):
      return Self.prePost(scores(arms, at.scale, shift).pairs(at: at.visit))
    case .percent(let outcome, let at):
      return Self.percent(scores(arms, at.scale, shift).count(outcome, at: at.visit))
    case .riskDifference(let outcome, let at):
      let (one, two) = pair(at.scale)
      return Self.riskDifference(one.count(outcome, at: at.visit), two.count(outcome, at: at.visit))
    case .riskRatio(let outcome, let at):
      let (one, two) = pair(at.scale)
      return Self.ratio(one.count(outcome, at: at.visit), two.count(outcome, at: at.visit)) { $0.riskRatio() }
    case .oddsRatio(let outcome, let at):
      let (one, two) = pair(at.scale)
      return Self.ratio(one.count(outcome, at: at.visit), two.count(outcome, at: at.visit)) { $0.oddsRatio() }
    case .shareOfBaseline(let at):
      return Self.shareOfBaseline(scores(arms, at.scale, shift).pairs(at: at.visit))
    case .shareOfDifference(let at, let later):
      let (one, two) = pair(at.scale)
      let early = Self.difference(one.pairs(at: at.visit), two.pairs(at: at.visit))
      let late = Self.difference(one.pairs(at: later.visit), two.pairs(at: later.visit))
      let share = early.value / late.value
      // To first order, as if both were independent.
      let error =
        (early.standardError * early.standardError
        + share * share * late.standardError * late.standardError).squareRoot() / abs(late.value)
      return TargetEstimate(value: share.isFinite ? share : .nan, standardError: error)
    case .medianDays(let rule):
      return Self.median(scores(arms, rule.scale, shift).times(rule), longest: design.durationDays - rule.startDay)
    case .daysWithoutEvent(let rule):
      return Self.restrictedMean(
        scores(arms, rule.scale, shift).times(rule), longest: design.durationDays - rule.startDay)
    case .percentWithEvent(let rule):
      return Self.withEvent(scores(arms, rule.scale, shift).times(rule))
    case .hazardRatio(let rule):
      let (one, two) = pair(rule.scale)
      return Self.hazardRatio(one.times(rule), two.times(rule))
    }
  }

  /// Standard deviation of the change of the shifted arms, on the scale and at the visit of the statistic; NaN for
  /// times to events.
  func changeSD(_ data: TrialData, arms: [Int]) -> Double {
    guard let at = reading else { return .nan }
    let changes = ArmScores(data, design: design, arms: Set(arms), scale: at.scale, shift: 0).changes(at: at.visit)
    return changes.count > 1 ? Sample(changes).variance.squareRoot() : .nan
  }

  private var reading: TargetStatistic.Reading? {
    switch statistic {
    case .meanChange(let at), .difference(let at), .effectSize(let at), .prePostEffect(let at), .percent(_, let at),
      .riskDifference(_, let at), .riskRatio(_, let at), .oddsRatio(_, let at), .shareOfBaseline(let at),
      .shareOfDifference(let at, _):
      return at
    case .medianDays(let rule), .daysWithoutEvent(let rule), .hazardRatio(let rule), .percentWithEvent(let rule):
      return .init(scale: rule.scale, visit: design.visits.count - 1)
    }
  }
}

extension TargetEstimator {
  private static func estimate(_ make: () throws -> Estimate) -> TargetEstimate {
    guard let estimate = try? make(), estimate.value.isFinite else { return .none }
    return TargetEstimate(value: estimate.value, standardError: estimate.standardError)
  }

  private static func mean(_ changes: [Double]) -> TargetEstimate {
    guard changes.count > 1 else { return .none }
    let sample = Sample(changes)
    return TargetEstimate(value: sample.mean, standardError: (sample.variance / Double(sample.size)).squareRoot())
  }

  /// By analysis of covariance of the change on the baseline; without enough patients, of means.
  private static func difference(
    _ one: (baseline: [Double], score: [Double]), _ two: (baseline: [Double], score: [Double])
  ) -> TargetEstimate {
    let baseline = one.baseline + two.baseline
    let change = zip(one.score + two.score, baseline).map { $0 - $1 }
    let arms = one.score.map { _ in 0 } + two.score.map { _ in 1 }
    if let fit = try? Ancova(
      AncovaData(
        response: change, arms: arms, armNames: ["arm", "versus"], covariates: [Covariate("baseline", baseline)]))
    {
      return estimate { fit.contrast(0, minus: 1) }
    }
    let changes = (Array(change.prefix(one.score.count)), Array(change.dropFirst(one.score.count)))
    return estimate { try MeanDifference.welch(Sample(changes.0), minus: Sample(changes.1)) }
  }

  /// Morris' variance of a standardised change without the correlation's own error
  /// (doi:10.1177/1094428106291059): that of the mean change over the baseline's standard deviation, and of the latter.
  private static func prePost(_ pairs: (baseline: [Double], score: [Double])) -> TargetEstimate {
    let change = zip(pairs.score, pairs.baseline).map { $0 - $1 }
    guard change.count > 2 else { return .none }
    let (baseline, changes) = (Sample(pairs.baseline), Sample(change))
    guard baseline.variance > 0 else { return .none }
    let effect = changes.mean / baseline.variance.squareRoot()
    let n = Double(change.count)
    let variance = changes.variance / baseline.variance / n + effect * effect / (2 * (n - 1))
    return TargetEstimate(value: effect, standardError: variance.squareRoot())
  }

  private static func percent(_ count: (events: Int, total: Int)) -> TargetEstimate {
    guard count.total > 0 else { return .none }
    let (n, share) = (Double(count.total), Double(count.events) / Double(count.total))
    return TargetEstimate(value: 100 * share, standardError: 100 * (share * (1 - share) / n).squareRoot())
  }

  private static func riskDifference(
    _ one: (events: Int, total: Int), _ two: (events: Int, total: Int)
  ) -> TargetEstimate {
    let (a, b) = (percent(one), percent(two))
    guard a.value.isFinite, b.value.isFinite else { return .none }
    return TargetEstimate(
      value: a.value - b.value,
      standardError: (a.standardError * a.standardError + b.standardError * b.standardError).squareRoot())
  }

  private static func ratio(
    _ one: (events: Int, total: Int), _ two: (events: Int, total: Int),
    _ ratio: (ProportionComparison) -> RatioEstimate
  ) -> TargetEstimate {
    guard let a = try? Proportion(one.events, of: one.total), let b = try? Proportion(two.events, of: two.total) else {
      return .none
    }
    let estimate = ratio(ProportionComparison(a, against: b))
    guard estimate.value.isFinite, estimate.value > 0 else { return .none }
    return TargetEstimate(value: estimate.value, standardError: estimate.logStandardError)
  }

  private static func shareOfBaseline(_ pairs: (baseline: [Double], score: [Double])) -> TargetEstimate {
    let change = mean(zip(pairs.score, pairs.baseline).map { $0 - $1 })
    guard change.value.isFinite else { return .none }
    let baseline = Sample(pairs.baseline).mean
    guard baseline > 0 else { return .none }
    return TargetEstimate(value: -change.value / baseline, standardError: change.standardError / baseline)
  }

  /// Where more than half are without the event at the end, the end.
  private static func median(_ data: (times: [Double], events: [Bool]), longest: Double) -> TargetEstimate {
    guard let times = try? SurvivalTimes(times: data.times, events: data.events), !data.times.isEmpty else {
      return .none
    }
    let median = SurvivalCurve(times).median
    let value = median.value ?? longest
    let upper = median.upper ?? longest
    let lower = median.lower ?? value
    return TargetEstimate(value: value, standardError: (upper - lower) / (2 * StandardNormal.quantile(0.975)))
  }

  /// The area under the curve of survival up to the end of follow-up.
  private static func restrictedMean(_ data: (times: [Double], events: [Bool]), longest: Double) -> TargetEstimate {
    guard let times = try? SurvivalTimes(times: data.times, events: data.events), !data.times.isEmpty else {
      return .none
    }
    var (area, time, share) = (0.0, 0.0, 1.0)
    for step in SurvivalCurve(times).steps where step.time < longest {
      area += share * (step.time - time)
      (time, share) = (step.time, step.survival)
    }
    return TargetEstimate(value: area + share * (longest - time), standardError: .nan)
  }

  private static func withEvent(_ data: (times: [Double], events: [Bool])) -> TargetEstimate {
    guard let times = try? SurvivalTimes(times: data.times, events: data.events), !data.times.isEmpty else {
      return .none
    }
    guard let last = SurvivalCurve(times).steps.last else { return TargetEstimate(value: 0, standardError: .nan) }
    return TargetEstimate(value: 100 * (1 - last.survival), standardError: 100 * last.standardError)
  }

  private static func hazardRatio(
    _ one: (times: [Double], events: [Bool]), _ two: (times: [Double], events: [Bool])
  ) -> TargetEstimate {
    let arms = one.times.map { _ in 1.0 } + two.times.map { _ in 0.0 }
    guard let times = try? SurvivalTimes(times: one.times + two.times, events: one.events + two.events),
      let fit = try? CoxRegression(times, covariate: arms)
    else { return .none }
    let ratio = fit.hazardRatio
    return TargetEstimate(value: ratio.value, standardError: ratio.logStandardError)
  }
}
