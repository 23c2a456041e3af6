/// How much work goes into code before it runs. Both tiers compute the same bits.
package enum CodeTier: String, Sendable, CaseIterable {
  /// Compiles several times faster, runs somewhat slower: for small runs.
  case quick
  /// For many patients.
  case full

  /// LLVM's code generation level.
  var level: Int32 {
    switch self {
    case .quick: 0
    case .full: 3
    }
  }

  var expandsRoutines: Bool { self == .full }
}
