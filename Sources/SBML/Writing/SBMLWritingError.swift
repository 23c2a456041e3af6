package import Diagnostics

/// Why a network cannot be written as SBML Level 3 Version 2.
package enum SBMLWritingError: ExplainedError, Equatable {
  /// Level 3 Version 2 has no fast reactions.
  case fastReaction(String, SourcePlace?)
  /// `rateOf` of something that is not a name.
  case rateOfExpression(String)
  /// Formulas nested deeper than any reader should be asked to follow.
  case tooDeep(limit: Int)

  package var explanation: Explanation {
    switch self {
    case .fastReaction(let id, let place):
      Explanation(
        "SBML Level 3 Version 2 has no fast reactions, and \"\(id)\" is fast", at: place,
        hint: "write the equilibrium as an algebraic rule")
    case .rateOfExpression(let formula):
      Explanation("SBML has rates of named quantities only, not rateOf(\(Message.clipped(formula)))")
    case .tooDeep(let limit): Explanation("a formula is nested more than \(limit) levels deep")
    }
  }
}
