/// Values of some of the model's parameters, one row per patient; the others keep the model's value.
package struct ParameterTable: Sendable {
  /// Names of model parameters.
  package var names: [String]
  package var patientCount: Int
  /// Row-major: `values[patient * names.count + k]`.
  package var values: [Double]
  /// Each row's number in the study, which keys the patient's random choices (nil: its place in the table).
  package var numbers: [Int]?

  package init(names: [String], patientCount: Int, values: [Double], numbers: [Int]? = nil) {
    precondition(values.count == names.count * patientCount)
    self.names = names
    self.numbers = numbers
    self.patientCount = patientCount
    self.values = values
  }

  /// The model's own values for `patientCount` identical patients.
  package static func defaults(patientCount: Int) -> ParameterTable {
    ParameterTable(names: [], patientCount: patientCount, values: [])
  }
}

extension ParameterTable {
  /// The number in the study of a row.
  package func number(of row: Int) -> Int { numbers?[row] ?? row }

  /// Some of the patients, in the order given.
  package func rows(_ patients: [Int]) -> ParameterTable {
    ParameterTable(
      names: names, patientCount: patients.count,
      values: patients.flatMap { values[$0 * names.count..<($0 + 1) * names.count] },
      numbers: patients.map { number(of: $0) })
  }
}
