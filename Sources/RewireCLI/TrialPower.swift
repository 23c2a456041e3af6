import Rewire
import Simulation
import Trials

/// Runs a trial again for questions about its size: with parameters that are not known, and with other numbers of
/// subjects. Only the trial as it would be run is looked at.
struct TrialPower {
  let setup: TrialSetup
  let threads: Int
  let options: SimulationOptions
  let replicates: Int
  /// Subjects; a larger trial is not simulated.
  private static let largestTrial = 20_000

  /// The replicates of a design with parameters drawn for each, or as they stand.
  ///
  /// - Throws: `RunStopped`, or what cannot be run.
  func result(
    of design: TrialDesign, runner: TrialRunner, drawn: Bool, progress: (Int) -> Void
  ) throws -> EstimandResult? {
    let stop: @Sendable () -> Bool = { Interruption.isRequested }
    let rows = TrialRows(analysis: TrialAnalysis(design: design, scales: setup.scales.scales), threads: threads)
    var tally = TrialTally(design: design)
    var waiting: [[TrialData]] = []
    var done = 0
    func analyse() throws {
      let outcomes = try rows.rows(of: waiting, shouldStop: stop)
      waiting.removeAll()
      for values in outcomes {
        tally.add([ReplicateOutcome(replicate: done, estimand: .asRun, values: values)])
        done += 1
      }
      progress(done)
    }
    try runner.run(
      0..<replicates, estimands: [.asRun], assurance: drawn, options: options, shouldStop: stop
    ) { data in
      waiting.append(data)
      // A block of the runner's own size: few replicates of a large trial, many of a small one.
      if waiting.count * design.subjectCount >= 8192 { try analyse() }
    }
    try analyse()
    return tally.result()[.asRun]
  }

  /// What not knowing the parameters does to the power.
  func assurance(fixed: EstimandResult, progress: (Int) -> Void) throws -> Assurance? {
    try result(of: setup.design, runner: setup.runner, drawn: true, progress: progress)
      .flatMap { Assurance(drawn: $0, fixed: fixed) }
  }

  /// The size at which the trial has a power.
  ///
  /// - Parameters:
  ///   - planned: the replicates of the trial as it stands, which are not run again; nil: they are.
  ///   - progress: is told the size that is being simulated and how many of its replicates are done.
  func search(
    power: Double, drawn: Bool, planned: EstimandResult?, progress: (_ subjects: Int, _ done: Int) -> Void
  ) throws -> PowerSearchResult {
    let design = setup.design.withSimpleAllocation
    let total = design.allocationTotal
    let search = PowerSearch(
      target: power, alpha: design.analysis.alpha, largestUnits: max(2, Self.largestTrial / total))
    return try search.run(start: design.units) { units in
      let sized = design.sized(units: units)
      if let planned, sized.arms.map(\.allocation) == setup.design.arms.map(\.allocation),
        sized.subjectCount == setup.design.subjectCount,
        let evaluation = PowerEvaluation(units: units, result: planned)
      {
        return evaluation
      }
      let result = try result(of: sized, runner: setup.runner(of: sized), drawn: drawn) {
        progress(sized.subjectCount, $0)
      }
      guard let result, let evaluation = PowerEvaluation(units: units, result: result) else {
        return PowerEvaluation(
          units: units, power: ReplicateShare(count: 0, total: replicates), effect: .nan, standardError: .nan)
      }
      return evaluation
    }
  }
}
