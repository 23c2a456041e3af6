import Diagnostics
import Formulas

extension Composer {
  /// Runs the statements of a module in a new scope and returns the scope.
  ///
  /// - Throws: only what makes going on pointless: recursion, too many elements.
  mutating func compose(
    _ module: Module, path: String = "", in parent: Int? = nil, at place: SourcePlace? = nil,
    prepare: (inout Scope) -> Void = { _ in }
  ) throws -> Int {
    let depth = parent.map { scopes[$0].depth + 1 } ?? 0
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
    scopes.append(Scope(module: module.name, path: path, depth: depth, parent: parent))
    prepare(&scopes[scope])
    if unitTables[module.name] == nil { unitTables[module.name] = readUnits(of: module) }
    for (kind, unit) in unitTables[module.name]?.modelUnits ?? [:] { scopes[scope].units[kind] = unit }
    let first = elements.count
    for port in module.ports {
      let index = ownElement(port.name, in: scope, at: port.place)
      elements[index].isDefined = true
    }
    for statement in module.statements { try run(statement, in: scope) }
    scopes[scope].elements = first..<elements.count
    return scope
  }

  private mutating func run(_ statement: Statement, in scope: Int) throws {
    switch statement {
    case .declare(let reference, let declaration): declare(reference, declaration, in: scope)
    case .locate(let reference, let compartment): locate(reference, compartment, in: scope)
    case .initial(let reference, let expression): setInitial(reference, expression, in: scope)
    case .assign(let reference, let expression): setAssignment(reference, expression, in: scope)
    case .rate(let reference, let expression): setRate(reference, expression, in: scope)
    case .algebraic(let reference, let expression): setRule(reference, expression, in: scope)
    case .clear(let reference, let clearing): clear(reference, clearing, in: scope)
    case .react(let reaction): react(reaction, in: scope)
    case .interact(let interaction): interact(interaction, in: scope)
    case .event(let event): addEvent(event, in: scope)
    case .submodel(let submodel): try makeSubmodel(submodel, in: scope)
    case .convert(let species, let factor): convert(species, factor, in: scope)
    case .delete(let reference): delete(reference, in: scope)
    case .synonym(let first, let second, let factor):
      let scale = factor.map { self.factor($0, in: scope) } ?? FactorProduct()
      if let a = ownTarget(first, in: scope), let b = ownTarget(second, in: scope) {
        join(a, b, scale: scale, in: scope, at: first.place)
      }
    case .measure(let reference, let expression): measure(reference, expression, in: scope)
    case .defineUnit, .modelUnit: break
    case .annotate(let reference, let qualifier, let resources):
      annotate(reference, qualifier, resources, in: scope)
    }
  }

  /// Makes the names that a formula mentions known in the scope, and checks the units written in it.
  mutating func scoped(_ expression: Expression, in scope: Int, for target: Int = -1) -> ScopedExpression {
    let found = expression.uses.map { use in
      if use.argumentCount != nil { return -1 }
      if let known = scopes[scope].names[use.name] { return known }
      // Names inside submodels are looked up in the end.
      return use.name.utf8.contains(UInt8(ascii: ".")) ? -1 : makeElement(use.name, in: scope, at: use.place)
    }
    for unit in expression.units { _ = resolveUnit(named: unit.name, in: scope, at: unit.place) }
    return ScopedExpression(expression: expression, scope: scope, elements: found, target: target)
  }

