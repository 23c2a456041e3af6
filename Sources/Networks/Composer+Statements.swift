import Diagnostics
import Formulas

extension Composer {
  /// Runs the statements of a module in a new scope and returns the scope.
  ///
  /// - Throws: only what makes going on pointless: recursion, too many elements.
  mutating func compose(_ module: Module, path: String, depth: Int, at place: SourcePlace?) throws -> Int {
    if let first = stack.firstIndex(of: module.name) {
      throw NetworkError(
        .recursiveModule(Array(stack[first...]) + [module.name]), at: place,
        in: place.flatMap { library.texts[$0.file] })
    }
    let text = place.flatMap { library.texts[$0.file] }
    if depth > Self.depthLimit { throw NetworkError(.tooDeep(limit: Self.depthLimit), at: place, in: text) }
    if elements.count + scopes.count > Self.elementLimit {
      throw NetworkError(.tooLarge(limit: Self.elementLimit), at: place, in: text)
    }
    stack.append(module.name)
    defer { stack.removeLast() }

    let scope = scopes.count
    scopes.append(Scope(module: module.name, path: path, depth: depth))
    if unitTables[module.name] == nil { unitTables[module.name] = readUnits(of: module) }
    for (kind, unit) in unitTables[module.name]?.modelUnits ?? [:] { scopes[scope].units[kind] = unit }
    for port in module.ports {
      let index = ownElement(port.name, in: scope, at: port.place)
      elements[index].isDefined = true
    }
    for statement in module.statements { try run(statement, in: scope) }
    return scope
  }

  private mutating func run(_ statement: Statement, in scope: Int) throws {
    switch statement {
    case .declare(let reference, let declaration): declare(reference, declaration, in: scope)
    case .locate(let reference, let compartment): locate(reference, compartment, in: scope)
    case .initial(let reference, let expression): setInitial(reference, expression, in: scope)
    case .assign(let reference, let expression): setAssignment(reference, expression, in: scope)
    case .rate(let reference, let expression): setRate(reference, expression, in: scope)
    case .react(let reaction): react(reaction, in: scope)
    case .submodel(let name, let module, let arguments): try makeSubmodel(name, module, arguments, in: scope)
    case .synonym(let first, let second):
      if let a = target(first, in: scope), let b = target(second, in: scope) { join(a, b, in: scope, at: first.place) }
    case .measure(let reference, let expression): measure(reference, expression, in: scope)
    case .defineUnit, .modelUnit: break
    case .annotate(let reference, let qualifier, let resources):
      annotate(reference, qualifier, resources, in: scope)
    }
  }

  /// Makes the names that a formula mentions known in the scope, and checks the units written in it.
  private mutating func scoped(_ expression: Expression, in scope: Int) -> ScopedExpression {
    let found = expression.uses.map { use in
      if use.argumentCount != nil { return -1 }
      if let known = scopes[scope].names[use.name] { return known }
      // Names inside submodels are looked up in the end.
      return use.name.utf8.contains(UInt8(ascii: ".")) ? -1 : makeElement(use.name, in: scope, at: use.place)
    }
    for unit in expression.units { _ = resolveUnit(named: unit.name, in: scope, at: unit.place) }
    return ScopedExpression(expression: expression, scope: scope, elements: found)
  }

  private mutating func setKind(_ index: Int, _ kind: Kind, _ reference: Reference) -> Bool {
    if let known = elements[index].kind, known != kind {
      report(.wrongKind(reference.name, is: known.rawValue, needed: kind.rawValue), at: reference.place)
      return false
    }
    elements[index].kind = kind
    elements[index].isDefined = true
    return true
  }

  private mutating func declare(_ reference: Reference, _ declaration: Statement.Declaration, in scope: Int) {
    guard let index = target(reference, in: scope) else { return }
    elements[index].isDefined = true
    if let kind = declaration.kind {
      let needed: Kind = kind == .species ? .species : kind == .compartment ? .compartment : .reaction
      guard setKind(index, needed, reference) else { return }
    }
    if let isConstant = declaration.isConstant {
      elements[index].isConstant = (isConstant, scope)
      elements[index].isBoundary = isConstant
    }
    if declaration.isBoundary { elements[index].isBoundary = true }
    let depth = scopes[scope].depth
    if declaration.isSubstanceOnly {
      elements[index].isSubstanceOnly = (true, depth)
    } else if declaration.kind == .species, elements[index].isSubstanceOnly.map({ $0.depth > depth }) ?? true {
      // An outer declaration replaces what a submodel says.
      elements[index].isSubstanceOnly = (false, depth)
    }
  }

  private mutating func locate(_ reference: Reference, _ compartment: Reference, in scope: Int) {
    guard let index = target(reference, in: scope), let place = target(compartment, in: scope) else { return }
    guard setKind(place, .compartment, compartment) else { return }
    if elements[index].kind == .reaction {
      return report(
        .incompatible("placing the reaction \"\(reference.name)\" in a compartment is not supported"),
        at: reference.place, hint: "place its species")
    }
    guard setKind(index, .species, reference) else { return }
    elements[index].compartment = place
  }

  /// Warns when the same scope gives the same thing twice.
  private mutating func warnIfRepeated(_ earlier: ScopedExpression?, _ reference: Reference, in scope: Int) {
    if earlier?.scope == scope { warn(.valueReplaced(reference.name), at: reference.place) }
  }

