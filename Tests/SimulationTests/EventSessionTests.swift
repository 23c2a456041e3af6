import Equations
import Formulas
import Networks
import Simulation
import Testing

/// Events of a model through the simulator: sessions, doses, random order by seed, failures in words.
@Suite struct EventSessionTests {
  /// One amount that decays, with events.
  static func network(_ events: [Event]) -> Network {
    var network = Network(name: "events")
    network.compartments = [Compartment(id: "body", size: 1)]
    network.species = [
      Species(id: "drug", compartment: "body", initial: .amount(0), hasOnlySubstanceUnits: true),
      Species(id: "count", compartment: "body", initial: .amount(0), hasOnlySubstanceUnits: true),
    ]
    network.parameters = [Parameter(id: "ke", value: 0.5)]
    network.reactions = [
      Reaction(
        id: "eliminate", reactants: [.init("drug")], products: [],
        law: .apply(.multiply, [.symbol("ke"), .symbol("drug")]))
    ]
    network.events = events
    return network
  }

  static let counted = Event.Assignment("count", .apply(.add, [.symbol("count"), .number(1)]))
  /// Below 1 the amount is topped up to 4, half a unit of time later.
  static let topUp = Event(
    id: "topUp", trigger: .apply(.less, [.symbol("drug"), .number(1)]), startsTrue: false, delay: .number(0.5),
    assignments: [.init("drug", .number(4)), counted])

  static func simulator(_ events: [Event], seed: UInt64 = 0, patients: Int = 1) throws -> Simulator {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    options.seed = seed
    return try Simulator(
      system: EquationSystem.build(from: network(events)), schedule: InputSchedule(), outputs: ["drug", "count"],
      options: options, patientCount: patients, extraTargets: ["drug"])
  }

  /// The first top-up comes at 0.5; then the amount falls from 4 to 1 in ln 4 / ke, and half a unit later is 4 again.
  static let period = 2 * 1.3862943611198906 + 0.5

  @Test func pendingExecutionsOutliveAStop() throws {
    let times = [0.49, 0.5, 1, 3.6, 0.5 + Self.period - 1e-6, 0.5 + Self.period + 1e-6, 9]
    let whole = try Self.simulator([Self.topUp]).run(patients: .defaults(patientCount: 1), times: times)
    let session = try Self.simulator([Self.topUp]).session(patients: .defaults(patientCount: 1))
    // The stop lies between the trigger and its delayed execution.
    let stop = 0.5 + Self.period - 0.2
    let before = try session.advance(to: stop, sampling: Array(times[..<3]), isLast: false)
    let after = try session.advance(to: 9, sampling: Array(times[3...].drop { $0 < stop }), isLast: true)
    #expect(before.value(patient: 0, time: 0, output: 1) == 0)
    #expect(before.value(patient: 0, time: 1, output: 0) == 4)
    let kept = times.filter { $0 >= stop }
    for (index, time) in kept.enumerated() {
      let one = whole.value(patient: 0, time: times.firstIndex(of: time) ?? 0, output: 0)
      #expect(abs(after.value(patient: 0, time: index, output: 0) - one) < 1e-6)
    }
    #expect(after.value(patient: 0, time: 1, output: 1) == 1)
    #expect(after.value(patient: 0, time: 2, output: 1) == 2)
  }

  @Test func aDoseSetsATriggerBack() throws {
    // Dosed at 3, before the amount falls to 1: the second top-up comes later.
    let session = try Self.simulator([Self.topUp]).session(patients: .defaults(patientCount: 1))
    try session.add(.init(time: 3, target: "drug", action: .bolus(amount: 8)))
    let course = try session.advance(to: 6, sampling: [0.5 + Self.period + 0.1, 6], isLast: true)
    #expect(course.value(patient: 0, time: 0, output: 1) == 1)
  }

  @Test func theSeedDecidesTheOrderOfEquals() throws {
    func setting(_ id: String, _ value: Double) -> Event {
      Event(
        id: id, trigger: .apply(.greaterOrEqual, [.time, .number(1)]), priority: .number(1),
        assignments: [.init("count", .number(value))])
    }
    let events = [setting("two", 2), setting("three", 3)]
    func ends(_ seed: UInt64) throws -> [Double] {
      let course = try Self.simulator(events, seed: seed, patients: 30).run(
        patients: .defaults(patientCount: 30), times: [2])
      return (0..<30).map { course.value(patient: $0, time: 0, output: 1) }
    }
    let first = try ends(1)
    #expect(Set(first) == [2, 3])
    #expect(try ends(1) == first)
    #expect(try ends(2) != first)
  }

  @Test func aPatientsOrderDoesNotDependOnTheOthers() throws {
    let events = [2.0, 3].map { value in
      Event(
        id: "set\(Int(value))", trigger: .apply(.greaterOrEqual, [.time, .number(1)]), priority: .number(1),
        assignments: [.init("count", .number(value))])
    }
    let simulator = try Self.simulator(events, patients: 30)
    let everyone = ParameterTable.defaults(patientCount: 30)
    let all = try simulator.run(patients: everyone, times: [2])
    let chosen = [3, 7, 8, 21, 29]
    let some = try simulator.run(patients: everyone.rows(chosen), times: [2])
    for (row, patient) in chosen.enumerated() {
      #expect(some.value(patient: row, time: 0, output: 1) == all.value(patient: patient, time: 0, output: 1))
    }
  }

  @Test func endlessEventsAreAStatusThatNamesOne() throws {
    let up = Event(
      id: "up", trigger: .apply(.less, [.symbol("count"), .number(1)]), startsTrue: false,
      assignments: [.init("count", .number(2))])
    let down = Event(
      id: "down", trigger: .apply(.greater, [.symbol("count"), .number(1)]), startsTrue: false,
      assignments: [.init("count", .number(0))])
    let course = try Self.simulator([up, down]).run(patients: .defaults(patientCount: 1), times: [1])
    guard case .eventFailed(let time, let event, let reason) = course.statuses[0] else {
      Issue.record("\(course.statuses[0])")
      return
    }
    #expect(time == 0 && ["up", "down"].contains(event) && reason.contains("without end"))
    #expect(course.value(patient: 0, time: 0, output: 0).isNaN)
  }

  @Test func aNegativeDelayIsAStatus() throws {
    let early = Event(
      id: "early", trigger: .apply(.greater, [.time, .number(1)]), delay: .apply(.subtract, [.number(0), .time]),
      assignments: [.init("count", .number(2))])
    let course = try Self.simulator([early]).run(patients: .defaults(patientCount: 1), times: [2])
    #expect(course.statuses[0].problem?.contains("its delay is negative") == true)
  }

  @Test func theSecondSolverNamesTheEventThatItCannotCarryOut() throws {
    var options = SimulationOptions()
    options.method = .cvode
    let simulator = try Simulator(
      system: EquationSystem.build(from: Self.network([Self.topUp])), schedule: InputSchedule(), outputs: ["drug"],
      options: options)
    #expect(throws: (any Error).self) { try simulator.run(patients: .defaults(patientCount: 1), times: [1]) }
  }
}
