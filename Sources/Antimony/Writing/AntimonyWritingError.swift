package import Diagnostics

/// Why a network cannot be written in Antimony.
package enum AntimonyWritingError: ExplainedError, Equatable {
  case fastReaction(String, SourcePlace?)
  /// `rateOf` of something that is not a name.
  case rateOfExpression(String)

  package var explanation: Explanation {
    switch self {
    case .fastReaction(let id, let place):
      Explanation(
        "Antimony has no fast reactions, and \"\(id)\" is fast", at: place,
        hint: "write the equilibrium as an algebraic rule")
    case .rateOfExpression(let formula):
      Explanation("Antimony has rates of named quantities only, not rateOf(\(Message.clipped(formula)))")
    }
  }
}
