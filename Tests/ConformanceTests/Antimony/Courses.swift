import Diagnostics
import Equations
import Foundation
import Networks
import Simulation

/// Simulated courses of two networks that should mean the same.
enum Courses {
  /// Every quantity that a network names.
  static func names(of network: Network) -> [String] {
    network.species.map(\.id) + network.parameters.map(\.id) + network.compartments.map(\.id)
      + network.reactions.map(\.id)
  }

  /// Values by time, then output.
  static func course(of network: Network, outputs: [String], times: [Double]) throws -> [Double] {
    let system = try EquationSystem.build(from: network)
    var options = SimulationOptions()
    options.relativeTolerance = 1e-10
    options.absoluteTolerance = 1e-13
    options.threads = 1
    let simulator = try Simulator(system: system, schedule: InputSchedule(), outputs: outputs, options: options)
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: times)
    if let problem = course.statuses.first?.problem { throw InputError("the run stopped: \(problem)") }
    return course.values
  }

  /// The largest difference of a quantity that both have, over its largest value, and where it is.
  ///
  /// - Parameter rename: names as they are compared, of both.
  static func difference(
    _ first: Network, _ second: Network, times: [Double], rename: (String) -> String
  ) throws -> (size: Double, place: String) {
    let own = Dictionary(names(of: first).map { (rename($0), $0) }, uniquingKeysWith: { first, _ in first })
    let common = names(of: second).filter { own[rename($0)] != nil }.sorted()
    if common.isEmpty { throw InputError("the networks have nothing in common") }
    let a = try course(of: first, outputs: common.compactMap { own[rename($0)] }, times: times)
    let b = try course(of: second, outputs: common, times: times)
    var worst = (size: 0.0, place: "")
    for (column, name) in common.enumerated() {
      let rows = times.indices.map { $0 * common.count + column }
      let scale = rows.map { abs(b[$0]) }.filter(\.isFinite).max() ?? 0
      for (row, time) in zip(rows, times) where a[row] != b[row] && !(a[row].isNaN && b[row].isNaN) {
        let size = abs(a[row] - b[row]) / max(scale, 1e-9)
        if !(size <= worst.size) {
          worst = (size.isNaN ? .infinity : size, "\(name) at \(time): \(a[row]) and \(b[row])")
        }
      }
    }
    return worst
  }
}
