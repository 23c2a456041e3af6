import Diagnostics
import Formulas

extension Composer {
  /// The flat network of everything composed; the first scope is its top.
  mutating func emit() -> Network {
    var network = Network(name: scopes[0].module)
    emitModelUnits(into: &network)
    applyInteractions()
    placeSpecies()
    changed = changedByEvents()
    checkFactors(changedByEvents: changed)
    changed.formUnion(setByAlgebraicRules())
    let stoichiometries = namedStoichiometries()
    for index in elements.indices where root(index) == index && !elements[index].isDeleted {
      emit(index, into: &network, stoichiometries)
    }
    for index in elements.indices where named[root(index)] != index {
      network.synonyms[elements[index].id] = finalName(index)
    }
    network.functions = library.functions
    for annotation in annotations + library.annotations {
      var annotation = annotation
      annotation.element = network.synonyms[annotation.element] ?? annotation.element
      network.annotations.append(annotation)
    }
    network.warnings = findings.warnings
    return network
  }

  /// Finds the compartments of species that are placed by their reaction or their submodel, or nowhere: these live in
  /// one of size 1 that all submodels share.
  private mutating func placeSpecies() {
    var homes: [Int: Int] = [:]
    for index in elements.indices where root(index) == index {
      guard let reaction = elements[index].reaction, let compartment = elements[index].compartment else { continue }
      for participant in reaction.reactants + reaction.products { homes[root(participant.element)] = compartment }
    }
    if scopes.contains(where: { $0.compartment != nil }) {
      for index in elements.indices where homes[root(index)] == nil {
        var scope: Int? = elements[index].scope
        while let inner = scope, scopes[inner].compartment == nil { scope = scopes[inner].parent }
        if let compartment = scope.flatMap({ scopes[$0].compartment }) { homes[root(index)] = compartment }
      }
    }
    var shared: Int?
    for index in elements.indices {
      guard root(index) == index, elements[index].kind == .species, elements[index].compartment == nil else { continue }
      if let home = homes[index] {
        elements[index].compartment = home
      } else if !elements[index].isDeleted {
        let common = shared ?? makeDefaultCompartment()
        shared = common
        elements[index].compartment = common
      }
    }
  }

  private mutating func makeDefaultCompartment() -> Int {
    let place = elements[0].place
    let index = ownElement("default_compartment", in: 0, at: place)
    if elements[index].kind == nil { elements[index].kind = .compartment }
    if elements[index].value == nil {
      elements[index].value = .initial(
        ScopedExpression(expression: Expression(.number(1), at: place), scope: 0, elements: [], target: index))
    }
    elements[index].isDefined = true
    return index
  }

  private mutating func emitModelUnits(into network: inout Network) {
    network.timeUnit = scopes[0].units[.time]?.unit
    network.substanceUnit = scopes[0].units[.substance]?.unit
    network.volumeUnit = scopes[0].units[.volume]?.unit
    network.extentUnit = scopes[0].units[.extent]?.unit
    for scope in scopes.dropFirst() {
      // A submodel with a conversion factor may count time otherwise.
      guard scope.time.isOne else { continue }
      if let (unit, place) = scope.units[.time], let top = network.timeUnit, !unit.isSame(as: top) {
        report(
          .incompatible(
            "the submodel \"\(scope.path.dropLast())\" counts time in \(unit.symbol), the model in \(top.symbol)"),
          at: place, hint: "submodels share the time of the model that holds them")
      }
    }
    for (name, table) in unitTables.sorted(by: { $0.key < $1.key }) {
      for (symbol, unit) in table.resolved {
        if let known = network.units[symbol], !known.isSame(as: unit) {
          network.units["\(name).\(symbol)"] = unit
        } else {
          network.units[symbol] = unit
        }
      }
    }
  }