  private mutating func setInitial(_ reference: Reference, _ expression: Expression, in scope: Int) {
    guard let index = target(reference, in: scope) else { return }
    let value = scoped(expression, in: scope)
    if elements[index].kind == .reaction {
      return report(.wrongKind(reference.name, is: "reaction", needed: "quantity"), at: reference.place)
    }
    if case .assignment = elements[index].value {
      return report(.valueAfterRule(reference.name), at: reference.place)
    }
    warnIfRepeated(elements[index].value?.scoped, reference, in: scope)
    elements[index].value = .initial(value)
    elements[index].isDefined = true
    if case .number = expression.formula, let unit = expression.units.first {
      if let resolved = resolveUnit(named: unit.name, in: scope, at: unit.place), elements[index].unit == nil {
        elements[index].unit = resolved
      }
    }
  }

  private mutating func setAssignment(_ reference: Reference, _ expression: Expression, in scope: Int) {
    guard let index = target(reference, in: scope) else { return }
    let value = scoped(expression, in: scope)
    if elements[index].kind == .reaction {
      return report(.wrongKind(reference.name, is: "reaction", needed: "quantity"), at: reference.place)
    }
    if elements[index].rate != nil { return report(.twoRules(reference.name), at: reference.place) }
    if case .assignment(let earlier) = elements[index].value { warnIfRepeated(earlier, reference, in: scope) }
    elements[index].value = .assignment(value)
    elements[index].isDefined = true
  }

  private mutating func setRate(_ reference: Reference, _ expression: Expression, in scope: Int) {
    guard let index = target(reference, in: scope) else { return }
    let value = scoped(expression, in: scope)
    if elements[index].kind == .reaction {
      return report(.wrongKind(reference.name, is: "reaction", needed: "quantity"), at: reference.place)
    }
    if case .assignment = elements[index].value { return report(.twoRules(reference.name), at: reference.place) }
    warnIfRepeated(elements[index].rate, reference, in: scope)
    elements[index].rate = value
    elements[index].isDefined = true
  }

  private mutating func react(_ statement: ReactionStatement, in scope: Int) {
    let reference = statement.id ?? Reference(freeReactionName(in: scope), at: statement.place)
    guard let index = target(reference, in: scope) else { return }
    if elements[index].reaction != nil {
      return report(.duplicate(reference.name, firstLine: elements[index].place.line), at: reference.place)
    }
    if elements[index].kind == nil, elements[index].value != nil || elements[index].rate != nil {
      return report(.duplicate(reference.name, firstLine: elements[index].place.line), at: reference.place)
    }
    guard setKind(index, .reaction, reference) else { return }
    elements[index].place = statement.place
    let reactants = participants(statement.reactants, in: scope)
    let products = participants(statement.products, in: scope)
    let law = statement.law.map { scoped($0, in: scope) }
    if law == nil { warn(.noRate(reference.name), at: statement.place) }
    elements[index].reaction = ReactionData(
      reactants: reactants, products: products, isReversible: statement.isReversible, law: law)
  }

  private mutating func freeReactionName(in scope: Int) -> String {
    while true {
      let name = "_J\(scopes[scope].unnamedReactions)"
      scopes[scope].unnamedReactions += 1
      if scopes[scope].names[name] == nil { return name }
    }
  }

  private mutating func participants(_ written: [ReactionStatement.Participant], in scope: Int)
    -> [(element: Int, stoichiometry: Double)]
  {
    var found: [(element: Int, stoichiometry: Double)] = []
    for participant in written {
      guard let index = target(participant.species, in: scope), setKind(index, .species, participant.species) else {
        continue
      }
      if participant.isBoundary { elements[index].isBoundary = true }
      found.append((index, participant.stoichiometry))
    }
    return found
  }

  private mutating func makeSubmodel(
    _ name: Reference, _ reference: Reference, _ arguments: [Statement.Argument], in scope: Int
  ) throws {
    guard let module = library.modules[reference.name] else {
      return report(
        .unknownModule(reference.name), at: reference.place,
        hint: NearestName.hint(reference.name, among: library.modules.keys))
    }
    if scopes[scope].submodels[name.name] != nil || scopes[scope].names[name.name] != nil {
      return report(.duplicate(name.name, firstLine: nil), at: name.place)
    }
    let inner = try compose(
      module, path: scopes[scope].path + name.name + ".", depth: scopes[scope].depth + 1, at: reference.place)
    scopes[scope].submodels[name.name] = inner
    if arguments.count > module.ports.count {
      report(
        .tooManyArguments(module: module.name, ports: module.ports.count, given: arguments.count), at: reference.place,
        hint: module.ports.isEmpty ? nil : "its ports: \(module.ports.map(\.name).joined(separator: ", "))")
    }
    for (port, argument) in zip(module.ports, arguments) {
      guard let index = scopes[inner].names[port.name].map(root) else { continue }
      switch argument {
      case .reference(let outer):
        if let other = target(outer, in: scope) { join(index, other, in: scope, at: outer.place) }
      case .value(let expression):
        let value = scoped(expression, in: scope)
        if case .assignment = elements[index].value {
          report(.valueAfterRule("\(name.name).\(port.name)"), at: expression.place)
        } else {
          elements[index].value = .initial(value)
        }
      }
    }
  }

  private mutating func annotate(_ reference: Reference?, _ qualifier: String, _ resources: [String], in scope: Int) {
    guard let reference else {
      if scopes[scope].depth == 0 {
        annotations.append(Annotation(element: scopes[scope].module, qualifier: qualifier, resources: resources))
      }
      return
    }
    if reference.name == scopes[scope].module || library.modules[reference.name] != nil {
      annotations.append(Annotation(element: reference.name, qualifier: qualifier, resources: resources))
    } else if scopes[scope].submodels[reference.name] != nil {
      let element = scopes[scope].path + reference.name
      annotations.append(Annotation(element: element, qualifier: qualifier, resources: resources))
    } else if let index = target(reference, in: scope) {
      annotations.append(Annotation(element: elements[index].id, qualifier: qualifier, resources: resources))
    }
  }
}
