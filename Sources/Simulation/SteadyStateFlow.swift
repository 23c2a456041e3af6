import Equations

/// What a steady-state regimen does to a patient's states over some time: the map whose fixed point is looked for.
struct SteadyStateFlow {
  let simulator: Simulator
  let patients: ParameterTable
  let problem: SteadyStateProblem
  /// Where the states' own values are among the simulator's outputs.
  private let columns: [Int]

  init(simulator: Simulator, patients: ParameterTable, problem: SteadyStateProblem) {
    self.simulator = simulator
    self.patients = patients.rows([problem.patient])
    self.problem = problem
    columns = simulator.stateColumns
  }

  /// The states after `time`, from each of `starts` just before a dose at time 0.
  ///
  /// - Parameter intervals: how many doses are given, the first at time 0.
  /// - Throws: ``SteadyStateFailure`` when the solver stops.
  func states(after time: Double, intervals: Int, from starts: [[Double]]) throws -> [[Double]] {
    let given = doses(intervals: intervals)
    let course = try simulator.run(
      patients: patients.rows(Array(repeating: 0, count: starts.count)), times: [time]
    ) { patient, _ in
      let settings = starts[patient].enumerated().map { state, value in
        InputChange(time: 0, place: .state(state), action: .set, value: value)
      }
      return settings + given
    }
    for status in course.statuses where !status.isCompleted {
      throw SteadyStateFailure(reason: "on the way to the steady state \(status.problem ?? "the solver stopped")")
    }
    return starts.indices.map { patient in columns.map { course.value(patient: patient, time: 0, output: $0) } }
  }

  private func doses(intervals: Int) -> [InputChange] {
    var changes = problem.levels.map {
      InputChange(time: 0, place: .input($0.input), action: .set, value: $0.value)
    }
    let rate = simulator.infusedStates.firstIndex(of: problem.state)
    func set(_ level: Double, at time: Double) {
      guard let rate else { return }
      changes.append(InputChange(time: time, place: .rate(rate), action: .set, value: level))
    }
    switch problem.regimen {
    case .constant(let level): set(level, at: 0)
    case .boluses(let amount, let interval):
      for index in 0..<intervals {
        changes.append(
          InputChange(time: Double(index) * interval, place: .state(problem.state), action: .add, value: amount))
      }
    case .infusions(let level, let duration, let interval):
      // So many infusions run all the time, and one more for the rest of the duration.
      let always = (duration / interval).rounded(.down)
      let rest = duration - always * interval
      for index in 0..<intervals {
        let start = Double(index) * interval
        set(level * (rest > 0 ? always + 1 : always), at: start)
        if rest > 0 { set(level * always, at: start + rest) }
      }
    }
    return changes
  }
}

extension Simulator {
  /// Where each state's own value is among the outputs, for a system that observes its states
  /// (`EquationSystem.observingStates`) and outputs that name them all.
  package var stateColumns: [Int] { columns(system.states.map { EquationSystem.observable(ofState: $0.name) }) }

  /// Where each input's level is among the outputs.
  package var inputColumns: [Int] { columns(system.inputs.map { EquationSystem.observable(ofInput: $0.name) }) }

  private func columns(_ names: [String]) -> [Int] {
    let place = Dictionary(
      outputs.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return names.map { place[$0] ?? 0 }
  }
}
