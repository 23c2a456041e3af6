import Diagnostics
import Simulation
import Testing

/// Running to a stop, looking, adding inputs for some, going on.
@Suite struct SessionTests {
  static let model = OneCompartment()

  static func simulator(_ entries: [InputSchedule.Entry] = [], extra: Set<String> = []) throws -> Simulator {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    return try Simulator(
      system: model.system(), schedule: InputSchedule(entries), outputs: ["central"], options: options,
      patientCount: 3, extraTargets: extra)
  }

  static let dose = InputSchedule.Entry(time: 0, target: "central", action: .bolus(amount: 10))

  @Test func aSecondDoseForThoseWhoNeedIt() throws {
    let patients = ParameterTable(names: ["ke"], patientCount: 3, values: [0.05, 0.15, 0.4])
    let session = try Self.simulator([Self.dose]).session(patients: patients)
    let first = try session.advance(to: 8, sampling: [0, 4, 8], isLast: false)
    #expect(session.time == 8)
    // Decide on what is seen at the stop: those below 5 get a second dose at once.
    let low = (0..<3).filter { first.value(patient: $0, time: 2, output: 0) < 5 }
    #expect(low == [1, 2])
    try session.add(.init(time: 8, target: "central", action: .bolus(amount: 10)), patients: low)
    let second = try session.advance(to: 12, sampling: [8, 10, 12], isLast: true)
    for (patient, ke) in [0.05, 0.15, 0.4].enumerated() {
      let model = OneCompartment(elimination: ke)
      for (index, t) in [8.0, 10, 12].enumerated() {
        let expected = model.bolus(10, t) + (low.contains(patient) ? model.bolus(10, t - 8) : 0)
        #expect(abs(second.value(patient: patient, time: index, output: 0) - expected) < 1e-7)
      }
    }
  }

  @Test func anInfusionGoesOnAcrossAStop() throws {
    let entry = InputSchedule.Entry(time: 1, target: "central", action: .infusion(amount: 12, duration: 6))
    let session = try Self.simulator([entry]).session(patients: .defaults(patientCount: 1))
    _ = try session.advance(to: 4, sampling: [], isLast: false)
    let course = try session.advance(to: 20, sampling: [4, 7, 20], isLast: true)
    for (index, t) in [4.0, 7, 20].enumerated() {
      #expect(abs(course.value(patient: 0, time: index, output: 0) - Self.model.infusion(12, over: 6, t - 1)) < 1e-7)
    }
  }

  @Test func stoppingChangesNoMoreThanTheTolerance() throws {
    let whole = try Self.simulator([Self.dose]).run(patients: .defaults(patientCount: 1), times: [24])
    let session = try Self.simulator([Self.dose]).session(patients: .defaults(patientCount: 1))
    for stop in [0.0, 5, 5, 11] { _ = try session.advance(to: stop, sampling: [], isLast: false) }
    let parts = try session.advance(to: 24, sampling: [24], isLast: true)
    #expect(abs(parts.values[0] - whole.values[0]) < 1e-8)
  }

  @Test func whatComesTooLateIsRefused() throws {
    let session = try Self.simulator([Self.dose]).session(patients: .defaults(patientCount: 1))
    _ = try session.advance(to: 8, sampling: [], isLast: false)
    #expect(throws: SimulationError.timeHasPassed(3, now: 8)) {
      try session.add(.init(time: 3, target: "central", action: .bolus(amount: 1)))
    }
    #expect(throws: SimulationError.timeHasPassed(4, now: 8)) { try session.advance(to: 4, sampling: [], isLast: true) }
  }

  @Test func aPatientThatFailedStaysFailed() throws {
    let patients = ParameterTable(names: ["ke"], patientCount: 3, values: [0.1, .nan, 0.1])
    let session = try Self.simulator([Self.dose]).session(patients: patients)
    _ = try session.advance(to: 1, sampling: [1], isLast: false)
    let course = try session.advance(to: 2, sampling: [2], isLast: true)
    #expect(course.statuses[0] == .completed)
    #expect(course.statuses[1] == .notFinite(time: 0, name: "ke"))
    #expect(course.value(patient: 1, time: 0, output: 0).isNaN)
    #expect(course.value(patient: 0, time: 0, output: 0) == course.value(patient: 2, time: 0, output: 0))
    #expect(course.statistics.failedPatients == 1)
  }

  @Test func nothingFollowsTheEnd() throws {
    let session = try Self.simulator([Self.dose]).session(patients: .defaults(patientCount: 1))
    #expect(throws: SimulationError.sampleAfterEnd(9, end: 8)) {
      try session.advance(to: 8, sampling: [9], isLast: false)
    }
    _ = try session.advance(to: 8, sampling: [8], isLast: true)
    #expect(throws: SimulationError.sessionIsOver(8)) { try session.advance(to: 12, sampling: [12], isLast: true) }
  }

  @Test func infusionsReachOnlyWhatWasDeclared() throws {
    let infusion = InputSchedule.Entry(time: 1, target: "depot", action: .infusion(amount: 1, duration: 1))
    let session = try Self.simulator([Self.dose]).session(patients: .defaults(patientCount: 1))
    #expect(throws: SimulationError.self) { try session.add(infusion) }
    let declared = try Self.simulator([Self.dose], extra: ["depot"]).session(patients: .defaults(patientCount: 1))
    try declared.add(infusion)
    #expect(throws: SimulationError.self) { try Self.simulator(extra: ["depott"]) }
  }

  @Test func workIsCountedOnce() throws {
    let whole = try Self.simulator([Self.dose]).run(patients: .defaults(patientCount: 3), times: [24])
    let session = try Self.simulator([Self.dose]).session(patients: .defaults(patientCount: 3))
    var steps = 0
    for stop in [6.0, 12, 18, 24] {
      let part = try session.advance(to: stop, sampling: [], isLast: stop == 24)
      steps += part.statistics.acceptedSteps
      #expect(part.statistics.laneUse <= 1)
    }
    #expect(steps >= whole.statistics.acceptedSteps && steps < 2 * whole.statistics.acceptedSteps + 60)
  }
}
