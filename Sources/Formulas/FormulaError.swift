package import Diagnostics

/// What can be wrong with the text of a formula or of a unit.
package struct FormulaError: ExplainedError {
  package enum Problem: Sendable, Equatable {
    case unexpectedCharacter(String)
    case unfinishedComment
    case unfinishedString
    /// Something else stands where `expected` should be; `found` is nil at the end of the text or line.
    case expected(String, found: String?)
    case tooDeep(limit: Int)
    case wrongArgumentCount(function: String, expected: String, given: Int)
    case unsupportedFunction(String)
    case rateOfFormula
    case badNumber(String)
    case unknownUnit(String, hint: String?)
  }

  package let problem: Problem
  package let place: SourcePlace?
  package let source: SourceText?

  package init(_ problem: Problem, at place: SourcePlace? = nil, in source: SourceText? = nil) {
    self.problem = problem
    self.place = place
    self.source = source
  }

  package var explanation: Explanation {
    let (sentence, hint): (String, String?) =
      switch problem {
      case .unexpectedCharacter(let character): ("unexpected character \"\(character)\"", nil)
      case .unfinishedComment: ("the comment that begins here never ends", "a comment ends with */")
      case .unfinishedString: ("the text that begins here never ends", nil)
      case .expected(let wanted, let found): ("expected \(wanted), found \(found ?? "the end of the text")", nil)
      case .tooDeep(let limit): ("the formula is nested more than \(limit) levels deep", nil)
      case .wrongArgumentCount(let function, let expected, let given):
        ("\"\(function)\" takes \(expected), not \(given)", nil)
      case .unsupportedFunction(let name): ("the function \"\(name)\" is not supported", nil)
      case .rateOfFormula: ("\"rateOf\" takes the name of a quantity, not a formula", nil)
      case .badNumber(let text): ("\"\(text)\" is not a number that can be represented", nil)
      case .unknownUnit(let name, let hint): ("unknown unit \"\(name)\"", hint)
      }
    return Explanation(sentence, at: place, in: source, hint: hint)
  }
}
