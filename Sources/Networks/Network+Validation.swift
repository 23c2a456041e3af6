package import Diagnostics
import Formulas

extension Network {
  /// Checks that the network describes one model: names, rules, values, functions and units.
  ///
  /// Suspicious things are added to ``warnings``.
  ///
  /// - Throws: ``NetworkError`` with every problem found.
  /// - Complexity: O(size of the network).
  package mutating func validate(texts: [String: SourceText] = [:]) throws {
    var validator = NetworkValidator(self, texts: texts)
    validator.checkNames()
    if validator.findings.errors.isEmpty {
      validator.checkRules()
      validator.checkValues()
      validator.checkEvents()
    }
    validator.checkFunctions()
    if validator.findings.errors.isEmpty {
      validator.checkCycles()
      validator.checkUnits()
      if timeUnit == nil,
        !reactions.isEmpty || rules.contains(where: { if case .rate = $0.kind { true } else { false } })
      {
        validator.warn(.noTimeUnit, at: nil)
      }
    }
    warnings += validator.findings.warnings
    if !validator.findings.errors.isEmpty { throw NetworkError(validator.findings.errors) }
  }
}

/// The checks of one network, collecting what they find.
struct NetworkValidator {
  enum Kind: String { case compartment, species, parameter, reaction, event }

  let network: Network
  let functions: [String: FunctionDefinition]
  var findings: Findings
  var kinds: [String: Kind] = [:]
  var rules: [String: Rule] = [:]

  init(_ network: Network, texts: [String: SourceText]) {
    self.network = network
    functions = Dictionary(network.functions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    findings = Findings(texts: texts)
  }

  mutating func report(_ problem: NetworkProblem, at place: SourcePlace?, hint: String? = nil) {
    findings.report(problem, at: place, hint: hint)
  }

  mutating func warn(_ problem: NetworkProblem, at place: SourcePlace?, hint: String? = nil) {
    findings.warn(problem, at: place, hint: hint)
  }

  // MARK: names

  mutating func checkNames() {
    for compartment in network.compartments { define(compartment.id, .compartment, at: compartment.place) }
    for species in network.species { define(species.id, .species, at: species.place) }
    for parameter in network.parameters { define(parameter.id, .parameter, at: parameter.place) }
    for reaction in network.reactions { define(reaction.id, .reaction, at: reaction.place) }
    for event in network.events { define(event.id, .event, at: event.place) }
    for species in network.species { need(species.compartment, .compartment, at: species.place) }
    for reaction in network.reactions {
      for participant in reaction.reactants + reaction.products {
        need(participant.species, .species, at: reaction.place)
        checkSymbols(participant.stoichiometry, at: reaction.place)
      }
      checkSymbols(reaction.law, at: reaction.place)
    }
    for rule in network.rules { checkSymbols(rule.formula, at: rule.place) }
    for assignment in network.initialAssignments {
      if kinds[assignment.target] == nil { reportUnknown(assignment.target, at: assignment.place) }
      checkSymbols(assignment.formula, at: assignment.place)
    }
    for species in network.species {
      if let factor = species.conversionFactor { need(factor, .parameter, at: species.place) }
    }
    checkEventNames()
  }

  private mutating func define(_ id: String, _ kind: Kind, at place: SourcePlace?) {
    if kinds[id] != nil {
      report(.duplicate(id, firstLine: nil), at: place)
    } else {
      kinds[id] = kind
    }
  }

  private mutating func need(_ id: String, _ kind: Kind, at place: SourcePlace?) {
    guard let known = kinds[id] else { return reportUnknown(id, at: place) }
    if known != kind { report(.wrongKind(id, is: known.rawValue, needed: kind.rawValue), at: place) }
  }

  mutating func checkSymbols(_ formula: Formula, at place: SourcePlace?) {
    var unknown: [String] = []
    formula.forEachSymbol { if kinds[$0] == nil, !unknown.contains($0) { unknown.append($0) } }
    for name in unknown { reportUnknown(name, at: place) }
    checkRates(formula, at: place)
    var calls: [(String, Int)] = []
    formula.forEachCall { calls.append(($0, $1)) }
    for (name, count) in calls {
      guard let function = functions[name] else {
        report(.unknownFunction(name), at: place, hint: findings.hint(name) { functions.keys })
        continue
      }
      if function.arguments.count != count {
        report(.wrongArgumentCount(function: name, expected: function.arguments.count, given: count), at: place)
      }
    }
  }

  mutating func reportUnknown(_ name: String, at place: SourcePlace?) {
    report(.unknownName(name), at: place, hint: findings.hint(name) { kinds.keys })
  }

  // MARK: rules and values

  mutating func checkRules() {
    var reactionsOf: [String: [String]] = [:]
    for reaction in network.reactions {
      for species in Set((reaction.reactants + reaction.products).map(\.species)) {
        reactionsOf[species, default: []].append(reaction.id)
      }
    }
    for rule in network.rules {
      guard let target = rule.target else { continue }
      guard let kind = kinds[target] else {
        reportUnknown(target, at: rule.place)
        continue
      }
      if kind == .reaction || kind == .event {
        report(.wrongKind(target, is: kind.rawValue, needed: "quantity"), at: rule.place)
      }
      if rules.updateValue(rule, forKey: target) != nil { report(.twoRules(target), at: rule.place) }
    }
    let parametersThatStay = network.parameters.filter(\.isConstant).map(\.id)
    let compartmentsThatStay = network.compartments.filter(\.isConstant).map(\.id)
    let speciesThatStay = network.species.filter(\.isConstant).map(\.id)
    for id in parametersThatStay + compartmentsThatStay + speciesThatStay {
      if let rule = rules[id] { report(.ruleOnConstant(id), at: rule.place) }
    }
    for species in network.species where !species.isBoundary {
      if let rule = rules[species.id], let reactions = reactionsOf[species.id] {
        report(
          .ruleAndReactions(species.id, reactions: reactions), at: rule.place,
          hint: "make it a boundary species ($\(species.id)) when the rule alone should set it")
      }
    }
    for assignment in network.initialAssignments {
      if case .assignment = rules[assignment.target]?.kind {
        report(.valueAfterRule(assignment.target), at: assignment.place)
      }
    }
  }

  mutating func checkValues() {
    let assigned = Set(network.initialAssignments.map(\.target))
    func isGiven(_ id: String) -> Bool {
      if case .assignment = rules[id]?.kind { return true }
      return assigned.contains(id)
    }
    // A variable in an algebraic rule may follow from it.
    var solved: Set<String> = []
    for rule in network.rules where rule.kind == .algebraic { rule.formula.forEachSymbol { solved.insert($0) } }
    for parameter in network.parameters where parameter.value == nil && !isGiven(parameter.id) {
      if !parameter.isConstant, solved.contains(parameter.id) { continue }
      report(.noValue(parameter.id), at: parameter.place, hint: "give it one: \(parameter.id) = …")
    }
    for compartment in network.compartments where compartment.size == nil && !isGiven(compartment.id) {
      if !compartment.isConstant, solved.contains(compartment.id) { continue }
      report(.noValue(compartment.id), at: compartment.place, hint: "give it a size: \(compartment.id) = …")
    }
  }
}

extension Rule {
  /// The variable that the rule sets; nil for an algebraic rule.
  package var target: String? {
    switch kind {
    case .rate(let name), .assignment(let name): name
    case .algebraic: nil
    }
  }
}
