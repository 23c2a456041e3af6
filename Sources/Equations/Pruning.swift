extension EquationSystem {
  /// The system without what a run never touches, for example the compounds that a protocol does not give.
  ///
  /// Removed are the states that provably keep their value: not touched, and their right-hand side folds to zero when
  /// all of them are replaced by their start (the largest such set). Untouched inputs become their initial value.
  /// States that merely feed no output stay, because they take part in step control. What remains is computed by the
  /// same operations on the same values in the same order: its bits do not change (apart from the sign of a zero), as
  /// long as the solver measures errors by their maximum: a mean would notice the number of states.
  ///
  /// - Parameters:
  ///   - targets: the states and inputs that the schedule changes; synonyms count, other names are ignored.
  ///   - outputs: the observables to keep, in this order; unknown names are left out.
  /// - Complexity: O(nodes · length of the longest chain that comes alive) plus the new elimination plan.
  package func pruned(touching targets: Set<String>, outputs: [String]) -> EquationSystem {
    let targets = Set(targets.map { synonyms[$0] ?? $0 })
    let fixedStates = constantStates(touching: targets)
    let keptInputs = inputs.indices.filter { targets.contains(inputs[$0].name) }
    let keptStates = states.indices.filter { !fixedStates[$0] }
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
    result.elimination = .make(
      pattern: EquationSystem.pattern(result.jacobian, result.states.count),
      isAlgebraic: result.states.map(\.isAlgebraic),
      order: elimination.pivotOrder.compactMap { newStateSlot[$0] })
    Hoisting.hoist(&result)
    return result
  }

  /// Which states provably keep their start: the largest set of untouched states that is consistent with itself.
  private func constantStates(touching targets: Set<String>) -> [Bool] {
    var isFixed = states.map { !$0.isAlgebraic && !targets.contains($0.name) }
    let definitions = Propagation(graph: graph)
    let hoistedValues = definitions.hoistedValues(hoisted)
    let startValues = definitions.values(of: initialStates, hoisted: hoistedValues, states: [], inputs: [])
    let inputStarts = definitions.values(of: inputs.map(\.initial), hoisted: hoistedValues, states: [], inputs: [])
    let inputValues = inputs.indices.map { targets.contains(inputs[$0].name) ? nil : inputStarts[$0] }
    while true {
      let stateValues = states.indices.map { isFixed[$0] ? startValues[$0] : nil }
      let slopes = definitions.values(
        of: rightHandSide, hoisted: hoistedValues, states: stateValues, inputs: inputValues)
      var isStable = true
      for index in states.indices where isFixed[index] && slopes[index] != 0 {
        isFixed[index] = false
        isStable = false
      }
      if isStable { return isFixed }
    }
  }

  private static func renumbering(_ kept: [Int], _ count: Int) -> [Int?] {
    var slots = [Int?](repeating: nil, count: count)
    for (slot, old) in kept.enumerated() { slots[old] = slot }
    return slots
  }
}

/// Constant propagation: which nodes have a known value when some leaves have one.
private struct Propagation {
  let graph: Graph

  func hoistedValues(_ hoisted: [Node]) -> [Double?] {
    values(of: hoisted, hoisted: [], states: [], inputs: [])
  }

  /// The known values of `roots`; leaves without an entry are unknown.
  func values(of roots: [Node], hoisted: [Double?], states: [Double?], inputs: [Double?]) -> [Double?] {
    let reachable = graph.reachable(from: roots)
    var known = [Double?](repeating: nil, count: graph.nodeCount)
    for index in known.indices where reachable[index] {
      let node = Node(index: Int32(index))
      let operation = graph.operation(of: node)
      let slot = graph.slot(of: node)
      switch operation {
      case .constant: known[index] = graph.constantValue(of: node)
      case .hoisted: known[index] = slot < hoisted.count ? hoisted[slot] : nil
      case .state: known[index] = slot < states.count ? states[slot] : nil
      case .input: known[index] = slot < inputs.count ? inputs[slot] : nil
      case .parameter, .time, .held, .delayed, .delayedSlope: break
      default:
        let count = graph.operandCount(of: node)
        func operand(_ position: Int) -> Double? {
          position < count ? known[Int(graph.operand(position, of: node).index)] : nil
        }
        known[index] = ConstantFolding.value(
          operation, operand(0), operand(1), operand(2),
          exponent: operation == .integerPower ? graph.exponent(of: node) : 0)
      }
    }
    return roots.map { known[Int($0.index)] }
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
