package import Equations
package import Pharmacology
package import Simulation

/// Runs a study: the same virtual patients through every arm, one arm after the other, each reduced to summaries
/// before the next one starts.
package struct StudyRunner: Sendable {
  /// One arm's run, as the simulator is asked for it.
  package struct Request: Sendable {
    /// The arm's id.
    package var arm: String
    package var system: EquationSystem
    package var schedule: InputSchedule
    package var outputs: [String]
    /// Rows that must not be run hold numbers that are none.
    package var patients: ParameterTable
    /// Hours.
    package var times: [Double]
    /// What the arm gives.
    package var treatments: [Treatment]
    /// What each patient brings beside the schedule.
    package var ownChanges: @Sendable (Simulator) -> PatientChanges
  }

  /// What runs one arm and says how many states that took; tests put their own in.
  package typealias Simulate = (Request) throws -> (course: TimeCourse, stateCount: Int)

  package let study: StudyProtocol
  /// The whole model, with every compound.
  package let system: EquationSystem
  package let stages: [Stage]
  let model: ModelVersion
  /// What is read of patients before any treatment, where the protocol asks for it.
  package let baselineColumns: [CovariateTable.Column]

  /// - Throws: `InputError` when the protocol names a parameter or place that the model lacks.
  package init(study: StudyProtocol, system: EquationSystem, stages: [Stage], model: ModelVersion) throws {
    try study.check(against: system)
    baselineColumns = try study.baselineColumns(system)
    self.study = study
    self.system = system
    self.stages = stages
    self.model = model
  }

  /// Runs with the product's simulator.
  package func run(
    options: SimulationOptions = .init(), progress: (String) -> Void = { _ in }
  ) throws -> StudyResult {
    try run(progress: progress, simulate: compiledOnce(options, patientCount: study.patientCount))
  }

  /// The product's simulator; an arm's machine code is made when it is first asked for, and kept.
  ///
  /// - Parameters:
  ///   - patientCount: about how many patients will run, over all requests.
  ///   - shouldStop: asked every few milliseconds, from any thread, whether to give up (``RunStopped``).
  func compiledOnce(
    _ options: SimulationOptions, patientCount: Int, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> Simulate {
    var options = options
    options.seed = study.seed
    var simulators: [String: Simulator] = [:]
    return { [options, study] request in
      if shouldStop() { throw RunStopped() }
      let simulator =
        try simulators[request.arm]
        ?? Simulator(
          system: request.system, schedule: request.schedule, outputs: request.outputs, options: options,
          patientCount: patientCount, extraTargets: study.occasionTargets(request.treatments))
      simulators[request.arm] = simulator
      let course = try simulator.run(
        patients: request.patients, times: request.times, ownChanges: request.ownChanges(simulator),
        shouldStop: shouldStop)
      return (course, simulator.system.states.count)
    }
  }

  /// - Parameter progress: is told the title of every arm before it runs.
  package func run(
    progress: (String) -> Void = { _ in }, simulate: @escaping Simulate
  ) throws -> StudyResult {
    let selection = try selection(simulate)
    let drawn = try selection.select(0..<study.patientCount)
    let arms = try plans().map { plan in
      progress(plan.arm.title)
      let (course, stateCount) = try simulate(request(plan, drawn))
      return ArmReduction(course, plan: plan, refusals: drawn.refusals).result(stateCount: stateCount)
    }
    return result(
      arms: arms, drawn: drawn.intervals,
      notes: selection.notes(draws: drawn.attempts.reduce(0, +), taken: drawn.count - drawn.refusals.count))
  }

  /// Draws, selects and weighs the study's patients; where the protocol looks at them before any treatment, `simulate`
  /// runs them without one.
  func selection(_ simulate: @escaping Simulate) throws -> PatientSelection {
    try PatientSelection(study: study, system: system) { [system] drawn, observables, hours in
      let request = Request(
        arm: "", system: system, schedule: InputSchedule(), outputs: observables, patients: drawn.parameters,
        times: [hours], treatments: [], ownChanges: { drawn.ownChanges(in: $0, treatments: []) })
      let course = try simulate(request).course
      return (0..<drawn.count).map { row in
        observables.indices.map { output in
          course.statuses[row].isCompleted ? course.value(patient: row, time: 0, output: output) : .nan
        }
      }
    }
  }

  /// ``selection(_:)`` with the product's simulator.
  package func selection(options: SimulationOptions = .init()) throws -> PatientSelection {
    try selection(compiledOnce(options, patientCount: study.patientCount))
  }

  /// The arms worked out, in the protocol's order.
  func plans() -> [ArmPlan] {
    let visits = Visit.all(durationDays: study.durationDays)
    let known = Set(system.observables.map(\.name))
    return study.arms.map {
      ArmPlan($0, stages: stages, visits: visits, durationHours: study.durationHours, known: known)
    }
  }

  func request(_ plan: ArmPlan, _ drawn: DrawnPatients) -> Request {
    var table = drawn.parameters
    for row in drawn.refusals.keys {
      for column in table.names.indices { table.values[row * table.names.count + column] = .nan }
    }
    return Request(
      arm: plan.arm.id, system: system, schedule: plan.schedule, outputs: plan.outputs, patients: table,
      times: plan.times, treatments: plan.arm.treatments,
      ownChanges: { drawn.ownChanges(in: $0, treatments: plan.arm.treatments) })
  }

  /// - Parameters:
  ///   - drawn: over the patients, of each column of ``DrawnPatients/columns``.
  ///   - notes: how patients were selected.
  func result(arms: [ArmResult], drawn: [Interval], notes: [String]) -> StudyResult {
    return StudyResult(
      title: study.title, durationDays: study.durationDays, seed: study.seed, patientCount: study.patientCount,
      model: model,
      variability: zip(described, drawn).map { described, interval in
        VariedParameter(
          name: described.name, unit: described.unit, distribution: described.words, drawn: interval)
      }, stages: stages, visits: Visit.all(durationDays: study.durationDays), arms: arms,
      notes: sameness + notes + missingStages)
  }

  /// What is drawn, in the order of ``DrawnPatients/columns``.
  private var described: [(name: String, unit: String, words: String)] {
    let units = Dictionary(system.parameters.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    let population = study.population
    return population.covariates.map { ($0.name, $0.unit, $0.description) }
      + population.parameterNames.map { name in
        let distribution = study.variations.first { $0.name == name }.map { "\($0.distribution)" }
        let formula = population.formulas.first { $0.name == name }.map { "= \($0.formula.text)" }
        let occasions = population.occasions.first { $0.parameter == name }.map(\.description)
        return (
          name, units[population.startNames[name] ?? name] ?? "",
          [distribution, formula, occasions].compactMap(\.self).joined(separator: "; ")
        )
      }
  }

  /// Said when a number of patients was asked for and nothing tells them apart.
  private var sameness: [String] {
    guard study.patientCount > 1, study.population.parameterNames.isEmpty, study.population.occasions.isEmpty
    else { return [] }
    return ["All \(study.patientCount) patients are the same one: the protocol varies nothing between them."]
  }

  private var missingStages: [String] {
    let known = Set(system.observables.map(\.name))
    return stages.compactMap { stage in
      guard case .observable(let name) = stage.source, !known.contains(name) else { return nil }
      return "\(stage.title) is left out: the model has no \"\(name)\"."
    }
  }
}
