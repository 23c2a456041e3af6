import Diagnostics
package import Equations
import Populations
import Randomness
package import Simulation
import Synchronization

/// Runs a planned trial: many replicates of it, each with its own virtual patients, in constant memory.
///
/// Replicate r looks at the candidates r·S to (r + 1)·S - 1 of the study's stream, where the budget S follows from the
/// design alone. So a replicate, and every subject in it, is the same whatever else is run, in which parts, and on how
/// many threads.
package struct TrialRunner: Sendable {
  package let design: TrialDesign
  /// Of each step's error, instead of those in the options of a run: what this leaves in a course (below a hundredth of a
  /// point) is far below what measurement adds (points).
  package var relativeTolerance = 1e-4
  package var absoluteTolerance = 1e-6
  private let system: EquationSystem
  private let parameters: TrialParameters
  private let scales: ScaleLibrary
  private let clock: TrialClock
  /// Values of the model's own parameters that the design sets.
  private let modelValues: [String: Double]
  private let prepared = Mutexed<[SimulationOptions: TrialPreparation]>([:])

  /// Subjects that go through the simulator together, about.
  private static let blockSize = 4096

  /// - Parameters:
  ///   - system: the equations of the patient model (`TrialDesign.equations(of:)`).
  ///   - parameters: the library's.
  ///   - scales: the library's.
  /// - Throws: `InputError` for names that neither the model nor the trial layer has, and for what cannot be run.
  package init(
    design: TrialDesign, system: EquationSystem, parameters: TrialParameters, scales: ScaleLibrary
  ) throws {
    try design.check(against: system, parameters: parameters)
    self.design = design
    self.system = system
    self.parameters = parameters.replacing(design.settings)
    self.scales = scales
    clock = TrialClock(design)
    modelValues = design.settings.filter { !Set(parameters.names).contains($0.key) }
  }

  /// Runs replicates and hands each out, in order, every asked estimand of it together.
  ///
  /// - Parameters:
  ///   - detailed: replicates whose subjects carry items and exposures.
  ///   - assurance: whether what the design calls uncertain is drawn anew for each replicate.
  ///   - progress: is told how many of these replicates are done.
  /// - Throws: `RunStopped` when `shouldStop` said so; what `body` throws.
  package func run(
    _ replicates: Range<Int>, estimands: [Estimand], detailed: Set<Int> = [], assurance: Bool = false,
    options: SimulationOptions = .init(), shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: (Int) -> Void = { _ in }, body: ([TrialData]) throws -> Void
  ) throws {
    let context = context(options, shouldStop)
    let prepared = try preparation(context)
    let last = TrialPreparation.firstPilot / max(1, prepared.enroller.budget)
    guard replicates.lowerBound >= 0, replicates.upperBound <= last else {
      throw InputError("a trial of this size has replicates from 0 to \(last - 1)")
    }
    let perBlock = max(1, Self.blockSize / max(1, design.subjectCount))
    var first = replicates.lowerBound
    while first < replicates.upperBound {
      let block = first..<min(first + perBlock, replicates.upperBound)
      let changes = try block.map { try self.changes(replicate: $0, assurance: assurance, prepared) }
      let enrolled = try prepared.enroller.enrol(
        block, changes: { changes[$0 - block.lowerBound] }, run: context)
      let layers = changes.map(\.layer)
      let subjects = try BlockRun(
        design: design, clock: clock, prepared: prepared, enrolled: enrolled, layers: layers, detailed: detailed,
        context: context
      ).subjects(estimands)
      for replicate in enrolled.replicates {
        try body(
          estimands.enumerated().map { index, estimand in
            TrialData(
              replicate: replicate.number, estimand: estimand,
              subjects: Array(subjects[index][replicate.subjects].joined()), screened: replicate.screened)
          })
      }
      first = block.upperBound
      progress(first - replicates.lowerBound)
    }
  }

  /// Sentences on what the trial cannot meet, for the report: a baseline that cannot be matched.
  package func notes(options: SimulationOptions = .init()) throws -> [String] {
    try preparation(context(options) { false }).notes
  }

  /// Candidates that each replicate may look at.
  package func candidateBudget(options: SimulationOptions = .init()) throws -> Int {
    try preparation(context(options) { false }).enroller.budget
  }

  private func context(_ options: SimulationOptions, _ shouldStop: @escaping @Sendable () -> Bool) -> RunContext {
    var options = options
    options.seed = design.seed
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = absoluteTolerance
    return RunContext(options: options, shouldStop: shouldStop)
  }

  private func preparation(_ context: RunContext) throws -> TrialPreparation {
    var key = context.options
    key.threads = 0
    if let done = prepared.value({ $0[key] }) { return done }
    let made = try TrialPreparation(
      design: design, system: system, parameters: parameters, scales: scales, values: modelValues, run: context)
    prepared.value { $0[key] = made }
    return made
  }

  /// What is changed in the model and in the trial's layer in one replicate.
  private func changes(
    replicate: Int, assurance: Bool, _ prepared: TrialPreparation
  ) throws -> Enroller.Changes {
    guard assurance, !design.uncertain.isEmpty else {
      return Enroller.Changes(replicate: replicate, values: modelValues, layer: prepared.layer)
    }
    var values = modelValues
    var own: [String: Double] = [:]
    let names = Set(parameters.names)
    for variation in design.uncertain {
      var stream = TrialStreams(seed: design.seed).uncertain(
        replicate * prepared.enroller.budget, name: variation.name)
      let value = variation.distribution.value(share: stream.uniform())
      if names.contains(variation.name) { own[variation.name] = value } else { values[variation.name] = value }
    }
    let layer =
      own.isEmpty
      ? prepared.layer
      : try ObservationLayer(
        design: design, parameters: parameters.replacing(own), scales: scales, arms: prepared.layer.arms)
    return Enroller.Changes(replicate: replicate, values: values, layer: layer)
  }
}

/// A value behind a lock that copies share.
final class Mutexed<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  init(_ value: Value) { mutex = Mutex(value) }

  func value<Result: Sendable>(_ body: (inout Value) -> Result) -> Result { mutex.withLock { body(&$0) } }
}
