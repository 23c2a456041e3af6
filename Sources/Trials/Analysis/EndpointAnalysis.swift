import Statistics

/// The contrasts of one endpoint after the other over some of a replicate's subjects.
///
/// Changes go through ``ChangeAnalysis`` (or, in a crossover, ``CrossoverAnalysis``); response and remission are compared
/// as shares of the subjects observed at the visit; times to relapse by Cox's regression with the p value of the
/// log-rank test. What the data do not determine is NaN.
struct EndpointAnalysis {
  private let design: TrialDesign
  private let remission: RemissionRule
  private let data: ObservedScores
  /// For each arm.
  private let rows: [[Int]]
  private var changes: ChangeAnalysis

  /// - Parameter rows: of the subjects to analyse, in the order of enrolment.
  init(design: TrialDesign, remission: RemissionRule, data: ObservedScores, rows: [Int]) {
    self.design = design
    self.remission = remission
    self.data = data
    var byArm = [[Int]](repeating: [], count: design.arms.count)
    for row in rows where byArm.indices.contains(data.subjects[row].arm) { byArm[data.subjects[row].arm].append(row) }
    self.rows = byArm
    changes = ChangeAnalysis(
      data: data, rows: byArm, arms: design.arms.map(\.id), covariance: design.analysis.covariance)
  }

  /// One for each contrast of the plan.
  mutating func estimates(_ endpoint: TrialEndpoint) -> [EndpointEstimate] {
    let scale = endpoint.scale
    let visit = endpoint.visit ?? data.visits - 1
    return design.analysis.contrasts.map { contrast in
      switch endpoint.kind {
      case .changeByAncova, .changeByRepeatedMeasures:
        change(contrast, visit, scale, isRepeated: endpoint.kind == .changeByRepeatedMeasures)
      case .response:
        share(contrast) { data.response($0, visit: visit, scale: scale) }
      case .remission:
        share(contrast) { remission.value(data.scoreWithBaseline($0, visit: visit, scale: scale), scale: scale) }
      case .timeToRelapse:
        relapse(contrast)
      }
    }
  }

  private mutating func change(
    _ contrast: TrialContrast, _ visit: Int, _ scale: Int, isRepeated: Bool
  ) -> EndpointEstimate {
    var result: EndpointEstimate
    if design.crossover != nil {
      result = CrossoverAnalysis(data: data, rows: rows).change(contrast, visit: visit, scale: scale)
    } else if isRepeated {
      result = changes.byRepeatedMeasures(contrast, visit: visit, scale: scale)
    } else {
      result = changes.byAncova(contrast, visit: visit, scale: scale)
    }
    let first = sample(contrast.arm, visit, scale)
    let second = sample(contrast.versus, visit, scale)
    result.subjects = first.size
    result.subjectsVersus = second.size
    result.effectSize = (try? MeanDifference.hedges(first, minus: second).value) ?? .nan
    return result
  }

  private func sample(_ arm: Int, _ visit: Int, _ scale: Int) -> Sample {
    var moments = RunningMoments()
    for row in rows[arm] { moments.add(data.change(row, visit: visit, scale: scale)) }
    return Sample(size: moments.count, mean: moments.mean, variance: moments.variance)
  }

  private func share(_ contrast: TrialContrast, _ value: (Int) -> Double) -> EndpointEstimate {
    var result = EndpointEstimate()
    guard let first = proportion(contrast.arm, value), let second = proportion(contrast.versus, value) else {
      return result
    }
    let comparison = ProportionComparison(first, against: second)
    result =
      design.crossover == nil
      ? EndpointEstimate(comparison.riskDifference())
      : CrossoverAnalysis(data: data, rows: rows).share(contrast, value)
    result.set(comparison.oddsRatio())
    result.subjects = first.total
    result.subjectsVersus = second.total
    return result
  }

  private func proportion(_ arm: Int, _ value: (Int) -> Double) -> Proportion? {
    var moments = RunningMoments()
    for row in rows[arm] { moments.add(value(row)) }
    return moments.proportion
  }

  /// Subjects of a crossover are their own controls, for which these tests are not made.
  private func relapse(_ contrast: TrialContrast) -> EndpointEstimate {
    var result = EndpointEstimate()
    guard design.crossover == nil else { return result }
    let first = rows[contrast.arm].compactMap { data.relapse($0) }
    let second = rows[contrast.versus].compactMap { data.relapse($0) }
    result.subjects = first.count
    result.subjectsVersus = second.count
    let all = first + second
    let isFirst = all.indices.map { $0 < first.count }
    guard let times = try? SurvivalTimes(times: all.map(\.days), events: all.map(\.isEvent)) else { return result }
    let test = try? LogRankTest(times, isFirst: isFirst)
    guard let cox = try? CoxRegression(times, covariate: isFirst.map { $0 ? 1 : 0 }) else {
      result.pValue = test?.pValue ?? .nan
      return result
    }
    let (subjects, versus) = (result.subjects, result.subjectsVersus)
    result = EndpointEstimate(cox.coefficient)
    (result.subjects, result.subjectsVersus) = (subjects, versus)
    result.set(cox.hazardRatio)
    result.pValue = test?.pValue ?? .nan
    return result
  }
}
