import Antimony
import Equations
import Foundation
import Pharmacology
import Simulation
import TestSupport
import Testing

/// What the whole patient model does, for one patient with a quiet life unless parameters say otherwise.
struct PatientCourse {
  /// Read and built once.
  private static let system = Result {
    try EquationSystem.build(
      from: try AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path))
  }

  private static let library = Result { try TreatmentLibrary.read(models: ProjectPaths.models.path) }

  private(set) var days: [Double]
  private var values: [String: [Double]] = [:]

  /// - Parameters:
  ///   - treatments: written as in a protocol.
  ///   - inputs: further levels of the model's inputs.
  ///   - parameters: values that differ from the model's own.
  ///   - outputs: what to sample; `madrs` and `spines` always come along.
  ///   - days: when.
  init(
    _ treatments: [String] = [], inputs: [InputSchedule.Entry] = [], _ parameters: [String: Double] = [:],
    outputs: [String] = [], days: [Double]
  ) throws {
    let library = try Self.library.get()
    let parser = TreatmentParser(library: library, durationDays: 400)
    let given = try treatments.map { try parser.parse(TreatmentLine(argument: $0)) }
    let entries = InputSchedule(given).entries + inputs
    var options = SimulationOptions()
    options.relativeTolerance = 1e-7
    options.absoluteTolerance = 1e-10
    let names = Array(Set(["madrs", "spines"] + outputs)).sorted()
    let simulator = try Simulator(
      system: try Self.system.get(), schedule: InputSchedule(entries), outputs: names, options: options)
    let changed = parameters.keys.sorted()
    let table = ParameterTable(names: changed, patientCount: 1, values: changed.map { parameters[$0] ?? .nan })
    let course = try simulator.run(patients: table, times: days.map { $0 * 24 })
    #expect(course.statuses == [.completed])
    self.days = days
    for (index, name) in names.enumerated() {
      values[name] = days.indices.map { course.value(patient: 0, time: $0, output: index) }
    }
  }

  /// The course of one output.
  subscript(output: String) -> [Double] { values[output] ?? [] }

  /// The value on a sampled day.
  func value(_ output: String, day: Double) -> Double {
    guard let index = days.firstIndex(where: { abs($0 - day) < 1e-9 }), let course = values[output] else { return .nan }
    return course[index]
  }

  func madrs(_ day: Double) -> Double { value("madrs", day: day) }

  /// MADRS points below the start.
  func relief(_ day: Double) -> Double { madrs(days[0]) - madrs(day) }

  /// Spines against the start, as a difference.
  func gain(_ day: Double) -> Double { value("spines", day: day) - value("spines", day: days[0]) }

  /// Spines against the start, as a ratio.
  func ratio(_ day: Double) -> Double { value("spines", day: day) / value("spines", day: days[0]) }

  func peak(_ output: String) -> Double { self[output].max() ?? .nan }

  func dayOfPeak(_ output: String) -> Double {
    let course = self[output]
    guard let index = course.indices.max(by: { course[$0] < course[$1] }) else { return .nan }
    return days[index]
  }

  /// A level of an input between two days.
  static func hold(_ target: String, _ level: Double, from start: Double, to end: Double) -> InputSchedule.Entry {
    .init(time: start * 24, target: target, action: .hold(level: level, duration: (end - start) * 24))
  }

  /// Every quarter of an hour on the first day.
  static let firstDay: [Double] = (0...96).map { Double($0) / 96 }

  static let single = "ketamine 0.5 mg/kg iv over 40 min"
  static let course = "ketamine 0.5 mg/kg iv over 40 min on days 0, 3, 7, 10, 14, 17"
  static let psilocybin = "psilocybin 25 mg oral"
}
