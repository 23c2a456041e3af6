package import Equations
import NativeCode
import Solving

/// One model with the targets that schedules may reach and the outputs to sample, ready to run for many patients.
///
/// What the run never touches is pruned, so a compound that nobody takes costs nothing. Building costs some
/// milliseconds, and machine code is taken from the cache when the same system was run before.
package struct Simulator: Sendable {
  /// The system that is run: pruned.
  package let system: EquationSystem
  package let schedule: InputSchedule
  package let outputs: [String]
  package private(set) var options: SimulationOptions
  let resolver: ScheduleResolver
  let runner: LaneRunner?
  private let compileSeconds: Double

  /// - Parameters:
  ///   - system: a model's equations, not pruned.
  ///   - outputs: names of states, rules' variables or any other observable.
  ///   - patientCount: about how many patients will run (decides how much work goes into code, not its results).
  ///   - extraTargets: names that inputs added later may reach, beside the schedule's.
  /// - Throws: an error that names the unknown output, target or parameter and the nearest known one.
  package init(
    system: EquationSystem, schedule: InputSchedule, outputs: [String], options: SimulationOptions = .init(),
    patientCount: Int = 1, extraTargets: Set<String> = []
  ) throws {
    let known = Set(system.observables.map(\.name))
    for output in outputs where !known.contains(output) {
      throw SimulationError.unknownOutput(output, known: system.observables.map(\.name))
    }
    let schedule = schedule.resolved(system.synonyms)
    let reachable = system.states.map(\.name) + system.inputs.map(\.name)
    for target in extraTargets where !reachable.contains(system.synonyms[target] ?? target) {
      throw SimulationError.unknownTarget(target, known: reachable)
    }
    let targets = Set(schedule.entries.map(\.target)).union(extraTargets.map { system.synonyms[$0] ?? $0 })
    try ScheduleResolver.check(schedule, against: system)
    try ScheduleResolver.checkInputs(targets, of: system)
    let pruned = system.pruned(touching: targets, outputs: outputs)
    let infused = pruned.states.indices.filter { targets.contains(pruned.states[$0].name) }
    let clock = ContinuousClock()
    let start = clock.now
    if options.method == .rodas5p {
      let kernel = EnsembleKernel(pruned, outputs: pruned.observables.map(\.node), infusedStates: infused)
      runner = LaneRunner(kernel: kernel, code: try Self.code(kernel, patientCount: patientCount, options: options))
    } else {
      runner = nil
    }
    compileSeconds = (clock.now - start).seconds
    self.system = pruned
    self.schedule = schedule
    self.outputs = outputs
    self.options = options
    resolver = ScheduleResolver(system: pruned, infusedStates: infused, layout: runner?.kernel.layout)
  }

  private static func code(
    _ kernel: EnsembleKernel, patientCount: Int, options: SimulationOptions
  ) throws -> KernelCode {
    if options.interprets { return .interpreted(KernelInterpreter(kernel.program)) }
    // One patient needs no lanes: a narrow kernel is compiled faster.
    let width = options.width ?? (patientCount == 1 ? 1 : nil)
    let tier = options.tier ?? (patientCount < 64 ? .quick : .full)
    return .compiled(try CompiledKernel(kernel.program, processor: options.processor, width: width, tier: tier))
  }

  /// Runs every patient from time 0 to the last sample time. Deterministic: a patient's course depends on its own
  /// parameters only, not on lanes, threads or neighbours.
  ///
  /// - Parameters:
  ///   - times: ascending, not negative.
  ///   - ownChanges: what a patient brings beside the schedule.
  ///   - shouldStop: asked every few milliseconds, from any thread, whether to give up.
  /// - Throws: ``RunStopped`` when it gave up.
  package func run(
    patients: ParameterTable, times: [Double], ownChanges: PatientChanges? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> TimeCourse {
    try checkTimes(times)
    switch options.method {
    case .cvode:
      return try runSecondOpinion(
        .cvode, patients: patients, times: times, ownChanges: ownChanges, shouldStop: shouldStop)
    case .ida:
      return try runSecondOpinion(
        .ida, patients: patients, times: times, ownChanges: ownChanges, shouldStop: shouldStop)
    case .rodas5p: break
    }
    let session = try session(patients: patients, ownChanges: ownChanges, shouldStop: shouldStop)
    return try session.advance(to: times.last ?? 0, sampling: times, isLast: true)
  }

  /// Starts a run that stops on the way: advance, decide, add inputs, go on.
  package func session(
    patients: ParameterTable, ownChanges: PatientChanges? = nil,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws -> SimulationSession {
    guard let runner else { throw SimulationError.sessionsNeedOwnSolver(options.method.rawValue) }
    return try SimulationSession(
      simulator: self, runner: runner, patients: PatientParameters(system: system, table: patients),
      compileSeconds: compileSeconds, ownChanges: ownChanges, shouldStop: shouldStop)
  }

  /// Whether the schedule is the same for all patients: nothing in it depends on their parameters.
  var isScheduleCommon: Bool {
    schedule.entries.allSatisfy { $0.scaledBy.isEmpty && $0.lag == nil && $0.duration == nil }
      && system.inputs.allSatisfy { system.graph.constantValue(of: $0.initial) != nil }
  }

  /// Whether the machine code was taken from the cache; nil where there is none.
  package var codeIsFromCache: Bool? {
    guard case .compiled(let kernel)? = runner?.code else { return nil }
    return kernel.isFromCache
  }

  /// How many patients are advanced together; 1 where they are not.
  package var laneCount: Int { runner?.code.width ?? 1 }

  /// The states that infusions reach, as positions in `system.states`.
  package var infusedStates: [Int] { resolver.infusedStates }

  /// The same with smaller tolerances: the relative one not below 10⁻¹².
  func tightened(by factor: Double) -> Simulator {
    var tight = self
    let relative = options.relativeTolerance
    tight.options.relativeTolerance = min(relative, max(1e-12, relative * factor))
    tight.options.absoluteTolerance *= factor
    return tight
  }

  func checkTimes(_ times: [Double]) throws {
    for (index, time) in times.enumerated() {
      guard time.isFinite, time >= 0 else { throw SimulationError.badTime(time) }
      if index > 0, times[index - 1] > time { throw SimulationError.timesNotSorted(times[index - 1], time) }
    }
  }
}

extension Duration {
  /// As a number of seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
