import Simulation

/// Turns the courses of all of an arm's patients at once into series over time and intervals, exactly.
struct ArmReduction {
  private let course: TimeCourse
  private let plan: ArmPlan
  let readings: PatientReadings
  let tally: ArmTally

  /// - Parameters:
  ///   - refusals: rows that could not be run, with the reason.
  ///   - number: each row's index in the study.
  init(_ course: TimeCourse, plan: ArmPlan, refusals: [Int: String] = [:], number: @Sendable (Int) -> Int = { $0 }) {
    self.course = course
    self.plan = plan
    readings = PatientReadings(course, plan: plan, refusals: refusals, number: number)
    var tally = ArmTally(visitCount: plan.visits.count)
    tally.add(readings, plan: plan)
    tally.add(course.statistics)
    self.tally = tally
  }

  /// - Complexity: O(times · columns · patients · log patients).
  func result(stateCount: Int) -> ArmResult {
    plan.result(series: series(), intervals: intervals(), tally: tally, stateCount: stateCount)
  }

  private func series() -> [StageSeries] {
    let patients = readings.failures.indices.filter { readings.failures[$0] == nil }
    return plan.columns.indices.map { index in
      var series = StageSeries(plan.columns[index])
      var values: [Double] = []
      for time in course.times.indices {
        values.removeAll(keepingCapacity: true)
        for patient in patients {
          let value = course.value(patient: patient, time: time, output: index)
          if value.isFinite { values.append(value) }
        }
        values.sort()
        series.add(StageSeries.levels.map { Quantile.sorted(values, $0) }, count: values.count)
      }
      return series
    }
  }

  private func intervals() -> [Interval] {
    (0..<readings.width).map { column in
      Interval(of: (0..<readings.patientCount).map { readings.values[$0 * readings.width + column] })
    }
  }
}

extension StageSeries {
  /// The five shares that quantiles are given at.
  package static let levels = [0.05, 0.25, 0.5, 0.75, 0.95]

  init(_ column: ArmPlan.Column) {
    self.init(
      stage: column.stage.id, observable: column.observable, compound: column.compound, unit: column.stage.unit,
      p05: [], p25: [], p50: [], p75: [], p95: [])
  }

  /// Adds one time: five quantiles over `count` patients, none of them off by more than a share `rankError` of them.
  mutating func add(_ quantiles: [Double], count: Int, rankError: Double = 0) {
    p05.append(quantiles[0])
    p25.append(quantiles[1])
    p50.append(quantiles[2])
    p75.append(quantiles[3])
    p95.append(quantiles[4])
    counts.append(count)
    rankErrors.append(rankError)
  }
}
