package import Diagnostics

/// Why the second opinion cannot be asked.
package enum SecondOpinionError: ExplainedError, Equatable {
  case libraryMissing(file: String, package: String)
  case functionMissing(String, file: String, package: String)
  case failed(function: String, code: Int)
  /// CVODE cannot solve algebraic rules; IDA can.
  case needsIDA(rule: String)
  /// Only the own solver carries out events.
  case hasEvents(name: String)
  /// Only the own solver knows the past.
  case hasDelays

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
    case .hasEvents(let name):
      Explanation(
        "the second solver cannot carry out events (\"\(name)\")", hint: "use the solver rodas5p, which does")
    case .hasDelays:
      Explanation("the second solver cannot look into the past (\"delay\")", hint: "use the solver rodas5p, which can")
    }
  }
}
