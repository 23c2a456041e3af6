package import Diagnostics

/// Why the second opinion cannot be asked.
package enum SecondOpinionError: ExplainedError, Equatable {
  case libraryMissing(file: String, package: String)
  case functionMissing(String, file: String, package: String)
  case failed(function: String, code: Int)
  /// CVODE cannot solve algebraic rules; IDA can.
  case needsIDA(rule: String)

  package var explanation: Explanation {
    switch self {
    case .libraryMissing(let file, let package):
      Explanation(
        "the solver library \(file) is not installed",
        hint: "install it with: apt-get install --no-install-recommends \(package)")
    case .functionMissing(let name, let file, let package):
      Explanation(
        "the solver library \(file) lacks the function \(name)",
        hint: "install version 6.4: apt-get install --no-install-recommends \(package)")
    case .failed(let function, let code):
      Explanation("the solver's function \(function) failed with code \(code)")
    case .needsIDA(let rule):
      Explanation("the solver cvode cannot solve a model with algebraic rules (\(rule))", hint: "use ida")
    }
  }
}
