/// Values of some of the model's parameters, one row per patient; the others keep the model's value.
package struct ParameterTable: Sendable {
  /// Names of model parameters.
  package var names: [String]
  package var patientCount: Int
  /// Row-major: `values[patient * names.count + k]`.
  package var values: [Double]

  package init(names: [String], patientCount: Int, values: [Double]) {
    precondition(values.count == names.count * patientCount)
    self.names = names
    self.patientCount = patientCount
    self.values = values
  }

  /// The model's own values for `patientCount` identical patients.
  package static func defaults(patientCount: Int) -> ParameterTable {
    ParameterTable(names: [], patientCount: patientCount, values: [])
  }
}
