import Equations
import Formulas
import Foundation
import Networks
import Simulation
import Testing

/// Delay equations from a network, over stops of a session.
@Suite struct DelaySessionTests {
  /// y' = −k y(t − 1), y = 1 before the start.
  static func simulator(_ options: SimulationOptions = precise) throws -> Simulator {
    var network = Network(name: "lag")
    network.parameters = [Parameter(id: "y", value: 1, isConstant: false), Parameter(id: "k", value: 1)]
    let past = Formula.apply(.delay, [.symbol("y"), .number(1)])
    network.rules = [Rule(.rate("y"), .apply(.negate, [.apply(.multiply, [.symbol("k"), past])]))]
    return try Simulator(
      system: EquationSystem.build(from: network), schedule: InputSchedule(), outputs: ["y"], options: options)
  }

  static var precise: SimulationOptions {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    return options
  }

  /// The method of steps for the first three delays.
  static func exact(_ t: Double) -> Double {
    var value = 1 - t
    if t > 1 { value += (t - 1) * (t - 1) / 2 }
    if t > 2 { value -= pow(t - 2, 3) / 6 }
    if t > 3 { value += pow(t - 3, 4) / 24 }
    return value
  }

  @Test func thePastOutlivesAStop() throws {
    let session = try Self.simulator().session(patients: .defaults(patientCount: 1))
    var time = 0.0
    for stop in [0.4, 1.7, 2.3, 3.9] {
      let course = try session.advance(to: stop, sampling: [time, stop], isLast: stop == 3.9)
      #expect(abs(course.value(patient: 0, time: 1, output: 0) - Self.exact(stop)) < 1e-8, "time \(stop)")
      time = stop
    }
  }

  @Test func patientsKeepTheirOwnPasts() throws {
    let rates = (0..<20).map { 0.5 + 0.05 * Double($0) }
    let table = ParameterTable(names: ["k"], patientCount: 20, values: rates)
    let course = try Self.simulator().run(patients: table, times: [2])
    for (patient, k) in rates.enumerated() {
      // In the second delay y = 1 − k t + k² (t − 1)² / 2.
      #expect(abs(course.value(patient: patient, time: 0, output: 0) - (1 - 2 * k + k * k / 2)) < 1e-8)
    }
  }

  @Test func theSecondSolverSaysThatItCannotLookBack() throws {
    var options = Self.precise
    options.method = .cvode
    #expect(throws: (any Error).self) {
      try Self.simulator(options).run(patients: .defaults(patientCount: 1), times: [1])
    }
  }
}
