package import Equations
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
    /// What each patient brings beside the schedule.
    package var ownChanges: @Sendable (Simulator) -> PatientChanges
  }

  /// What runs one arm and says how many states that took; tests put their own in.
  package typealias Simulate = (Request) throws -> (course: TimeCourse, stateCount: Int)

  let study: StudyProtocol
  let system: EquationSystem
  let stages: [Stage]
  let model: ModelVersion

  /// - Throws: `InputError` when the protocol names a parameter or place that the model lacks.
  package init(study: StudyProtocol, system: EquationSystem, stages: [Stage], model: ModelVersion) throws {
    try study.check(against: system)
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
    return { [options] request in
      if shouldStop() { throw RunStopped() }
      let simulator =
        try simulators[request.arm]
        ?? Simulator(
          system: request.system, schedule: request.schedule, outputs: request.outputs, options: options,
          patientCount: patientCount)
      simulators[request.arm] = simulator
      let course = try simulator.run(
        patients: request.patients, times: request.times, ownChanges: request.ownChanges(simulator),
        shouldStop: shouldStop)
      return (course, simulator.system.states.count)
    }
  }

  /// - Parameter progress: is told the title of every arm before it runs.
  package func run(progress: (String) -> Void = { _ in }, simulate: Simulate) throws -> StudyResult {
    let drawn = try study.draw(0..<study.patientCount)
    let arms = try plans().map { plan in
      progress(plan.arm.title)
      let (course, stateCount) = try simulate(request(plan, drawn))
      return ArmReduction(course, plan: plan, refusals: drawn.refusals).result(stateCount: stateCount)
    }
    return result(arms: arms, drawn: intervals(of: drawn))
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
      times: plan.times, ownChanges: drawn.ownChanges)
  }

  /// Row-major, what was drawn of each parameter that varies, in the protocol's order.
  func variationValues(_ drawn: DrawnPatients) -> [Double] {
    let table = drawn.parameters
    let columns = study.variations.map { variation in table.names.firstIndex(of: variation.name) }
    return (0..<drawn.count).flatMap { row in
      columns.map { $0.map { table.values[row * table.names.count + $0] } ?? .nan }
    }
  }

  func intervals(of drawn: DrawnPatients) -> [Interval] {
    let (values, width) = (variationValues(drawn), study.variations.count)
    return (0..<width).map { column in Interval(of: (0..<drawn.count).map { values[$0 * width + column] }) }
  }

  /// - Parameter drawn: what was drawn of each parameter that varies.
  func result(arms: [ArmResult], drawn: [Interval]) -> StudyResult {
    let units = Dictionary(system.parameters.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    return StudyResult(
      title: study.title, durationDays: study.durationDays, seed: study.seed, patientCount: study.patientCount,
      model: model,
      variability: zip(study.variations, drawn).map { variation, interval in
        VariedParameter(
          name: variation.name, unit: units[variation.name] ?? "", distribution: "\(variation.distribution)",
          drawn: interval)
      }, stages: stages, visits: Visit.all(durationDays: study.durationDays), arms: arms,
      notes: sameness + missingStages)
  }

  /// Said when a number of patients was asked for and nothing tells them apart.
  private var sameness: [String] {
    guard study.patientCount > 1, study.variations.isEmpty else { return [] }
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
