package import Diagnostics

/// What statistics cannot be computed from, or with.
package enum StatisticsError: ExplainedError, Equatable {
  case libraryMissing
  case functionMissing(String)
  /// Data from which the estimate does not follow; the sentence says why.
  case unusable(String, hint: String? = nil)

  package var explanation: Explanation {
    switch self {
    case .libraryMissing:
      Explanation(
        "the library of linear algebra liblapack.so.3 is not installed",
        hint: "install it with: apt-get install --no-install-recommends \(LAPACKLibrary.package)")
    case .functionMissing(let name):
      Explanation(
        "liblapack.so.3 has no function \"\(name)\"",
        hint: "install it again: apt-get install --no-install-recommends \(LAPACKLibrary.package)")
    case .unusable(let problem, let hint):
      Explanation(problem, hint: hint)
    }
  }
}
