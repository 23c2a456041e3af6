import Antimony
import Diagnostics
import Equations
import Foundation
import Simulation
import TestSupport
import Testing

/// The two models of the stress axis in Models/circuit: checks 34 and 35 of Documentation/mechanism-checks.md.
@Suite struct MechanismStressAxis {
  private func system(_ file: String, _ change: (String) -> String = { $0 }) throws -> EquationSystem {
    let path = ProjectPaths.models.appendingPathComponent("circuit/\(file)").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let network = try AntimonyReader.read(
      text: SourceText(name: file, text: change(text)), importing: { SourceText(name: $0, text: "") })
    return try EquationSystem.build(from: network)
  }

  /// Check 34 (Milo 2025, 10.1038/s44320-024-00083-0): twice the stress gives cortisol 1.38 on day 1 and 1.84 on
  /// day 59; two months later the adrenal is still larger.
  @Test func glandsRememberStress() throws {
    let schedule = InputSchedule([.init(time: 0, target: "stress", action: .hold(level: 1, duration: 60 * 24))])
    let simulator = try Simulator(system: try system("hpa_glands.ant"), schedule: schedule, outputs: ["x3", "A"])
    let days = [0, 1, 14, 59, 119.0]
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: days.map { $0 * 24 })
    #expect(course.statuses == [.completed])
    func cortisol(_ index: Int) -> Double { course.value(patient: 0, time: index, output: 0) }
    #expect(abs(cortisol(1) - 1.38) < 0.01)
    #expect(abs(cortisol(2) - 1.54) < 0.01)
    #expect(abs(cortisol(3) - 1.84) < 0.01)
    #expect(abs(course.value(patient: 0, time: 4, output: 1) - 1.25) < 0.01)
  }

  /// Without stress the axis stays at rest.
  @Test func glandsStayAtRest() throws {
    let simulator = try Simulator(system: try system("hpa_glands.ant"), schedule: InputSchedule(), outputs: ["x3"])
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: [0, 24 * 180])
    #expect(abs(course.value(patient: 0, time: 1, output: 0) - course.value(patient: 0, time: 0, output: 0)) < 1e-3)
  }

  /// Check 35 (Gupta 2007, 10.1186/1742-4682-4-8): two stable levels of the receptor, 0.081 and 0.548, with 0.339
  /// between them.
  @Test(arguments: [(0.05, 0.081), (0.30, 0.081), (0.335, 0.081), (0.345, 0.548), (0.9, 0.548)])
  func receptorSwitch(start: Double, end: Double) throws {
    // All other states start where they balance the receptor.
    let cortisol = try balancedCortisol(receptor: start)
    let system = try system("hpa_switch.ant") {
      $0.replacingOccurrences(
        of: "c = 0.63; a = 0.06; r = 0.081; o = 0.06;",
        with: "c = \(1 / (1 + cortisol / 0.1)); a = \(cortisol); r = \(start); o = \(cortisol);")
    }
    #expect(system.states.count == 4)
    let simulator = try Simulator(system: system, schedule: InputSchedule(), outputs: ["r"])
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: [0, 2000])
    #expect(abs(course.value(patient: 0, time: 0, output: 0) - start) < 1e-12)
    #expect(abs(course.value(patient: 0, time: 1, output: 0) - end) < 0.001)
  }

  /// Cortisol at which production and loss agree for a given receptor level, by bisection.
  private func balancedCortisol(receptor: Double) throws -> Double {
    func surplus(_ o: Double) -> Double { 1 / (1 + o / 0.1) / (1 + o * receptor / 0.1) - 10 * o }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if surplus(middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
