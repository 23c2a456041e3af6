import Antimony
import Equations
import Foundation
import Simulation
import TestSupport
import Testing

/// The engine against an independent integration of the reduced 15-state model (Tests/Fixtures/reference.ant), for
/// every arm of Tests/Fixtures/reference_arms.csv.
@Suite struct ReducedModelReference {
  static let states = ["G", "B", "T", "M", "P", "W", "N", "S", "C", "H", "R", "Pi", "Z", "D", "Q"]

  /// Rows of a fixture without its header, split at commas.
  static func rows(_ file: String) throws -> [[String]] {
    let text = try String(contentsOf: ProjectPaths.fixtures.appendingPathComponent(file), encoding: .utf8)
    return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
  }

  static func number(_ text: String) throws -> Double { try #require(Double(text), "\(text) is not a number") }

  struct Arm {
    var schedule = InputSchedule()
    var parameters: [String: Double] = [:]
    var days: [Double] = []
    /// By day, then state.
    var expected: [[Double]] = []
  }

  static func arms() throws -> [String: Arm] {
    var arms: [String: Arm] = [:]
    for row in try rows("reference_arms.csv") {
      let (target, time, value) = (row[1], try number(row[3]), try number(row[4]))
      switch row[2] {
      case "parameter": arms[row[0], default: Arm()].parameters[target] = value
      case "bolus":
        arms[row[0], default: Arm()].schedule.entries.append(
          .init(time: time, target: target, action: .bolus(amount: value)))
      default:
        let action = InputSchedule.Action.hold(level: value, duration: try number(row[5]))
        arms[row[0], default: Arm()].schedule.entries.append(.init(time: time, target: target, action: action))
      }
    }
    for row in try rows("reference_trajectories.csv") {
      arms[row[0]]?.days.append(try number(row[1]))
      arms[row[0]]?.expected.append(try row.dropFirst(2).map(number))
    }
    return arms
  }

  /// Largest difference over largest reference value: at most 1e-3 for each state (measured: below 1e-5).
  @Test func everyArmFollowsTheReference() throws {
    let path = ProjectPaths.fixtures.appendingPathComponent("reference.ant").path
    let system = try EquationSystem.build(from: try AntimonyReader.read(path: path))
    let arms = try Self.arms()
    #expect(arms.count == 15)
    for (name, arm) in arms {
      let simulator = try Simulator(system: system, schedule: arm.schedule, outputs: Self.states)
      let names = arm.parameters.keys.sorted()
      let table = ParameterTable(names: names, patientCount: 1, values: names.map { arm.parameters[$0] ?? .nan })
      let course = try simulator.run(patients: table, times: arm.days)
      #expect(course.statuses == [.completed], "\(name)")
      for (index, state) in Self.states.enumerated() {
        let reference = arm.expected.map { $0[index] }
        let size = reference.map(abs).max() ?? 0
        let found = reference.indices.map { course.value(patient: 0, time: $0, output: index) }
        let difference = zip(found, reference).map { abs($0 - $1) }
        // A state that the reference leaves at rest has no size of its own.
        let scale = size > 1e-6 ? size : 1
        #expect((difference.max() ?? .infinity) / scale <= 1e-3, "\(name) \(state)")
      }
    }
  }
}
