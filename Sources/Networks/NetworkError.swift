package import Diagnostics

/// What can be wrong with a network or with the modules it is composed of.
package enum NetworkProblem: Sendable, Equatable {
  case unknownName(String)
  case unknownModule(String)
  case unknownFunction(String)
  case unsupportedFunction(String)
  case wrongArgumentCount(function: String, expected: Int, given: Int)
  case duplicate(String, firstLine: Int?)
  case wrongKind(String, is: String, needed: String)
  case cycle([String])
  case recursiveFunction([String])
  case recursiveModule([String])
  case tooManyArguments(module: String, ports: Int, given: Int)
  case ruleAndReactions(String, reactions: [String])
  case twoRules(String)
  case ruleOnConstant(String)
  case valueAfterRule(String)
  case noValue(String)
  case cannotJoin(String, String, reason: String)
  case mixedUnits(String, String, String, String, verb: String)
  case unitOfFormula(String, wanted: String, found: String)
  case notPure(function: String, String, String)
  case noTimeUnit
  case incompatible(String)
  case tooLarge(limit: Int)
  case tooDeep(limit: Int)
  case valueReplaced(String)
  case outerReplaced(outer: String, inner: String)
  case noRate(String)
  case insideItself(String)
  case deleted(String)
  case notDeletable(String, reason: String)
  case lostWithDeleted(String, deleted: String)
  case badFactor
  case variableFactor(String)
  case timeInFunction(String, String)
  case assignedTwice(String, event: String)
  case eventOnConstant(String)
  case eventOnRule(String)
  case rateOfFormula
  case open(String)
  case tooManyFactors(limit: Int)
  case compartmentsTooDeep(limit: Int)
  case idleModifier(String, reaction: String)
  case notADuration(String, String, time: String)

  /// The problem as one sentence.
  package var sentence: String {
    func path(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: " → ") }
    switch self {
    case .unknownName(let name): return "unknown name \"\(name)\""
    case .unknownModule(let name): return "unknown model \"\(name)\""
    case .unknownFunction(let name): return "unknown function \"\(name)\""
    case .unsupportedFunction(let name): return "the function \"\(name)\" is not supported"
    case .wrongArgumentCount(let function, let expected, let given):
      return "\"\(function)\" takes \(expected) argument\(expected == 1 ? "" : "s"), not \(given)"
    case .duplicate(let name, let line):
      return "\"\(name)\" is defined twice" + (line.map { " (first on line \($0))" } ?? "")
    case .wrongKind(let name, let kind, let needed):
      let article = kind.hasPrefix("e") || kind.hasPrefix("i") ? "an" : "a"
      return "\"\(name)\" is \(article) \(kind), but a \(needed) is needed here"
    case .cycle(let names): return "these rules need each other: \(path(names))"
    case .recursiveFunction(let names): return "these functions call each other: \(path(names))"
    case .recursiveModule(let names): return "these models contain each other: \(path(names))"
    case .tooManyArguments(let module, let ports, let given):
      return "the model \"\(module)\" has \(ports) port\(ports == 1 ? "" : "s"), but \(given) are connected"
    case .ruleAndReactions(let name, let reactions):
      return "\"\(name)\" is set by a rule and also changed by the reaction\(reactions.count == 1 ? "" : "s") "
        + reactions.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ") + (reactions.count > 3 ? ", …" : "")
    case .twoRules(let name): return "\"\(name)\" has more than one rule"
    case .ruleOnConstant(let name): return "\"\(name)\" is declared constant and cannot have a rule"
    case .valueAfterRule(let name):
      return "\"\(name)\" has an assignment rule, which holds at all times, and cannot have a value of its own"
    case .noValue(let name): return "\"\(name)\" has no value"
    case .cannotJoin(let first, let second, let reason):
      return "\"\(first)\" cannot be \"\(second)\": \(reason)"
    case .mixedUnits(let first, let firstUnit, let second, let secondUnit, let verb):
      return "\"\(first)\" in \(firstUnit) and \"\(second)\" in \(secondUnit) cannot \(verb)"
    case .unitOfFormula(let target, let wanted, let found):
      return "\"\(target)\" is in \(wanted), but its formula is in \(found)"
    case .notPure(let function, let operand, let unit):
      return "\"\(operand)\" in \(unit) stands where \"\(function)\" needs a pure number"
    case .noTimeUnit: return "the model declares no unit of time; times are shown without a unit"
    case .incompatible(let sentence): return sentence
    case .tooLarge(let limit): return "the composed model has more than \(limit) elements"
    case .tooDeep(let limit): return "submodels are nested more than \(limit) levels deep"
    case .valueReplaced(let name): return "\"\(name)\" is given a second time; the later one counts"
    case .outerReplaced(let outer, let inner):
      return "what \"\(outer)\" was given is replaced by the definition of \"\(inner)\""
    case .noRate(let name): return "the reaction \"\(name)\" has no rate and does not run"
    case .insideItself(let name): return "the compartment \"\(name)\" cannot be inside itself"
    case .deleted(let name): return "\"\(name)\" has been deleted"
    case .notDeletable(let name, let reason): return "\"\(name)\" cannot be deleted: \(reason)"
    case .lostWithDeleted(let owner, let deleted):
      return "a formula of \"\(owner)\" goes with \"\(deleted)\", which is deleted"
    case .badFactor: return "a conversion factor must be a number that is not 0, or the name of a constant"
    case .variableFactor(let name): return "\"\(name)\" is a conversion factor and must be constant"
    case .timeInFunction(let function, let path):
      return "the submodel \"\(path.dropLast())\" converts time and cannot call \"\(function)\", which mentions time"
    case .assignedTwice(let name, let event): return "the event \"\(event)\" changes \"\(name)\" twice"
    case .eventOnConstant(let name): return "\"\(name)\" is declared constant and cannot be changed by an event"
    case .eventOnRule(let name): return "\"\(name)\" has an assignment rule and cannot be changed by an event"
    case .rateOfFormula: return "\"rateOf\" takes the name of a quantity, not a formula"
    case .tooManyFactors(let limit): return "more than \(limit) conversion factors lie between two quantities"
    case .compartmentsTooDeep(let limit): return "compartments are nested more than \(limit) levels deep"
    case .open(let name): return "\"\(name)\" is given no value: it is not a number until something sets it"
    case .idleModifier(let name, let reaction):
      return "\"\(name)\" is said to influence \"\(reaction)\", but is not in its rate"
    case .notADuration(let operand, let unit, let time):
      return "\"\(operand)\" in \(unit) stands where a duration in \(time) is needed"
    }
  }
}

/// One or more problems of a network, each with its place where it has one.
package struct NetworkError: ExplainedError {
  /// At least one.
  package let explanations: [Explanation]

  package init(_ explanations: [Explanation]) { self.explanations = explanations }

  package init(_ problem: NetworkProblem, at place: SourcePlace? = nil, in text: SourceText? = nil, hint: String? = nil)
  {
    explanations = [Explanation(problem.sentence, at: place, in: text, hint: hint)]
  }

  package var explanation: Explanation {
    Explanation.joined(explanations) ?? Explanation("the model is not valid")
  }
}
