import Populations
import Simulation

/// Virtual patients as they enter the model: drawn, with what the trial changes in them.
struct PatientBlock: Sendable {
  var drawn: DrawnPatients

  /// Puts one value into a column of some rows; a parameter that is not drawn gets a column of its own, with the
  /// model's value in the other rows.
  mutating func set(_ name: String, default other: Double, rows: Range<Int>, to value: (Int) -> Double) {
    var table = drawn.parameters
    if !table.names.contains(name) {
      let width = table.names.count
      table = ParameterTable(
        names: table.names + [name], patientCount: table.patientCount,
        values: (0..<table.patientCount).flatMap { table.values[$0 * width..<($0 + 1) * width] + [other] },
        numbers: table.numbers)
    }
    guard let column = table.names.firstIndex(of: name) else { return }
    for row in rows { table.values[row * table.names.count + column] = value(row) }
    drawn.parameters = table
  }

  /// Makes rows that cannot be run hold numbers that are none.
  mutating func markRefusals() {
    let width = drawn.parameters.names.count
    for row in drawn.refusals.keys {
      for column in 0..<width { drawn.parameters.values[row * width + column] = .nan }
    }
  }
}
