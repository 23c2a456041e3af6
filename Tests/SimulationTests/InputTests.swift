import Diagnostics
import Equations
import Simulation
import Testing

/// Doses, infusions, lags and levels against closed forms.
@Suite struct InputTests {
  static let model = OneCompartment()

  static func run(
    _ entries: [InputSchedule.Entry], times: [Double], outputs: [String] = ["central"],
    patients: ParameterTable = .defaults(patientCount: 1), change: (inout SimulationOptions) -> Void = { _ in }
  ) throws -> TimeCourse {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    change(&options)
    let simulator = try Simulator(
      system: model.system(), schedule: InputSchedule(entries), outputs: outputs, options: options)
    return try simulator.run(patients: patients, times: times)
  }

  static func expect(
    _ course: TimeCourse, _ expected: (Double) -> Double, within tolerance: Double = 1e-7,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let areCompleted = course.statuses.allSatisfy(\.isCompleted)
    #expect(areCompleted, sourceLocation: sourceLocation)
    let largest = course.times.map { abs(expected($0)) }.max() ?? 1
    for (index, time) in course.times.enumerated() {
      let value = course.value(patient: 0, time: index, output: 0)
      #expect(
        abs(value - expected(time)) <= tolerance * largest, "at \(time): \(value), not \(expected(time))",
        sourceLocation: sourceLocation)
    }
  }

  static let times = (0...96).map { Double($0) * 0.5 }

  @Test func bolus() throws {
    let course = try Self.run([.init(time: 1, target: "central", action: .bolus(amount: 100))], times: Self.times)
    Self.expect(course) { Self.model.bolus(100, $0 - 1) }
  }

  @Test func firstOrderAbsorptionWithLagAndBioavailability() throws {
    let course = try Self.run(
      [.init(time: 2, target: "depot", action: .bolus(amount: 100), scaledBy: ["F"], lag: "lag")], times: Self.times)
    Self.expect(course) { Self.model.oral(70, $0 - 2.5) }
  }

  @Test func dosePerKilogram() throws {
    let course = try Self.run(
      [.init(time: 0, target: "central", action: .infusion(amount: 0.5, duration: 2.0 / 3), scaledBy: ["weight"])],
      times: Self.times)
    Self.expect(course) { Self.model.infusion(35, over: 2.0 / 3, $0) }
  }

  @Test func overlappingInfusionsAddAndReturnToZero() throws {
    let course = try Self.run(
      [
        .init(time: 1, target: "central", action: .infusion(amount: 30, duration: 4)),
        .init(time: 3, target: "central", action: .infusion(amount: 7, duration: 0.3)),
        .init(time: 3.1, target: "central", action: .infusion(amount: 11, duration: 10)),
      ], times: Self.times)
    Self.expect(course) {
      Self.model.infusion(30, over: 4, $0 - 1) + Self.model.infusion(7, over: 0.3, $0 - 3)
        + Self.model.infusion(11, over: 10, $0 - 3.1)
    }
  }

  @Test func zeroOrderAbsorptionWithAPatientsDuration() throws {
    let course = try Self.run(
      [.init(time: 1, target: "central", action: .infusion(amount: 10, duration: 1), duration: "D")],
      times: Self.times)
    Self.expect(course) { Self.model.infusion(10, over: 2, $0 - 1) }
  }

  @Test func repeatedDosesAtCoincidentTimes() throws {
    let entries = (0..<6).flatMap { day in
      [
        InputSchedule.Entry(time: Double(day) * 8, target: "central", action: .bolus(amount: 5)),
        InputSchedule.Entry(time: Double(day) * 8, target: "depot", action: .bolus(amount: 20)),
      ]
    }
    let course = try Self.run(entries, times: Self.times)
    Self.expect(course) { t in
      (0..<6).reduce(0) { $0 + Self.model.bolus(5, t - Double($1) * 8) + Self.model.oral(20, t - Double($1) * 8) }
    }
  }

  @Test func holdsAddUpAndEnd() throws {
    let course = try Self.run(
      [
        .init(time: 1, target: "session", action: .hold(level: 1, duration: 1.5)),
        .init(time: 2, target: "session", action: .hold(level: 2, duration: 1)),
        .init(time: 3, target: "session", action: .hold(level: 0.5, duration: .infinity)),
      ], times: Self.times, outputs: ["learned"])
    func overlap(_ from: Double, _ to: Double, _ t: Double) -> Double { max(0, min(t, to) - from) }
    Self.expect(course) { overlap(1, 2.5, $0) + 2 * overlap(2, 3, $0) + 0.5 * overlap(3, .infinity, $0) }
  }

  @Test func aSampleAtADoseSeesTheStateAfterIt() throws {
    let course = try Self.run(
      [
        .init(time: 0, target: "central", action: .bolus(amount: 3)),
        .init(time: 4, target: "central", action: .bolus(amount: 3)),
      ], times: [0, 4])
    #expect(course.values[0] == 3)
    #expect(abs(course.values[1] - 3 - Self.model.bolus(3, 4)) < 1e-8)
  }

  @Test func errorsNameTheNearestName() throws {
    func message(_ entry: InputSchedule.Entry, outputs: [String] = ["central"]) -> SimulationError? {
      do {
        _ = try Self.run([entry], times: [1], outputs: outputs)
        return nil
      } catch { return error as? SimulationError }
    }
    let dose = InputSchedule.Entry(time: 0, target: "centrall", action: .bolus(amount: 1))
    #expect(message(dose)?.explanation.problem == "unknown target \"centrall\" of an input")
    #expect(message(dose)?.explanation.hint == "did you mean \"central\"?")
    #expect(
      message(.init(time: 0, target: "session", action: .bolus(amount: 1)))
        == .wrongTarget("session", isState: false))
    #expect(
      message(.init(time: 0, target: "central", action: .bolus(amount: -1)))
        == .badAmount(target: "central", value: -1))
    #expect(message(.init(time: -1, target: "central", action: .bolus(amount: 1))) == .badTime(-1))
    #expect(
      message(.init(time: 0, target: "central", action: .bolus(amount: 1)), outputs: ["centrale"])?
        .explanation.hint == "did you mean \"central\"?")
  }

  @Test func whatIsTooShortForTheClockIsGivenAtOnce() throws {
    let course = try Self.run(
      [
        .init(time: 72, target: "central", action: .infusion(amount: 10, duration: 1e-15)),
        .init(time: 72, target: "session", action: .hold(level: 1, duration: 1e-15)),
      ], times: [71, 72, 80, 96], outputs: ["central", "learned"])
    for (index, t) in course.times.enumerated() {
      #expect(abs(course.value(patient: 0, time: index, output: 0) - Self.model.bolus(10, t - 72)) < 1e-7)
      #expect(course.value(patient: 0, time: index, output: 1) == 0)
    }
  }

  @Test func aNegativeLagDelaysByNothing() throws {
    let patients = ParameterTable(names: ["lag"], patientCount: 1, values: [-1])
    let entries = [
      InputSchedule.Entry(time: 0, target: "depot", action: .bolus(amount: 100), lag: "lag"),
      InputSchedule.Entry(time: 2, target: "central", action: .infusion(amount: 5, duration: 1), lag: "lag"),
    ]
    for method in [SimulationOptions.Method.rodas5p, .cvode] {
      let course = try Self.run(entries, times: Self.times, patients: patients) { $0.method = method }
      Self.expect(course, { Self.model.oral(100, $0) + Self.model.infusion(5, over: 1, $0 - 2) }, within: 1e-6)
    }
  }

  @Test(arguments: [Double.nan, .infinity]) func aParameterThatIsNoNumberFailsThePatient(value: Double) throws {
    let patients = ParameterTable(names: ["lag"], patientCount: 2, values: [0.5, value])
    let dose = InputSchedule.Entry(time: 0, target: "depot", action: .bolus(amount: 100), lag: "lag")
    for method in [SimulationOptions.Method.rodas5p, .cvode] {
      let course = try Self.run([dose], times: [4], patients: patients) { $0.method = method }
      #expect(course.statuses == [.completed, .notFinite(time: 0, name: "lag")])
      #expect(course.value(patient: 1, time: 0, output: 0).isNaN)
    }
  }

  @Test func everythingAtTheEnd() throws {
    let entries = [
      InputSchedule.Entry(time: 4, target: "central", action: .bolus(amount: 1)),
      InputSchedule.Entry(time: 4, target: "central", action: .bolus(amount: 2)),
      InputSchedule.Entry(time: 5, target: "central", action: .bolus(amount: 100)),
    ]
    for width in [1, 8] {
      let course = try Self.run(entries, times: [0, 4, 4]) { $0.width = width }
      #expect(course.values == [0, 3, 3])
      #expect(try Self.run([entries[0]], times: [0]) { $0.width = width }.values == [0])
    }
  }
}
