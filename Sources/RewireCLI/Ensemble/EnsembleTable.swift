import Diagnostics
import Equations
import Files
import Simulation

/// The table of parameters of an ensemble, checked against the model.
struct EnsembleTable {
  let table: NumberTable

  /// - Throws: `FileError`, `InputError` for what is no table and for names that are no parameters of the model.
  init(path: String, system: EquationSystem) throws {
    table = try NumberTable(path: path)
    let known = Set(system.parameters.map(\.name))
    var columnOf: [String: String] = [:]
    for (column, name) in table.names.enumerated() {
      let meant = system.synonyms[name] ?? name
      guard known.contains(meant) else { throw unknown(name, column: column, system: system) }
      if let other = columnOf.updateValue(name, forKey: meant) {
        throw table.error("\"\(name)\" and \"\(other)\" are one parameter of the model", column: column)
      }
    }
  }

  /// The rows of a block, which keep their numbers in the table.
  func rows(_ range: Range<Int>) -> ParameterTable {
    let width = table.columnCount
    return ParameterTable(
      names: table.names, patientCount: range.count,
      values: Array(table.values[range.lowerBound * width..<range.upperBound * width]), numbers: Array(range))
  }

  private func unknown(_ name: String, column: Int, system: EquationSystem) -> InputError {
    if system.observables.contains(where: { $0.name == name }) {
      return table.error(
        "\"\(name)\" is computed by the model and not a parameter", column: column,
        hint: "a column must name a constant that has a number in the model")
    }
    return table.error(
      "there is no parameter \"\(name)\" in the model", column: column,
      hint: NearestName.hint(name, among: system.parameters.map(\.name)))
  }
}
