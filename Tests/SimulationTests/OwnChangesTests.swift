import Equations
import Simulation
import Testing

/// Changes that a patient brings itself, beside a schedule.
@Suite struct OwnChangesTests {
  private static let model = OneCompartment()

  private func course(
    _ changes: [InputChange], patients: Int = 1, change: (inout SimulationOptions) -> Void = { _ in }
  ) throws -> TimeCourse {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    change(&options)
    let simulator = try Simulator(
      system: Self.model.system(), schedule: InputSchedule(), outputs: ["central"], options: options,
      patientCount: patients, extraTargets: ["central"])
    return try simulator.run(patients: .defaults(patientCount: patients), times: [0, 2, 4, 6]) { patient, end in
      changes.filter { $0.time <= end }.map { change in
        var own = change
        if own.action != .multiply { own.value *= Double(patient + 1) }
        return own
      }
    }
  }

  /// Position of the central compartment, and of infusions into it, in the pruned system.
  private func places() throws -> (state: Int, rate: Int) {
    let simulator = try Simulator(
      system: Self.model.system(), schedule: InputSchedule(), outputs: ["central"], extraTargets: ["central"])
    let state = try #require(simulator.system.states.firstIndex { $0.name == "central" })
    return (state, try #require(simulator.infusedStates.firstIndex(of: state)))
  }

  @Test func addSetAndMultiply() throws {
    let (state, rate) = try places()
    let changes = [
      InputChange(time: 0, place: .state(state), action: .add, value: 50),
      InputChange(time: 2, place: .state(state), action: .multiply, value: 0.25),
      InputChange(time: 2, place: .state(state), action: .add, value: 1),
      InputChange(time: 4, place: .state(state), action: .set, value: 7),
      InputChange(time: 4, place: .rate(rate), action: .set, value: 3),
    ]
    let half = Self.model.bolus(50, 2) * 0.25 + 1
    let expected = [50, half, 7, Self.model.bolus(7, 2) + Self.model.infusion(6, over: 2, 2)]
    for method in [SimulationOptions.Method.rodas5p, .cvode] {
      let found = try course(changes) { $0.method = method }.values
      for (value, known) in zip(found, expected) { #expect(abs(value - known) < 1e-6) }
    }
    // Every width gives the same bits, and every patient gets its own changes.
    let narrow = try course(changes, patients: 5) { $0.width = 1 }
    let wide = try course(changes, patients: 5) { $0.width = 4 }
    #expect(narrow.values.map(\.bitPattern) == wide.values.map(\.bitPattern))
    for patient in 0..<5 {
      #expect(abs(narrow.value(patient: patient, time: 2, output: 0) - 7 * Double(patient + 1)) < 1e-9)
    }
  }

  @Test func expressionsOfParametersNeedNoRun() throws {
    let system = try Self.model.system()
    let patients = ParameterTable(names: ["F"], patientCount: 2, values: [0.3, 0.9])
    let expressions = try ParameterExpressions(system: system, names: ["F", "session", "weight"], patients: patients)
    #expect(expressions.values(patient: 0, time: 0, inputs: []) == [0.3, 0, 70])
    #expect(expressions.values(patient: 1, time: 3, inputs: [("session", 2)]) == [0.9, 2, 70])
    #expect(throws: SimulationError.dependsOnStates("central")) {
      try ParameterExpressions(system: system, names: ["central"], patients: patients)
    }
  }
}
