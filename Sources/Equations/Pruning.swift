extension EquationSystem {
  /// The system without what a run never touches, for example the compounds that a protocol does not give.
  ///
  /// Removed are the states that provably keep their value: not touched by the schedule or an event, and their
  /// right-hand side folds to zero when all of them are replaced by their start (the largest such set). Untouched
  /// inputs become their initial value. States that merely feed no output stay, because they take part in step
  /// control. What remains is computed by the same operations on the same values in the same order: its bits do not
  /// change (apart from the sign of a zero), as long as the solver measures errors by their maximum: a mean would
  /// notice the number of states. Events stay, with what they touch; switches and delays stay where something uses
  /// them.
  ///
  /// - Parameters:
  ///   - targets: the states and inputs that the schedule changes; synonyms count, other names are ignored.
  ///   - outputs: the observables to keep, in this order; unknown names are left out.
  /// - Complexity: O(nodes · length of the longest chain that comes alive) plus the new elimination plan.
  package func pruned(touching targets: Set<String>, outputs: [String]) -> EquationSystem {
    let touched = touched(by: targets)
    let constancy = Constancy(self, touched: touched)
    let keptInputs = inputs.indices.filter { touched.inputs.contains($0) }
    let keptStates = states.indices.filter { !constancy.isFixed[$0] }
    let newStateSlot = EquationSystem.renumbering(keptStates, states.count)
    let newInputSlot = EquationSystem.renumbering(keptInputs, inputs.count)

    var result = self
    let byName = Dictionary(
      observables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    result.observables = outputs.compactMap { byName[$0].map { observables[$0] } }

    // Starts depend on parameters only: they come first, so that constant states can be replaced by them.
    var rewriting = Rewriting(source: graph)
    let starts = initialStates + inputs.map(\.initial)
    rewriting.rewrite(starts, hoisted: hoisted) { _, _ in nil }
    rewriting.rewrite(result.nodes, hoisted: hoisted) { leaf, target in
      let slot = graph.slot(of: leaf)
      switch graph.operation(of: leaf) {
      case .state:
        return newStateSlot[slot].map { .node(target.state($0)) } ?? .imageOf(initialStates[slot])
      case .input:
        return newInputSlot[slot].map { .node(target.input($0)) } ?? .imageOf(inputs[slot].initial)
      case .held: return constancy.switches[slot].map { .node(target.constant($0)) }
      case .delayed: return constancy.delays[slot].map { .node(target.constant($0)) }
      case .delayedSlope: return constancy.delays[slot].map { _ in .node(target.constant(0)) }
      default: return nil
      }
    }
    result.mapNodes { rewriting.image(of: $0) }
    result.graph = rewriting.target
    result.hoisted = []
    result.states = keptStates.map { states[$0] }
    result.inputs = keptInputs.map { result.inputs[$0] }
    result.initialStates = keptStates.map { result.initialStates[$0] }
    result.rightHandSide = keptStates.map { result.rightHandSide[$0] }
    result.timeDerivative = keptStates.map { result.timeDerivative[$0] }
    result.jacobian = result.jacobian.compactMap { entry in
      guard let row = newStateSlot[entry.row], let column = newStateSlot[entry.column],
        result.graph.constantValue(of: entry.node) != 0
      else { return nil }
      return JacobianEntry(row: row, column: column, node: entry.node)
    }
    for index in result.events.indices {
      result.events[index].renumber(states: newStateSlot, inputs: newInputSlot)
    }
    result.removeUnusedDelaysAndSwitches()
    result.elimination = .make(
      pattern: EquationSystem.pattern(result.jacobian, result.states.count),
      isAlgebraic: result.states.map(\.isAlgebraic),
      order: elimination.pivotOrder.compactMap { newStateSlot[$0] }, solvesByColumns: elimination.solvesByColumns)
    Hoisting.hoist(&result)
    return result
  }

  /// What a schedule with these targets and the events may change.
  private func touched(by targets: Set<String>) -> Touched {
    let names = Set(targets.map { synonyms[$0] ?? $0 })
    var touched = Touched()
    touched.states = Set(states.indices.filter { names.contains(states[$0].name) })
    touched.inputs = Set(inputs.indices.filter { names.contains(inputs[$0].name) })
    for event in events {
      for assignment in event.assignments {
        switch assignment.target {
        case .state(let slot): touched.states.insert(slot)
        case .input(let slot): touched.inputs.insert(slot)
        }
      }
      for resized in event.resized { touched.states.insert(resized.state) }
    }
    return touched
  }

  static func renumbering(_ kept: [Int], _ count: Int) -> [Int?] {
    var slots = [Int?](repeating: nil, count: count)
    for (slot, old) in kept.enumerated() { slots[old] = slot }
    return slots
  }

  /// The system without its events, and without the switches that only these needed.
  package func withoutEvents() -> EquationSystem {
    var result = self
    result.events = []
    result.removeUnusedDelaysAndSwitches()
    return result
  }

  /// Removes delays and switches that nothing uses any more.
  private mutating func removeUnusedDelaysAndSwitches() {
    guard !delays.isEmpty || !switches.isEmpty else { return }
    let solved = initialStates + inputs.map(\.initial) + rightHandSide + timeDerivative + jacobian.map(\.node)
    let seen = observables.map(\.node) + events.flatMap(\.nodes)
    // What is used makes other things used: a delay's expression, what stands inside a switch.
    var usedDelays: Set<Int> = []
    var usedSwitches: Set<Int> = []
    while true {
      let watched = events.map(\.trigger) + usedDelays.flatMap { [delays[$0].value, delays[$0].duration] }
      let values = usedSwitches.map { switches[$0].value }
      let inSwitches = graph.reachable(from: watched + values)
      let anywhere = graph.reachable(
        from: solved + seen + watched + values + usedDelays.map { delays[$0].startValue })
      var delaysNow = usedDelays
      var switchesNow = usedSwitches
      for index in 0..<graph.nodeCount where anywhere[index] {
        let node = Node(index: Int32(index))
        switch graph.operation(of: node) {
        case .delayed, .delayedSlope: delaysNow.insert(graph.slot(of: node))
        case .held: switchesNow.insert(graph.slot(of: node))
        default: break
        }
      }
      for (slot, entry) in switches.enumerated() where inSwitches[Int(graph.jump(of: entry.value).index)] {
        if graph.constantValue(of: entry.value) == nil { switchesNow.insert(slot) }
      }
      if delaysNow.count == usedDelays.count, switchesNow.count == usedSwitches.count { break }
      (usedDelays, usedSwitches) = (delaysNow, switchesNow)
    }
    let (keptDelays, keptSwitches) = (usedDelays.sorted(), usedSwitches.sorted())
    let newDelay = EquationSystem.renumbering(keptDelays, delays.count)
    let newSwitch = EquationSystem.renumbering(keptSwitches, switches.count)
    delays = keptDelays.map { delays[$0] }
    switches = keptSwitches.map { switches[$0] }
    let roots = nodes
    let images = graph.rewriting(roots) { leaf, graph in
      switch graph.operation(of: leaf) {
      case .held: newSwitch[graph.slot(of: leaf)].map { graph.held($0) }
      case .delayed: newDelay[graph.slot(of: leaf)].map { graph.delayed($0) }
      case .delayedSlope: newDelay[graph.slot(of: leaf)].map { graph.delayedSlope($0) }
      default: nil
      }
    }
    let map = Dictionary(zip(roots, images), uniquingKeysWith: { first, _ in first })
    mapNodes { map[$0] ?? $0 }
  }
}

/// States and inputs that something may change from outside the equations.
struct Touched {
  var states: Set<Int> = []
  var inputs: Set<Int> = []
}

extension Graph {
  /// The comparison, floor or ceiling in a switch's value.
  fileprivate func jump(of value: Node) -> Node { operation(of: value) == .select ? operand(0, of: value) : value }
}

extension EquationSystem.Event {
  /// Gives the targets their new slots; all of them are kept.
  fileprivate mutating func renumber(states: [Int?], inputs: [Int?]) {
    for index in assignments.indices {
      switch assignments[index].target {
      case .state(let slot): assignments[index].target = .state(states[slot] ?? slot)
      case .input(let slot): assignments[index].target = .input(inputs[slot] ?? slot)
      }
    }
    for index in resized.indices { resized[index].state = states[resized[index].state] ?? resized[index].state }
  }
}

/// Rebuilds nodes of one graph in another, with leaves replaced and everything folded again.
private struct Rewriting {
  enum Replacement {
    case node(Node)
    /// What another node of the source has become.
    case imageOf(Node)
  }

  let source: Graph
  var target = Graph()
  private var images: [Node?]

  init(source: Graph) {
    self.source = source
    images = Array(repeating: nil, count: source.nodeCount)
  }

  /// The image of a node that was rewritten.
  func image(of node: Node) -> Node { images[Int(node.index)] ?? node }

  /// Rewrites what the roots need. Hoisted leaves become their definitions again.
  mutating func rewrite(_ roots: [Node], hoisted: [Node], leaf: (Node, inout Graph) -> Replacement?) {
    var needed = source.reachable(from: roots)
    // Definitions come before their leaves, so one pass from the last node down finds all of them.
    for index in stride(from: source.nodeCount - 1, through: 0, by: -1) where needed[index] {
      let node = Node(index: Int32(index))
      if source.operation(of: node) == .hoisted { needed[Int(hoisted[source.slot(of: node)].index)] = true }
      for position in 0..<source.operandCount(of: node) {
        needed[Int(source.operand(position, of: node).index)] = true
      }
    }
    for index in images.indices where needed[index] && images[index] == nil {
      let node = Node(index: Int32(index))
      if source.operation(of: node) == .hoisted {
        images[index] = images[Int(hoisted[source.slot(of: node)].index)]
        continue
      }
      switch leaf(node, &target) {
      case .node(let replacement): images[index] = replacement
      case .imageOf(let other): images[index] = images[Int(other.index)]
      case nil:
        let count = source.operandCount(of: node)
        func operand(_ position: Int) -> Node {
          position < count ? image(of: source.operand(position, of: node)) : node
        }
        let operands = (operand(0), operand(1), operand(2))
        images[index] = target.rebuild(source.operation(of: node), operands, payload: source.payload(of: node))
      }
    }
  }
}
