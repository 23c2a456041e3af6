import Antimony
import Equations
import Foundation
import Networks
import Pharmacology
import Simulation
import TestSupport
import Testing

/// What one compound's module does after treatments, for the typical patient.
///
/// The module runs alone, without the rest of the patient: names are the module's own (`Cp`, not `ketamine.Cp`).
struct CompoundCourse {
  var times: [Double]
  var values: [String: [Double]]

  /// Runs the treatments, written as in a protocol, and samples the outputs.
  ///
  /// - Parameters:
  ///   - doses: further doses straight into states of the module.
  ///   - parameters: values that differ from the module's own.
  init(
    _ treatments: [String], of compound: String, _ outputs: [String], times: [Double] = Self.hours(8),
    doses: [InputSchedule.Entry] = [], parameters: [String: Double] = [:], relativeTolerance: Double = 1e-8
  ) throws {
    let library = try TreatmentLibrary.read(models: ProjectPaths.models.path)
    let parser = TreatmentParser(library: library, durationDays: 400)
    let given = try treatments.map { try parser.parse(TreatmentLine(argument: $0)) }
    let entries = InputSchedule(given).entries.map { Self.local($0, of: compound) } + doses
    let network = try AntimonyReader.read(
      path: ProjectPaths.models.appendingPathComponent("compounds/\(compound).ant").path)
    let system = try EquationSystem.build(from: network).pruned(touching: Set(entries.map(\.target)), outputs: outputs)
    var options = SimulationOptions()
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = 1e-12
    let simulator = try Simulator(
      system: system, schedule: InputSchedule(entries), outputs: outputs, options: options)
    let names = parameters.keys.sorted()
    let table = ParameterTable(names: names, patientCount: 1, values: names.map { parameters[$0] ?? 0 })
    let course = try simulator.run(patients: table, times: times)
    #expect(course.statuses == [.completed])
    self.times = times
    values = [:]
    for (index, output) in outputs.enumerated() {
      values[output] = times.indices.map { course.value(patient: 0, time: $0, output: index) }
    }
  }

  /// A library entry says `ketamine.depot_oral`; alone, the module's state is `depot_oral`.
  private static func local(_ entry: InputSchedule.Entry, of compound: String) -> InputSchedule.Entry {
    func stripped(_ name: String) -> String {
      name.hasPrefix(compound + ".") ? String(name.dropFirst(compound.count + 1)) : name
    }
    var entry = entry
    entry.target = stripped(entry.target)
    entry.scaledBy = entry.scaledBy.map(stripped)
    entry.lag = entry.lag.map(stripped)
    entry.duration = entry.duration.map(stripped)
    return entry
  }

  /// Every half minute up to `end`.
  static func hours(_ end: Double) -> [Double] { (0...Int(end * 120)).map { Double($0) / 120 } }

  /// Fine at first, then coarser: for areas up to times long after a dose.
  static let days: [Double] = hours(6) + (1...940).map { 6 + Double($0) * 0.2 }

  subscript(output: String) -> [Double] { values[output] ?? [] }

  func value(_ output: String, at time: Double) -> Double {
    guard let index = times.firstIndex(where: { abs($0 - time) < 1e-9 }) else { return .nan }
    return self[output][index]
  }

  func peak(_ output: String) -> Double { self[output].max() ?? .nan }

  func timeOfPeak(_ output: String) -> Double {
    guard let index = self[output].indices.max(by: { self[output][$0] < self[output][$1] }) else { return .nan }
    return times[index]
  }

  /// The area under the curve up to `end`, by trapezia.
  func area(_ output: String, until end: Double = .infinity) -> Double {
    let course = self[output]
    return zip(times.indices, times.indices.dropFirst()).reduce(0) { sum, pair in
      guard times[pair.1] <= end + 1e-9 else { return sum }
      return sum + (times[pair.1] - times[pair.0]) * (course[pair.0] + course[pair.1]) / 2
    }
  }

  /// The half-life between two times.
  func halfLife(_ output: String, from start: Double, to end: Double) -> Double {
    log(2) * (end - start) / log(value(output, at: start) / value(output, at: end))
  }
}

/// Whether a value lies within a share of another.
func isWithin(_ share: Double, _ value: Double, of expected: Double) -> Bool {
  abs(value - expected) <= share * abs(expected)
}
