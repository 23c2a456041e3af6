import Diagnostics
import Equations
import Files
import Simulation

/// `--set name=value`, checked against a model.
struct Assignments {
  private let texts: [String]

  init(_ texts: [String]) { self.texts = texts }

  /// A table of one patient with the values given.
  ///
  /// - Throws: `InputError` for a text without `=`, an unknown or repeated name, a value that is no number.
  func table(for system: EquationSystem) throws -> ParameterTable {
    let known = system.parameters.map(\.name)
    var names: [String] = []
    var values: [Double] = []
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw InputError("\"--set \(text)\" is not an assignment", hint: "write --set name=value")
      }
      guard known.contains(parts[0]) else {
        throw InputError("unknown parameter \"\(parts[0])\"", hint: NearestName.hint(parts[0], among: known))
      }
      guard let value = YAMLNumber.parse(parts[1]) else {
        throw InputError("\"\(parts[1])\" is not a number", hint: "in --set \(text)")
      }
      guard !names.contains(parts[0]) else { throw InputError("parameter \"\(parts[0])\" is set twice") }
      names.append(parts[0])
      values.append(value)
    }
    return ParameterTable(names: names, patientCount: 1, values: values)
  }
}