  mutating func setKind(_ index: Int, _ kind: Kind, _ reference: Reference) -> Bool {
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

  /// What is wrong with an element in a compartment: compartments may be in others, but not in themselves.
  private func nesting(of reference: Reference, _ element: Int, in compartment: Int) -> NetworkProblem? {
    var next: Int? = compartment
    for _ in 0..<Self.depthLimit {
      guard let index = next else { return nil }
      if root(index) == root(element) { return .insideItself(reference.name) }
      next = elements[root(index)].compartment
    }
    return .compartmentsTooDeep(limit: Self.depthLimit)
  }

  private mutating func locate(_ reference: Reference, _ compartment: Reference, in scope: Int) {
    if let inner = scopes[scope].submodels[reference.name] {
      scopes[inner].compartment = place(compartment, in: scope)
      return
    }
    guard let index = target(reference, in: scope), let place = place(compartment, in: scope) else { return }
    if let problem = nesting(of: reference, index, in: place) { return report(problem, at: reference.place) }
    elements[index].compartment = place
  }

  /// The element that a text names as a compartment.
  mutating func place(_ reference: Reference, in scope: Int) -> Int? {
    guard let index = target(reference, in: scope), setKind(index, .compartment, reference) else { return nil }
    return index
  }

  /// Warns when the same scope gives the same thing twice.
  private mutating func warnIfRepeated(_ earlier: ScopedExpression?, _ reference: Reference, in scope: Int) {
    if earlier?.scope == scope { warn(.valueReplaced(reference.name), at: reference.place) }
  }

  /// The element of a formula's target, when it is a quantity; `isLaw` lets a reaction through.
  private mutating func quantity(_ reference: Reference, in scope: Int, orReaction isLaw: Bool = false) -> Int? {
    guard let own = ownTarget(reference, in: scope) else { return nil }
    switch elements[root(own)].kind {
    case .reaction where isLaw: break
    case .reaction, .event, .rule, .interaction:
      let kind = elements[root(own)].kind?.rawValue ?? ""
      report(.wrongKind(reference.name, is: kind, needed: "quantity"), at: reference.place)
      return nil
    default: break
    }
    return own
  }

  private mutating func setInitial(_ reference: Reference, _ expression: Expression, in scope: Int) {
    guard let own = quantity(reference, in: scope, orReaction: reference.name.contains(".")) else { return }
    let index = root(own)
    let value = scoped(expression, in: scope, for: own)
    if elements[index].kind == .reaction {
      // `A.J = formula` gives a submodel's reaction another rate.
      elements[index].reaction?.law = value
      return
    }
    if case .assignment = elements[index].value {
      return report(.valueAfterRule(reference.name), at: reference.place)
    }
    warnIfRepeated(elements[index].value?.scoped, reference, in: scope)
    elements[index].value = .initial(value)
    elements[index].isDefined = true
    elements[index].isOpen = false
    if case .number = expression.formula, let unit = expression.units.first {
      if let resolved = resolveUnit(named: unit.name, in: scope, at: unit.place), elements[index].unit == nil {
        elements[index].unit = resolved
      }
    }
  }

  private mutating func setAssignment(_ reference: Reference, _ expression: Expression, in scope: Int) {
    guard let own = quantity(reference, in: scope) else { return }
    let index = root(own)
    let value = scoped(expression, in: scope, for: own)
    if elements[index].rate != nil { return report(.twoRules(reference.name), at: reference.place) }
    if case .assignment(let earlier) = elements[index].value { warnIfRepeated(earlier, reference, in: scope) }
    elements[index].value = .assignment(value)
    elements[index].isDefined = true
  }

  private mutating func setRate(_ reference: Reference, _ expression: Expression, in scope: Int) {
    guard let own = quantity(reference, in: scope) else { return }
    let index = root(own)
    let value = scoped(expression, in: scope, for: own)
    if case .assignment = elements[index].value { return report(.twoRules(reference.name), at: reference.place) }
    warnIfRepeated(elements[index].rate, reference, in: scope)
    elements[index].rate = value
    elements[index].isDefined = true
  }

  /// `name: 0 = formula`
  private mutating func setRule(_ reference: Reference?, _ expression: Expression, in scope: Int) {
    let name = reference ?? freeName("_alg", \.unnamedRules, in: scope, at: expression.place)
    guard let index = newElement(.rule, name, in: scope) else { return }
    elements[index].rule = scoped(expression, in: scope)
  }

  /// `A.x = ;`, `A.x := ;`, `A.x' = ;`
  private mutating func clear(_ reference: Reference, _ clearing: Statement.Clearing, in scope: Int) {
    guard let own = quantity(reference, in: scope, orReaction: true) else { return }
    let index = root(own)
    elements[index].isDefined = true
    if clearing == .initial { elements[index].isOpen = true }
    switch (clearing, elements[index].value) {
    case (.initial, .initial), (.assignment, .assignment): elements[index].value = nil
    case (.rate, _): elements[index].rate = nil
    case (.initial, _) where elements[index].kind == .reaction: elements[index].reaction?.law = nil
    default: break
    }
  }

  /// A free name with a number, `_J0`, `_J1`, ….
  mutating func freeName(
    _ stem: String, _ counter: WritableKeyPath<Scope, Int>, in scope: Int, at place: SourcePlace
  ) -> Reference {
    while true {
      let name = "\(stem)\(scopes[scope][keyPath: counter])"
      scopes[scope][keyPath: counter] += 1
      if scopes[scope].names[name] == nil, scopes[scope].submodels[name] == nil { return Reference(name, at: place) }
    }
  }

  /// The element of something that is defined once: an event, a rule, an interaction.
  mutating func newElement(_ kind: Kind, _ reference: Reference, in scope: Int) -> Int? {
    guard let index = target(reference, in: scope) else { return nil }
    let element = elements[index]
    // What a submodel defines may be defined anew.
    let earlier = element.event?.trigger.scope ?? element.rule?.scope ?? scope
    if (element.kind == kind && earlier == scope) || element.value != nil || element.rate != nil {
      report(.duplicate(reference.name, firstLine: element.place.line), at: reference.place)
      return nil
    }
    guard setKind(index, kind, reference) else { return nil }
    elements[index].place = reference.place
    return index
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