  private mutating func emit(_ index: Int, into network: inout Network, _ stoichiometries: [Int: Int]) {
    let element = elements[index]
    let id = finalName(index)
    let place = elements[named[index]].place
    // What is only mentioned is reported with the formula that mentions it.
    guard element.isDefined else { return }
    switch element.kind {
    case .reaction: return emitReaction(index, id, into: &network)
    case .event:
      if let event = element.event { emitEvent(element, event, id, into: &network) }
      return
    case .rule:
      if let rule = element.rule, let formula = resolved(rule, of: id) {
        network.rules.append(Rule(.algebraic, formula, place: rule.expression.place))
      }
      return
    case .interaction: return
    case .species, .compartment, nil: break
    }
    var number: Double?
    var isOrphan = false
    var assignment: Formula?
    if case .initial(let scoped) = element.value {
      if let formula = quantity(scoped, of: id)?.folded {
        number = formula.constantValue
        if number == nil {
          network.initialAssignments.append(InitialAssignment(id, formula, place: scoped.expression.place))
        }
      } else {
        isOrphan = true
      }
    } else if case .assignment(let scoped) = element.value {
      assignment = quantity(scoped, of: id)
      if let assignment {
        network.rules.append(Rule(.assignment(id), assignment, place: scoped.expression.place))
      } else {
        isOrphan = true
      }
    }
    var rule = assignment == nil ? nil : element.value?.scoped
    if let rate = element.rate, let formula = quantity(rate, of: id) {
      network.rules.append(
        Rule(.rate(id), scaled(formula, by: scopes[rate.scope].time.inverse), place: rate.expression.place))
      rule = rate
    }
    // On a species, `const` means a boundary.
    if let rule, let word = element.isConstant, word.value, word.scope == rule.scope, element.kind != .species {
      report(.ruleOnConstant(id), at: rule.expression.place)
    }
    if element.isOpen, element.value == nil {
      if !changed.contains(index) { warn(.open(id), at: place) }
      isOrphan = true
    }
    // What loses its formula with a deleted element has no value.
    if isOrphan { number = .nan }
    // `var` makes a quantity without a rule an input.
    let stays = rule == nil && element.isConstant?.value != false && !changed.contains(index)
    switch element.kind {
    case .species:
      let isAmount = element.isSubstanceOnly?.value == true
      // A species that is given nothing begins with nothing.
      let start = number ?? (element.value == nil ? 0 : nil)
      let factor = element.conversionFactor ?? scopes[elements[named[index]].scope].conversionFactor
      network.species.append(
        Species(
          id: id, compartment: element.compartment.map { finalName($0) } ?? "",
          initial: start.map { isAmount ? .amount($0) : .concentration($0) },
          hasOnlySubstanceUnits: isAmount, isBoundary: element.isBoundary == true,
          isConstant: element.isConstant?.value == true && rule == nil && !changed.contains(index),
          conversionFactor: factor.map { finalName($0) },
          unit: element.unit, place: place))
    case .compartment:
      network.compartments.append(
        Compartment(id: id, size: number, isConstant: stays, unit: element.unit, place: place))
    default:
      network.parameters.append(
        Parameter(
          id: id, value: number, isConstant: stays, isStoichiometry: stoichiometries[index] == 1, unit: element.unit,
          place: place))
    }
  }

  /// The formula of a value that an element is given, in the network's units.
  private mutating func quantity(_ scoped: ScopedExpression, of id: String) -> Formula? {
    guard let formula = resolved(scoped, of: id) else { return nil }
    return scoped.target < 0 ? formula : scaled(formula, by: conversion(of: scoped.target).inverse)
  }

  /// Reports a call of a function that nobody defines, or with the wrong number of arguments.
  mutating func checkCall(_ use: SymbolUse) {
    guard let function = functions[use.name] else {
      if BuiltIn.unsupported.contains(use.name) { return report(.unsupportedFunction(use.name), at: use.place) }
      let names = findings.isFull ? [] : Array(functions.keys) + Array(BuiltIn.functionNames)
      let nearest = NearestName.find(use.name, among: names)
      return report(.unknownFunction(use.name), at: use.place, hint: nearest.map { "did you mean \"\($0)\"?" })
    }
    if let given = use.argumentCount, given != function.arguments.count {
      report(
        .wrongArgumentCount(function: use.name, expected: function.arguments.count, given: given), at: use.place,
        hint: "\(function.id)(\(function.arguments.joined(separator: ", ")))")
    }
  }
}
