import Foundation
package import Simulation

/// A study for any number of virtual patients, in constant memory: patients go through every arm in blocks, and each
/// block's courses are reduced before the next one starts.
///
/// Up to ``exactLimit`` patients, an arm's courses are kept until its quantiles are taken from them. Beyond, quantiles
/// come from ``QuantileGrids``. What is counted and summarised is the same for any number of threads, and whether the
/// run was interrupted or not.
package struct PopulationRun: Sendable {
  /// Up to this number of patients, quantiles are exact.
  package static let exactLimit = 2000
  /// Patients after which a run can be taken up again.
  package static let blockSize = 4096
  /// Patients whose courses are held at a time; the first so many fix the edges of the quantiles' grids.
  static let partSize = 1024
  /// Indices in the study: what a table of a million million rows would still have room for.
  package static let patientLimit = 1_000_000_000

  /// Some patients who have been through some arms, for files with a row for each.
  package struct Batch: Sendable {
    package var drawn: DrawnPatients
    /// The arms' positions in the study, and what was read from the courses.
    package var arms: [(arm: Int, readings: PatientReadings)]
  }

  private let runner: StudyRunner
  private let plans: [ArmPlan]
  package let patients: Range<Int>
  private let threads: Int

  /// - Parameter threads: 0 takes all cores.
  package init(_ runner: StudyRunner, patients: Range<Int>, threads: Int = 0) {
    self.runner = runner
    self.patients = patients
    self.threads = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
    plans = runner.plans()
  }

  /// Nothing done yet.
  package func start() -> PopulationState {
    PopulationState(patients: patients, plans: plans, drawnCount: DrawnPatients.columnCount(runner.study.population))
  }

  /// What is read once from each course: by position in the study, each arm's endpoints in the order of
  /// ``PatientReadings``, and its visits where it has a symptom score.
  package var columns: [(endpoints: [EndpointColumn], scoreVisits: [Visit])] {
    plans.map { ($0.endpoints, $0.score == nil ? [] : $0.visits) }
  }

  /// What is told while a run goes on.
  package struct Hooks {
    /// Patients done (whole numbers of all arms; parts of them while arms are under way), and the arm under way.
    package var progress: (_ done: Double, _ arm: String) -> Void = { _, _ in }
    /// Patients who have been through every arm, in order.
    package var collect: (Batch) throws -> Void = { _ in }
    /// At the end of each block but the last.
    package var keep: (PopulationState) throws -> Void = { _ in }

    package init() {}
  }

  /// Runs with the product's simulator from where `state` is to the end.
  ///
  /// - Parameter shouldStop: asked every few milliseconds, from any thread, whether to give up.
  /// - Throws: ``RunStopped``; `state` then holds the patients whose rows were collected.
  package func run(
    _ state: PopulationState, options: SimulationOptions, shouldStop: @escaping @Sendable () -> Bool,
    hooks: Hooks
  ) throws {
    let simulate = runner.compiledOnce(options, patientCount: patients.count, shouldStop: shouldStop)
    try run(state, hooks: hooks, simulate: simulate)
  }

  package func run(_ state: PopulationState, hooks: Hooks = Hooks(), simulate: @escaping StudyRunner.Simulate) throws {
    let selection = try runner.selection(simulate)
    if state.isExact { return try runExactly(state, selection, hooks, simulate) }
    while !state.isComplete {
      let part = state.done..<min(state.done + Self.partSize, patients.count)
      try run(part, state, selection, hooks, simulate)
      if state.done % Self.blockSize == 0, !state.isComplete { try hooks.keep(state) }
    }
  }

  private func runExactly(
    _ state: PopulationState, _ selection: PatientSelection, _ hooks: Hooks, _ simulate: StudyRunner.Simulate
  ) throws {
    let drawn = try selection.select(patients)
    state.exactDrawn = drawn.intervals
    state.count(drawn, selection)
    var batch = Batch(drawn: drawn, arms: [])
    for (index, plan) in plans.enumerated() {
      hooks.progress(Double(patients.count * index) / Double(plans.count), plan.arm.title)
      do {
        let (course, stateCount) = try simulate(runner.request(plan, drawn))
        let reduction = ArmReduction(course, plan: plan, refusals: drawn.refusals, number: drawn.number)
        batch.arms.append((index, reduction.readings))
        state.exactArms.append(reduction.result(stateCount: stateCount))
      } catch let stop as RunStopped {
        if !batch.arms.isEmpty { try hooks.collect(batch) }
        throw stop
      }
    }
    try hooks.collect(batch)
    state.done = patients.count
    hooks.progress(Double(state.done), "")
  }

  /// Takes some patients through every arm. Nothing is counted before they have been through the last one.
  private func run(
    _ part: Range<Int>, _ state: PopulationState, _ selection: PatientSelection, _ hooks: Hooks,
    _ simulate: StudyRunner.Simulate
  ) throws {
    let drawn = try selection.select(part.lowerBound + patients.lowerBound..<part.upperBound + patients.lowerBound)
    var batch = Batch(drawn: drawn, arms: [])
    var staged: [(series: QuantileGrids.Staged, readings: QuantileGrids.Staged, statistics: RunStatistics)] = []
    for (index, plan) in plans.enumerated() {
      let share = Double(index) / Double(plans.count)
      hooks.progress(Double(part.lowerBound) + share * Double(part.count), plan.arm.title)
      let (course, stateCount) = try simulate(runner.request(plan, drawn))
      let readings = PatientReadings(
        course, plan: plan, refusals: drawn.refusals, threads: threads, number: drawn.number)
      let isIncluded = readings.failures.map { $0 == nil }
      state.arms[index].stateCount = stateCount
      staged.append(
        (
          state.arms[index].series.stage(course.values, isIncluded: isIncluded, threads: threads),
          state.arms[index].readings.stage(readings.values, isIncluded: isIncluded, threads: threads),
          course.statistics
        ))
      batch.arms.append((index, readings))
    }
    try hooks.collect(batch)
    let draws = state.drawn.stage(
      drawn.columns, isIncluded: (0..<drawn.count).map { drawn.refusals[$0] == nil }, threads: 1)
    state.drawn.count(draws, threads: 1)
    state.count(drawn, selection)
    for (index, own) in staged.enumerated() {
      state.arms[index].series.count(own.series, threads: threads)
      state.arms[index].readings.count(own.readings, threads: threads)
      state.arms[index].tally.add(batch.arms[index].readings, plan: plans[index])
      state.arms[index].tally.add(own.statistics)
    }
    state.done = part.upperBound
    if state.isComplete { hooks.progress(Double(state.done), "") }
  }

  /// The study's result over the patients done.
  package func result(of state: PopulationState) -> StudyResult {
    if state.isExact {
      var result = runner.result(arms: state.exactArms, drawn: state.exactDrawn, notes: state.notes)
      result.patientCount = patients.count
      result.extent = extent(state, rankError: 0)
      return result
    }
    var worst = 0.0
    let arms = zip(plans, state.arms).map { plan, arm -> ArmResult in
      let series = plan.columns.indices.map { column in
        var series = StageSeries(plan.columns[column])
        for time in plan.times.indices {
          let (values, count, rankError) = arm.series.quantiles(cell: time * plan.columns.count + column)
          series.add(values, count: count, rankError: rankError)
          worst = max(worst, rankError)
        }
        return series
      }
      let intervals = (0..<arm.readings.cellCount).map { arm.readings.interval(cell: $0) }
      worst = intervals.reduce(worst) { max($0, $1.rankError) }
      return plan.result(
        series: series, intervals: intervals.map(\.interval), tally: arm.tally, stateCount: arm.stateCount)
    }
    var result = runner.result(
      arms: arms, drawn: (0..<state.drawn.cellCount).map { state.drawn.interval(cell: $0).interval },
      notes: state.notes)
    result.patientCount = state.done
    result.extent = extent(state, rankError: worst)
    return result
  }

  private func extent(_ state: PopulationState, rankError: Double) -> PopulationExtent {
    PopulationExtent(
      first: patients.lowerBound, asked: patients.count, done: state.done, armCount: plans.count,
      rankError: rankError, isExact: state.isExact)
  }
}

extension PopulationState {
  /// Counts the draws that patients took.
  fileprivate func count(_ patients: DrawnPatients, _ selection: PatientSelection) {
    draws += patients.attempts.reduce(0, +)
    taken += patients.count - patients.refusals.count
    notes = selection.notes(draws: draws, taken: taken)
  }
}
