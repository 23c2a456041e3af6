package import Diagnostics

/// Why a network cannot be turned into equations.
package enum EquationError: ExplainedError, Equatable {
  /// A formula uses a name that the model does not have.
  case unknownName(String, nearest: String?, SourcePlace?)
  case unknownFunction(String, nearest: String?, SourcePlace?)
  case wrongArgumentCount(function: String, expected: Int, given: Int, SourcePlace?)
  /// Functions call each other more than ``FormulaTranslator/greatestDepth`` levels deep, or themselves.
  case nestedTooDeeply(String, SourcePlace?)
  /// Calls, written out, need more than ``FormulaTranslator/largestGraph`` nodes.
  case tooLarge(function: String, SourcePlace?)
  /// Assignment rules or initial assignments that need each other; the names in the order of the loop.
  case loop([String], SourcePlace?)
  /// A quantity that is used has neither a value nor a rule.
  case noValue(String, SourcePlace?)
  /// Two rules, or a rule and a reaction, set the same quantity.
  case determinedTwice(String, SourcePlace?)
  /// An algebraic rule, by its formula, for which no free variable is left.
  case noVariableLeft(String, SourcePlace?)
  /// `rateOf` of something that is no name.
  case rateOfNoName(SourcePlace?)
  /// `rateOf` of a quantity whose rate of change no formula gives.
  case noRate(String, SourcePlace?)
  /// A function whose use of `delay` or `rateOf` cannot be written out.
  case courseInAFunction(SourcePlace?)
  case negativeDelay(Double, SourcePlace?)
  /// An event that assigns a constant, a reaction or what a rule determines.
  case cannotBeAssigned(String, event: String, SourcePlace?)
  case fastStoichiometry(String, SourcePlace?)
  /// A fast reaction whose rate does not depend on what it changes, or on more than others determine.
  case fastReactionUndetermined(String, SourcePlace?)

  package var explanation: Explanation {
    switch self {
    case .unknownName(let name, let hint, let place):
      Explanation("unknown name \"\(name)\"", at: place, hint: hint)
    case .unknownFunction(let name, let hint, let place):
      Explanation("unknown function \"\(name)\"", at: place, hint: hint)
    case .wrongArgumentCount(let function, let expected, let given, let place):
      Explanation("\"\(function)\" takes \(expected) argument\(expected == 1 ? "" : "s"), given \(given)", at: place)
    case .nestedTooDeeply(let name, let place):
      Explanation(
        "\"\(name)\" is nested too deeply", at: place,
        hint: "a function may not call itself, and calls may nest \(FormulaTranslator.greatestDepth) levels")
    case .tooLarge(let function, let place):
      Explanation(
        "with \"\(function)\" written out, the equations are too large", at: place,
        hint: "at most \(FormulaTranslator.largestGraph) different operations")
    case .loop(let names, let place):
      Explanation("values depend on each other in a circle: \(EquationError.shortened(names))", at: place)
    case .noValue(let name, let place):
      Explanation("\"\(name)\" has no value", at: place, hint: "give it a value, an initial assignment or a rule")
    case .determinedTwice(let name, let place):
      Explanation("\"\(name)\" is set twice, by a rule and by another rule or a reaction", at: place)
    case .noVariableLeft(let formula, let place):
      Explanation(
        "no variable is left that the algebraic rule 0 = \(formula) could determine", at: place,
        hint: "it must use a variable that is not constant and has no rule or reaction of its own")
    case .rateOfNoName(let place):
      Explanation("\"rateOf\" takes the name of a quantity", at: place)
    case .noRate(let name, let place):
      Explanation(
        "the rate of change of \"\(name)\" is not known", at: place,
        hint: "rateOf takes what reactions, a rate rule or a plain assignment rule determine")
    case .courseInAFunction(let place):
      Explanation("a function that uses \"delay\" or \"rateOf\" cannot be written out", at: place)
    case .negativeDelay(let value, let place):
      Explanation("a delay of \(value) looks into the future", at: place)
    case .cannotBeAssigned(let name, let event, let place):
      Explanation(
        "the event \"\(event)\" cannot assign \"\(name)\"", at: place,
        hint: "it must be a species, compartment or parameter that is not constant and that no rule determines")
    case .fastStoichiometry(let reaction, let place):
      Explanation("the stoichiometries of the fast reaction \"\(reaction)\" may change at events only", at: place)
    case .fastReactionUndetermined(let reaction, let place):
      Explanation(
        "the fast reaction \"\(reaction)\" has no equilibrium of its own", at: place,
        hint: "its rate must depend on the species that it changes, and no other fast reaction may change the same")
    }
  }

  private static func shortened(_ names: [String]) -> String {
    let shown = names.count > 8 ? names.prefix(7) + ["…", names[names.count - 1]] : names[...]
    return shown.joined(separator: " → ")
  }
}
