import Antimony
import Equations
import Foundation
import Simulation
import TestSupport
import Testing

/// Rodas5P in lanes and SUNDIALS with an interpreter of its own: 1e-7 of each output's largest value at rtol 1e-9.
@Suite struct SecondOpinionAgreementTests {
  static func largestDifference(
    _ system: EquationSystem, _ entries: [InputSchedule.Entry], outputs: [String], times: [Double],
    patients: ParameterTable = .defaults(patientCount: 1), method: SimulationOptions.Method
  ) throws -> Double {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    let own = try Simulator(system: system, schedule: .init(entries), outputs: outputs, options: options)
      .run(patients: patients, times: times)
    options.method = method
    let other = try Simulator(system: system, schedule: .init(entries), outputs: outputs, options: options)
      .run(patients: patients, times: times)
    #expect(own.statuses == [.completed])
    #expect(other.statuses == [.completed])
    var worst = 0.0
    for output in outputs.indices {
      let pairs = times.indices.map {
        (own.value(patient: 0, time: $0, output: output), other.value(patient: 0, time: $0, output: output))
      }
      let scale = pairs.map { abs($0.1) }.max() ?? 1
      guard scale > 0 else { continue }
      worst = max(worst, pairs.map { abs($0.0 - $0.1) / scale }.max() ?? 0)
    }
    return worst
  }

  @Test func oneCompartmentWithEverythingGiven() throws {
    let worst = try Self.largestDifference(
      OneCompartment().system(),
      [
        .init(time: 0, target: "depot", action: .bolus(amount: 100), scaledBy: ["F"], lag: "lag"),
        .init(time: 3, target: "central", action: .infusion(amount: 20, duration: 1.5)),
        .init(time: 5, target: "session", action: .hold(level: 1, duration: 2)),
      ], outputs: ["depot", "central", "learned"], times: (0...100).map { Double($0) * 0.25 }, method: .cvode)
    #expect(worst < 1e-7)
  }

  /// The whole patient with a dose, the stress noise on, for six weeks.
  @Test func theModelLibrary() throws {
    let system = try EquationSystem.build(
      from: AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path))
    let outputs = ["glutamate", "bdnf", "mtorc1", "proteins", "spines", "topdown", "stress_drive", "madrs"]
    let dose = InputSchedule.Entry(
      time: 24, target: "ketamine.venous.S.A1", action: .infusion(amount: 0.25, duration: 2.0 / 3),
      scaledBy: ["weight"])
    let session = InputSchedule.Entry(
      time: 48, target: "therapy.session_emdr", action: .hold(level: 1, duration: 1.5))
    let times = (0...1008).map(Double.init)
    let noisy = ParameterTable(names: ["noise", "phase2", "share5"], patientCount: 1, values: [0.3, 1, 0.4])
    for method in [SimulationOptions.Method.cvode, .ida] {
      let worst = try Self.largestDifference(
        system, [dose, session], outputs: outputs, times: times, patients: noisy, method: method)
      print("\(method.rawValue): \(worst)")
      #expect(worst < 1e-7)
    }
  }
}
