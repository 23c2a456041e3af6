import Diagnostics
import Formulas
import Networks

extension SystemBuilder {
  /// The events' nodes, in the network's order.
  mutating func makeEvents() throws -> [EquationSystem.Event] {
    try network.events.map { event in
      var result = EquationSystem.Event(
        name: event.id,
        trigger: nodes.graph.condition(try nodes.node(event.trigger, at: .running, place: event.place)),
        startsTrue: event.startsTrue, isPersistent: event.isPersistent,
        delay: try event.delay.map { try number($0, event.place) },
        priority: try event.priority.map { try number($0, event.place) },
        usesTriggerTimeValues: event.usesTriggerTimeValues,
        assignments: try event.assignments.map { try makeAssignment($0, of: event) })
      result.resized = try resized(by: result)
      result.assignments += try rebasing(result, event)
      return result
    }
  }

  private mutating func number(_ formula: Formula, _ place: SourcePlace?) throws -> Node {
    nodes.graph.number(try nodes.node(formula, at: .running, place: place))
  }

  private mutating func makeAssignment(
    _ assignment: Event.Assignment, of event: Event
  ) throws -> EquationSystem.Event.Assignment {
    let index = try table.find(assignment.target, event.place)
    let slot = nodes.slots[index]
    let place = event.place
    let isConstantSpecies =
      if case .species(let position, _) = table.quantities[index].kind { network.species[position].isConstant } else {
        false
      }
    let target: EquationSystem.Event.Assignment.Target
    switch table.quantities[index].role {
    case .input where !isConstantSpecies: target = .input(slot)
    case .rate, .amount, .algebraic: target = .state(slot)
    default: throw EquationError.cannotBeAssigned(assignment.target, event: event.id, place)
    }
    var result = EquationSystem.Event.Assignment(target: target, value: try number(assignment.formula, place))
    // Where an amount is held, the formula gives what the name means: often a concentration.
    if let compartment = compartmentOfHeldAmount(index) {
      let size = nodes.graph.number(try nodes.node(of: compartment, at: .running))
      if table.quantities[compartment].isConstant {
        result.value = nodes.graph.multiply(result.value, size)
      } else {
        result.factor = size
      }
    }
    return result
  }

  private func compartmentOfHeldAmount(_ index: Int) -> Int? {
    if case .amount = table.quantities[index].role { return table.compartment(of: index) }
    return table.compartmentOfHeldAmount(index)
  }

  /// The states that hold concentrations in compartments whose size the event changes.
  private mutating func resized(by event: EquationSystem.Event) throws -> [EquationSystem.Event.Resized] {
    var result: [EquationSystem.Event.Resized] = []
    let assigned = Set(event.assignments.map(\.target))
    for index in states {
      guard case .rate = table.quantities[index].role, let compartment = table.compartment(of: index),
        !table.quantities[compartment].isConstant
      else { continue }
      let size = nodes.graph.number(try nodes.node(of: compartment, at: .running))
      let isReached = nodes.graph.reachable(from: [size])
      let changes = assigned.contains { target in
        let leaf: Node
        switch target {
        case .state(let slot): leaf = nodes.graph.state(slot)
        case .input(let slot): leaf = nodes.graph.input(slot)
        }
        return Int(leaf.index) < isReached.count && isReached[Int(leaf.index)]
      }
      if changes { result.append(.init(state: nodes.slots[index], size: size)) }
    }
    return result
  }

  /// Where an event changes a species of fast reactions or one of their stoichiometries, it counts their extents from
  /// zero again: what they have moved becomes part of the states.
  private mutating func rebasing(
    _ event: EquationSystem.Event, _ source: Event
  ) throws -> [EquationSystem.Event.Assignment] {
    guard !table.fastTerms.isEmpty else { return [] }
    let assigned = Set(try source.assignments.map { try table.find($0.target, source.place) })
    let counts = table.fastTerms.values.joined().flatMap(\.formulas)
    let changesCount = try counts.contains { _, formula in
      try formula.symbolsInOrder.contains { assigned.contains(try table.find($0, source.place)) }
    }
    guard changesCount || assigned.contains(where: { table.fastTerms[$0] != nil }) else { return [] }
    let zero = nodes.graph.constant(0)
    var result: [EquationSystem.Event.Assignment] = []
    for index in states {
      let slot = nodes.slots[index]
      if case .law = table.quantities[index].role {
        result.append(.init(target: .state(slot), value: zero))
      } else if table.fastTerms[index] != nil, !assigned.contains(index) {
        _ = try nodes.node(of: index, at: .running)
        guard let shift = try nodes.fastShift(of: index) else { continue }
        let amount = nodes.graph.add(nodes.graph.state(slot), shift)
        result.append(.init(target: .state(slot), value: zero, offset: amount))
      }
    }
    return result
  }
}
