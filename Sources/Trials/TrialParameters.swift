import Diagnostics
import Files

/// The trial layer's own constants, by name: `belief.strength`, `dropout.hazard`. Values come from `Models/trial/*.yaml`
/// (a file for each first part of the names, a mapping of name to number) and each has a record in
/// `Evidence/parameters/trial.yaml`; a trial may replace them.
package struct TrialParameters: Sendable, Hashable {
  package private(set) var values: [String: Double]

  /// - Parameter folder: `Models/trial` of the library.
  /// - Throws: `FileError` or `InputError` with the place.
  package static func read(folder: String) throws -> TrialParameters {
    var values: [String: Double] = [:]
    for file in try ContentHash.folder(folder, extensions: ["yaml"]).files {
      let part = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
      for entry in try YAMLText.read("\(folder)/\(file)").entries("the parameters of a trial") {
        values["\(part).\(entry.key)"] = try entry.value.number("\"\(entry.key)\"")
      }
    }
    return TrialParameters(values: values)
  }

  package init(values: [String: Double]) { self.values = values }

  package var names: [String] { values.keys.sorted() }

  /// - Throws: `InputError` with the nearest name.
  package func value(_ name: String) throws -> Double {
    guard let value = values[name] else {
      throw InputError(
        "there is no trial parameter \"\(name)\"", hint: NearestName.hint(name, among: Array(values.keys)))
    }
    return value
  }

  /// The same with some values replaced; names that are not here are left out.
  package func replacing(_ settings: [String: Double]) -> TrialParameters {
    TrialParameters(values: values.merging(settings.filter { values[$0.key] != nil }) { $1 })
  }
}
