import Diagnostics
import Formulas

extension Composer {
  /// The flat network of everything composed; the first scope is its top.
  mutating func emit() -> Network {
    var network = Network(name: scopes[0].module)
    emitModelUnits(into: &network)
    let defaultCompartment = makeDefaultCompartment()
    for index in elements.indices where root(index) == index {
      emit(index, into: &network, default: defaultCompartment)
    }
    for index in elements.indices where named[root(index)] != index {
      network.synonyms[elements[index].id] = finalName(index)
    }
    network.functions = library.functions
    for annotation in annotations {
      var annotation = annotation
      annotation.element = network.synonyms[annotation.element] ?? annotation.element
      network.annotations.append(annotation)
    }
    network.warnings = findings.warnings
    return network
  }

  /// Species without a compartment live in one of size 1 that all submodels share.
  private mutating func makeDefaultCompartment() -> Int? {
    let isNeeded = elements.indices.contains {
      root($0) == $0 && elements[$0].kind == .species && elements[$0].compartment == nil
    }
    guard isNeeded else { return nil }
    let place = elements[0].place
    let index = ownElement("default_compartment", in: 0, at: place)
    if elements[index].kind == nil { elements[index].kind = .compartment }
    if elements[index].value == nil {
      elements[index].value = .initial(
        ScopedExpression(expression: Expression(.number(1), at: place), scope: 0, elements: []))
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

  private mutating func emit(
    _ index: Int, into network: inout Network, default defaultCompartment: Int?
  ) {
    let element = elements[index]
    let id = finalName(index)
    let place = elements[named[index]].place
    guard element.isDefined else {
      // Reported with the formula that mentions it.
      return
    }
    var number: Double?
    var assignment: Formula?
    if case .initial(let scoped) = element.value {
      let formula = resolved(scoped).folded
      number = formula.constantValue
      if number == nil {
        network.initialAssignments.append(InitialAssignment(id, formula, place: scoped.expression.place))
      }
    } else if case .assignment(let scoped) = element.value {
      let formula = resolved(scoped)
      assignment = formula
      network.rules.append(Rule(.assignment(id), formula, place: scoped.expression.place))
    }
    if let rate = element.rate {
      network.rules.append(Rule(.rate(id), resolved(rate), place: rate.expression.place))
    }
    let rule = element.rate ?? (assignment == nil ? nil : element.value?.scoped)
    let isConstant = element.isConstant?.value == true && rule == nil
    if let rule, let word = element.isConstant, word.value, word.scope == rule.scope {
      report(.ruleOnConstant(id), at: rule.expression.place)
    }
    // `var` makes a quantity without a rule an input.
    let stays = rule == nil && element.isConstant?.value != false
    switch element.kind {
    case .reaction: emitReaction(element, id, into: &network)
    case .species:
      let compartment = element.compartment.map { finalName($0) } ?? defaultCompartment.map { finalName($0) } ?? ""
      let isAmount = element.isSubstanceOnly?.value == true
      // A species that is given nothing begins with nothing.
      let start = number ?? (element.value == nil ? 0 : nil)
      network.species.append(
        Species(
          id: id, compartment: compartment,
          initial: start.map { isAmount ? .amount($0) : .concentration($0) },
          hasOnlySubstanceUnits: isAmount, isBoundary: element.isBoundary == true,
          isConstant: isConstant, unit: element.unit, place: place))
    case .compartment:
      network.compartments.append(
        Compartment(
          id: id, size: number, isConstant: stays, unit: element.unit, place: place))
    case nil:
      network.parameters.append(
        Parameter(
          id: id, value: number, isConstant: stays, unit: element.unit, place: place))
    }
  }

  private mutating func emitReaction(
    _ element: Element, _ id: String, into network: inout Network
  ) {
    // A name may be declared a reaction and never be given one.
    let data = element.reaction ?? ReactionData(reactants: [], products: [], isReversible: true, law: nil)
    let law = data.law.map { resolved($0) } ?? .number(0)
    let reactants = data.reactants.map { Reaction.Participant(finalName($0.element), $0.stoichiometry) }
    let products = data.products.map { Reaction.Participant(finalName($0.element), $0.stoichiometry) }
    let participants = Set((reactants + products).map(\.species))
    var seen = participants
    var modifiers: [String] = []
    for use in data.law?.expression.uses ?? [] where use.argumentCount == nil {
      guard let used = find(use.name, in: data.law?.scope ?? 0), elements[used].kind == .species else { continue }
      let name = finalName(used)
      if seen.insert(name).inserted { modifiers.append(name) }
    }
    network.reactions.append(
      Reaction(
        id: id, reactants: reactants, products: products, modifiers: modifiers, isReversible: data.isReversible,
        law: law,
        place: element.place))
  }

  /// The formula with every name replaced by its name in the flat network; unknown names are reported.
  private mutating func resolved(_ scoped: ScopedExpression) -> Formula {
    let uses = scoped.expression.uses
    var renamed: [(from: String, to: String)] = []
    for (use, element) in zip(uses, scoped.elements) {
      guard use.argumentCount == nil else {
        checkCall(use)
        continue
      }
      guard let index = element >= 0 ? root(element) : find(use.name, in: scoped.scope), elements[index].isDefined
      else {
        reportUnknown(use.name, in: scoped.scope, at: use.place)
        continue
      }
      let name = elements[named[index]].id
      if name != use.name { renamed.append((use.name, name)) }
    }
    if renamed.isEmpty { return scoped.expression.formula }
    if renamed.count <= 16 {
      return scoped.expression.formula.replacingSymbols { name in
        renamed.first { $0.from == name }.map { .symbol($0.to) }
      }
    }
    let table = Dictionary(renamed.map { ($0.from, Formula.symbol($0.to)) }, uniquingKeysWith: { first, _ in first })
    return scoped.expression.formula.replacingSymbols { table[$0] }
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
