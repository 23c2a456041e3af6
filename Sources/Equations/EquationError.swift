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
  /// An algebraic rule for which no free variable is left.
  case noVariableLeft(SourcePlace?)

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
    case .noVariableLeft(let place):
      Explanation(
        "no variable is left that this algebraic rule could determine", at: place,
        hint: "it must use a variable that is not constant and has no rule or reaction of its own")
    }
  }

  private static func shortened(_ names: [String]) -> String {
    let shown = names.count > 8 ? names.prefix(7) + ["…", names[names.count - 1]] : names[...]
    return shown.joined(separator: " → ")
  }
}
