package import Diagnostics

/// Why a folder of cases, or one case, cannot be run.
package enum ConformanceError: ExplainedError, Equatable {
  case noCases(folder: String)
  case unknownCase(String, known: [String])
  case noModel(case: String)
  case missingSetting(String, file: String)
  case badSetting(String, value: String, file: String)
  case unknownVariable(String, known: [String])
  case unreadable(String, file: String)
  /// The case was simulated in part.
  case runFailed(String)
  /// The case was simulated; its values are not those expected.
  case disagrees(String)

  package var explanation: Explanation {
    switch self {
    case .noCases(let folder):
      Explanation(
        "\"\(folder)\" holds no cases", hint: "a case is a folder NNNNN with NNNNN-settings.txt and NNNNN-sbml-lXvY.xml"
      )
    case .unknownCase(let name, let known):
      Explanation("unknown case \"\(name)\"", hint: NearestName.hint(name, among: known))
    case .noModel(let name): Explanation("the case \"\(name)\" has no model \(name)-sbml-lXvY.xml")
    case .missingSetting(let key, let file): Explanation("\"\(file)\" has no setting \"\(key)\"")
    case .badSetting(let key, let value, let file):
      Explanation("\"\(file)\": the setting \"\(key)\" cannot be \"\(Message.clipped(value))\"")
    case .unknownVariable(let name, let known):
      Explanation(
        "the case asks for \"\(name)\", which the model does not have", hint: NearestName.hint(name, among: known))
    case .unreadable(let field, let file):
      Explanation("\"\(file)\": \"\(Message.clipped(field))\" is not a number")
    case .disagrees(let reason): Explanation("not as expected: \(reason)")
    case .runFailed(let reason): Explanation("the run stopped: \(reason)")
    }
  }
}
