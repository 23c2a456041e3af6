/// How much stands behind a number.
package enum EvidenceGrade: String, CaseIterable, Sendable {
  case a = "A"
  case b = "B"
  case c = "C"
  case d = "D"
  case e = "E"

  /// What the grade means, in words that fit beside it.
  package var meaning: String {
    switch self {
    case .a: "several human studies"
    case .b: "one human study or a pooled model"
    case .c: "animal or in vitro"
    case .d: "indirect or one weak source"
    case .e: "assumed or extrapolated"
    }
  }
}

/// How a number was taken from its source.
package enum EvidenceVerification: String, CaseIterable, Sendable {
  case read, dataset, secondary, derived, memory, assumed, fitted

  package var meaning: String {
    switch self {
    case .read: "read in the source"
    case .dataset: "computed from an open database"
    case .secondary: "read in a file that cites the source"
    case .derived: "solved or fitted here from other records"
    case .memory: "from memory, not verified"
    case .assumed: "no measurement stands behind it"
    case .fitted: "fitted to data"
    }
  }
}
