package import Diagnostics

/// Why a model in SBML could not be read.
package enum SBMLError: ExplainedError {
  case libraryMissing
  case functionMissing(String)
  /// What libSBML or the reader found, each with its place.
  case problems([Explanation])

  init(_ problem: String, at place: SourcePlace? = nil, in text: SourceText? = nil, hint: String? = nil) {
    self = .problems([Explanation(problem, at: place, in: text, hint: hint)])
  }

  package var explanation: Explanation {
    switch self {
    case .libraryMissing:
      Explanation(
        "libSBML, which reads SBML, is not installed: \(SBMLLibrary.file) was not found",
        hint:
          "install the package \(SBMLLibrary.package): apt-get install --no-install-recommends \(SBMLLibrary.package)")
    case .functionMissing(let name):
      Explanation(
        "\(SBMLLibrary.file) has no function \(name)",
        hint: "libSBML 5.19 is needed: the package \(SBMLLibrary.package)")
    case .problems(let problems):
      Explanation.joined(problems) ?? Explanation("the model cannot be read")
    }
  }
}
