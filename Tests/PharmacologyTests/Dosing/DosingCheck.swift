import Diagnostics
import Equations
import Files
import Foundation
import Networks
import Pharmacology
import Simulation
import Testing

/// Runs tables, and compares them with closed forms.
enum DosingCheck {
  static func course(
    _ table: String, _ network: Network, outputs: [String] = ["central"], reading: DosingOptions = DosingOptions(),
    grid: [Double]? = nil, change: (inout SimulationOptions) -> Void = { _ in }
  ) throws -> DosingCourse {
    var options = SimulationOptions()
    options.relativeTolerance = 1e-9
    options.absoluteTolerance = 1e-12
    options.threads = 1
    change(&options)
    let csv = try CSVTable(SourceText(name: "t.csv", text: table))
    let model = DosingModel(system: try EquationSystem.build(from: network), network: network)
    let read = try DosingTable(csv, model: model, options: reading)
    return try DosingRun(
      table: read, network: network, outputs: outputs, rule: reading.covariates, grid: grid, options: options
    ).run()
  }

  /// Rows `1,TIME,0,...` of observations.
  static func observations(_ times: [Double], columns: Int) -> String {
    times.map { "\($0),0" + String(repeating: ",.", count: columns - 2) + "\n" }.joined()
  }

  /// Compares the first output at every line with `expected` of its time, relative to the value itself.
  static func expect(
    _ course: DosingCourse, _ expected: (Double) -> Double, within tolerance: Double = 1e-7,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let areCompleted = course.statuses.allSatisfy(\.isCompleted)
    #expect(areCompleted, sourceLocation: sourceLocation)
    #expect(!course.lines.isEmpty, sourceLocation: sourceLocation)
    let largest = course.lines.map { abs(expected($0.time)) }.max() ?? 1
    for (index, line) in course.lines.enumerated() {
      let value = course.values[index * course.outputs.count]
      let known = expected(line.time)
      #expect(
        abs(value - known) <= tolerance * max(abs(known), 1e-4 * largest),
        "at \(line.time): \(value), not \(known), off by \(abs(value - known) / max(abs(known), 1e-300))",
        sourceLocation: sourceLocation)
    }
  }

  static func message(
    _ table: String, _ network: Network, reading: DosingOptions = DosingOptions()
  ) -> String {
    do {
      _ = try course(table, network, reading: reading)
      return "no error"
    } catch { return Message.text(error) }
  }
}
