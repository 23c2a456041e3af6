import Equations
import Foundation
import Solving

/// A run that stops on the way: advance to a time, look, add inputs for some patients, go on.
///
/// Inputs at the time of a stop are carried out when the run goes on, so what is seen at the stop is the state before
/// them; the last call of a plain run carries them out too. A stop is a point that the solver steps onto.
package final class SimulationSession {
  private let simulator: Simulator
  private let runner: LaneRunner
  private let patients: PatientParameters
  private var added: [Int: [InputSchedule.Entry]] = [:]
  /// What a patient brings beside the schedule, sorted by time, up to a time.
  private let ownChanges: PatientChanges?
  private var checkpoints: [LaneCheckpoint?]
  private var failures: [Int: PatientStatus] = [:]
  /// Where the run stands, in the model's time unit.
  package private(set) var time = 0.0
  private var isOver = false
  private let compileSeconds: Double
  private let shouldStop: @Sendable () -> Bool

  init(
    simulator: Simulator, runner: LaneRunner, patients: PatientParameters, compileSeconds: Double,
    ownChanges: PatientChanges? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws {
    self.simulator = simulator
    self.ownChanges = ownChanges
    self.runner = runner
    self.patients = patients
    self.compileSeconds = compileSeconds
    self.shouldStop = shouldStop
    checkpoints = Array(repeating: nil, count: patients.table.patientCount)
    for patient in 0..<patients.table.patientCount {
      if let name = patients.notFinite(patient: patient) { failures[patient] = .notFinite(time: 0, name: name) }
    }
  }

  /// Adds an input for some patients (nil: all), from now on.
  ///
  /// - Throws: when the time has passed, or the target is none that the simulator was told of.
  package func add(_ entry: InputSchedule.Entry, patients chosen: [Int]? = nil) throws {
    guard entry.time >= time else { throw SimulationError.timeHasPassed(entry.time, now: time) }
    let resolved = InputSchedule([entry]).resolved(simulator.system.synonyms)
    try ScheduleResolver.check(resolved, against: simulator.system)
    for one in resolved.entries {
      guard case .infusion = one.action, let state = simulator.resolver.stateOf[one.target],
        simulator.resolver.rateOf[state] == nil
      else { continue }
      throw SimulationError.unknownTarget(
        one.target, known: simulator.resolver.infusedStates.map { simulator.system.states[$0].name })
    }
    for patient in chosen ?? Array(0..<patients.table.patientCount) { added[patient, default: []] += resolved.entries }
  }

  /// Runs every patient that has not failed on to `end`, sampling at `times` (ascending, from now to `end`).
  ///
  /// - Parameter isLast: whether the run is over then: inputs at `end` are carried out, and nothing can follow.
  /// - Throws: ``RunStopped`` when the run was told to stop on the way; it is over then.
  package func advance(to end: Double, sampling times: [Double], isLast: Bool) throws -> TimeCourse {
    try simulator.checkTimes(times)
    try simulator.checkTimes([end])
    guard !isOver else { throw SimulationError.sessionIsOver(time) }
    for asked in [end] + times.prefix(1) where asked < time {
      throw SimulationError.timeHasPassed(asked, now: time)
    }
    if let last = times.last, last > end { throw SimulationError.sampleAfterEnd(last, end: end) }
    let now = time
    let patients = patients
    let resolver = simulator.resolver
    let layout = runner.kernel.layout
    let system = simulator.system
    let entries = simulator.schedule.entries
    let added = added
    let checkpoints = checkpoints
    let ownChanges = ownChanges
    let everyone = Array(0..<patients.table.patientCount)
    let alive = failures.isEmpty ? everyone : everyone.filter { failures[$0] == nil }
    let isSame = ownChanges == nil && added.isEmpty && simulator.isScheduleCommon
    let records: @Sendable (Int) -> [InputRecord] = { patient in
      let values = patients.values(patient: patient)
      let scheduled = resolver.changes(
        of: entries + (added[patient] ?? []), values: values,
        initialInputs: InitialInputs.values(system, parameters: values))
      return ScheduleResolver.merged(scheduled, ownChanges?(patient, end) ?? [])
        .filter { $0.time >= now && (isLast ? $0.time <= end : $0.time < end) }
        .map { resolver.record($0, layout: layout) }
    }
    let job = LaneJob(
      patientCount: alive.count, startTime: now, endTime: end, sampleTimes: times,
      outputCount: simulator.outputs.count, relativeTolerance: simulator.options.relativeTolerance,
      absoluteTolerance: simulator.options.absoluteTolerance, maximumSteps: simulator.options.maximumSteps,
      parameters: { patients.values(patient: alive[$0]) },
      records: isSame ? .common(alive.isEmpty ? [] : records(alive[0])) : .own { records(alive[$0]) },
      checkpoint: { checkpoints[alive[$0]] }, keepsCheckpoints: !isLast, seed: simulator.options.seed,
      number: { patients.table.number(of: alive[$0]) }, shouldStop: shouldStop)
    let clock = ContinuousClock()
    let start = clock.now
    let threads =
      simulator.options.threads > 0 ? simulator.options.threads : ProcessInfo.processInfo.activeProcessorCount
    let result = runner.run(job, threads: threads)
    time = end
    isOver = isLast || !result.isComplete
    guard result.isComplete else { throw RunStopped() }

    var statistics = RunStatistics()
    statistics.solveSeconds = (clock.now - start).seconds
    statistics.compileSeconds = compileSeconds
    statistics.laneUse = result.laneUse
    for (index, outcome) in result.outcomes.enumerated() {
      let patient = alive[index]
      statistics.acceptedSteps += outcome.acceptedSteps
      statistics.rejectedSteps += outcome.rejectedSteps
      statistics.events += outcome.events
      if !isLast { self.checkpoints[patient] = outcome.checkpoint }
      if outcome.status != .finished { failures[patient] = status(of: outcome) }
    }
    statistics.failedPatients = failures.count
    return TimeCourse(
      times: times, outputs: simulator.outputs, units: simulator.system.observables.map(\.unit),
      patientCount: patients.table.patientCount,
      values: spread(result.values, alive: alive, patientSize: times.count * simulator.outputs.count),
      statuses: failures.isEmpty
        ? Array(repeating: .completed, count: everyone.count) : everyone.map { failures[$0] ?? .completed },
      statistics: statistics)
  }

  /// Puts the patients that ran at their places among all.
  private func spread(_ values: [Double], alive: [Int], patientSize: Int) -> [Double] {
    guard alive.count < patients.table.patientCount else { return values }
    var all = [Double](repeating: .nan, count: patients.table.patientCount * patientSize)
    for (index, patient) in alive.enumerated() {
      let source = index * patientSize
      all.replaceSubrange(
        patient * patientSize..<(patient + 1) * patientSize, with: values[source..<source + patientSize])
    }
    return all
  }

  private func status(of outcome: LaneOutcome) -> PatientStatus {
    if let event = outcome.guiltyEvent {
      return .eventFailed(
        time: outcome.time, event: simulator.system.events[event].name, reason: reason(outcome.status))
    }
    let state = outcome.worstState.map { simulator.system.states[$0] }
    let name = state?.name ?? "?"
    let equation = state?.equation ?? "?"
    switch outcome.status {
    case .inconsistent: return .inconsistent(time: outcome.time, state: name, equation: equation)
    // A step grows too short around a rate that is no number, too: then that is the reason.
    case _ where outcome.isNotFinite:
      return .notFinite(time: outcome.time, name: "the rate of \(name) (\(equation))")
    case .tooManySteps: return .tooManySteps(time: outcome.time, state: name, equation: equation)
    default: return .stepTooSmall(time: outcome.time, state: name, equation: equation)
    }
  }

  private func reason(_ status: LaneStatus) -> String {
    switch status {
    case .endlessEvents: "events cause each other without end"
    case .accumulatingEvents: "it happens ever faster, without end"
    default: "its delay is negative or no finite number"
    }
  }
}
