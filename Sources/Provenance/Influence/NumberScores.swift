import Equations
import Evidence
import Populations
import Simulation

/// Scores of the model's default patient in one arm, at the start and at one later time, with each number a tenth
/// smaller and a tenth larger.
struct NumberScores {
  struct Number {
    var name: String
    var unit: String
    var value: Double
    var record: EvidenceRecord
  }

  private(set) var numbers: [Number] = []
  /// Records of numbers from memory that the score depends on.
  private(set) var fromMemory: [EvidenceRecord] = []
  private let values: [[Double]]

  /// - Returns: nil where the arm has no symptom score.
  init?(
    arm: Int, hours: Double, runner: StudyRunner, drawn: Set<String>, library: EvidenceLibrary,
    options: SimulationOptions
  ) throws {
    var found: (numbers: [Number], fromMemory: [EvidenceRecord]) = ([], [])
    let scores = try runner.scores(arm: arm, hours: [0, hours], options: options) { system, observable in
      found = Self.numbers(of: system, reaching: observable, drawn: drawn, library: library)
      return Self.patients(found.numbers)
    }
    guard let scores else { return nil }
    values = scores.values
    (numbers, fromMemory) = found
  }

  /// The score of the default patient at the time asked for, and at the start.
  var base: Double { values[0][1] }
  var baseStart: Double { values[0][0] }

  /// The later score with each number changed.
  var changes: [(less: Double, more: Double)] {
    numbers.indices.map { (values[1 + 2 * $0][1], values[2 + 2 * $0][1]) }
  }

  /// The score at the start with a number changed.
  func start(_ index: Int) -> (less: Double, more: Double) { (values[1 + 2 * index][0], values[2 + 2 * index][0]) }

  /// The later score with the number of this name changed; unchanged where the arm does not depend on it.
  func changed(_ name: String) -> (less: Double, more: Double) {
    guard let index = numbers.firstIndex(where: { $0.name == name }) else { return (base, base) }
    return changes[index]
  }

  private static func numbers(
    of system: EquationSystem, reaching observable: String, drawn: Set<String>, library: EvidenceLibrary
  ) -> (numbers: [Number], fromMemory: [EvidenceRecord]) {
    let records = RecordsByName(library, system: system)
    let reaching = Set(ParameterReach(system).parameters(reaching: observable))
    let known = system.parameters.compactMap { parameter -> Number? in
      guard reaching.contains(parameter.name), let record = records[parameter.name] else { return nil }
      return Number(name: parameter.name, unit: parameter.unit, value: parameter.value, record: record)
    }
    return (
      known.filter { $0.value != 0 && !$0.record.isExact && !drawn.contains($0.name) },
      known.map(\.record).filter { $0.verification == .memory }
    )
  }

  /// The default patient, then two rows for each number.
  private static func patients(_ numbers: [Number]) -> ParameterTable {
    let defaults = numbers.map(\.value)
    var values = defaults
    for index in numbers.indices {
      for factor in [1 - NumberStep.share, 1 + NumberStep.share] {
        var row = defaults
        row[index] *= factor
        values += row
      }
    }
    return ParameterTable(names: numbers.map(\.name), patientCount: 1 + 2 * numbers.count, values: values)
  }
}
