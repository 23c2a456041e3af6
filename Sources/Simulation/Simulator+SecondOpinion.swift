import Equations
import Solving

/// The same run by SUNDIALS, patient by patient: an oracle, and a way out when the own solver fails.
extension Simulator {
  func runSecondOpinion(
    _ method: SecondOpinion.Method, patients: ParameterTable, times: [Double], ownChanges: PatientChanges?,
    shouldStop: () -> Bool
  ) throws -> TimeCourse {
    let parameters = try PatientParameters(system: system, table: patients)
    let opinion = try SecondOpinion(system, outputs: system.observables.map(\.node), method: method)
    let clock = ContinuousClock()
    let start = clock.now
    var values: [Double] = []
    var statuses: [PatientStatus] = []
    var statistics = RunStatistics()
    values.reserveCapacity(patients.patientCount * times.count * outputs.count)
    let end = times.last ?? 0
    for patient in 0..<patients.patientCount {
      if shouldStop() { throw RunStopped() }
      let own = parameters.values(patient: patient)
      if let name = parameters.notFinite(patient: patient) {
        statuses.append(.notFinite(time: 0, name: name))
        values += [Double](repeating: .nan, count: times.count * outputs.count)
        continue
      }
      let scheduled = resolver.changes(
        of: schedule.entries, values: own, initialInputs: InitialInputs.values(system, parameters: own))
      let changes = ScheduleResolver.merged(scheduled, ownChanges?(patient, end) ?? [])
      let course = try opinion.run(
        parameters: own, events: changes.filter { $0.time <= end }.map(event), sampleTimes: times, endTime: end,
        relativeTolerance: options.relativeTolerance, absoluteTolerance: options.absoluteTolerance,
        maximumSteps: options.maximumSteps)
      values += course.values
      statistics.acceptedSteps += course.outcome.steps
      statuses.append(status(course.outcome))
    }
    statistics.solveSeconds = (clock.now - start).seconds
    statistics.failedPatients = statuses.count { !$0.isCompleted }
    return TimeCourse(
      times: times, outputs: outputs, units: system.observables.map(\.unit), patientCount: patients.patientCount,
      values: values, statuses: statuses, statistics: statistics)
  }

  private func event(_ change: ScheduleResolver.Change) -> SecondOpinion.Event {
    switch change.place {
    case .state(let index):
      .init(time: change.time, kind: kind(change.action), index: index, value: change.value)
    case .input(let index): .init(time: change.time, kind: .setInput, index: index, value: change.value)
    case .rate(let index):
      .init(
        time: change.time, kind: .setInfusionRate, index: resolver.infusedStates[index], value: change.value)
    }
  }

  private func kind(_ action: InputChange.Action) -> SecondOpinion.Event.Kind {
    switch action {
    case .add: .addToState
    case .set: .setState
    case .multiply: .multiplyState
    }
  }

  private func status(_ outcome: StiffOutcome) -> PatientStatus {
    switch outcome.status {
    case .finished: .completed
    case .tooManySteps: .solverFailed(time: outcome.time, reason: "more steps than allowed")
    case .failed(let reason): .solverFailed(time: outcome.time, reason: reason)
    }
  }
}

/// What the inputs of a system are before anything is given.
enum InitialInputs {
  static func values(_ system: EquationSystem, parameters: [Double]) -> [Double] {
    let constants = system.inputs.map { system.graph.constantValue(of: $0.initial) }
    guard constants.contains(nil) else { return constants.compactMap(\.self) }
    let tape = TapeEvaluator(system, outputs: system.inputs.map(\.initial))
    tape.begin(parameters: parameters)
    let states = tape.startStates()
    return [Double](unsafeUninitializedCapacity: system.inputs.count) { buffer, count in
      count = system.inputs.count
      guard let base = buffer.baseAddress else { return }
      states.withUnsafeBufferPointer { states in
        // A system without states still needs a pointer to hand over.
        tape.sample(time: 0, states: states.baseAddress ?? UnsafePointer(base), into: base)
      }
    }
  }
}
