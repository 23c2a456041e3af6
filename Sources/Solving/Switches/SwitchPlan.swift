import Equations

/// Which steps of a model's formulas the solver watches, and what it must evaluate to see them change.
///
/// Beside the system's own switches, the comparisons, floors and ceilings *inside* them are watched: between two changes
/// of these, the differences are smooth functions of time.
struct SwitchPlan {
  struct Watch {
    /// Its value as a number, or a condition.
    var value: Node
    /// When it changes, if it depends on time alone and linearly.
    var crossing: Node?
  }

  /// A smooth function whose sign decides a switch.
  struct Difference {
    var node: Node
    /// Whether it may swing between samples of a step that the states cross quietly.
    var maySwing: Bool
  }

  /// The system's switches first.
  let watches: [Watch]
  /// How many of them the equations hold.
  let heldCount: Int
  /// Of switches without a crossing.
  let differences: [Difference]
  /// The states that watches and differences need, ascending.
  let states: [Int]
  /// Whether any of them uses delayed values.
  let usesDelays: Bool

  var isEmpty: Bool { watches.isEmpty }
  var timed: [Int] { watches.indices.filter { watches[$0].crossing != nil } }
  var general: [Int] { watches.indices.filter { watches[$0].crossing == nil } }
  /// Positions in ``differences``.
  var swinging: [Int] { differences.indices.filter { differences[$0].maySwing } }

  init(_ system: EquationSystem) {
    let graph = system.graph
    var watches = system.switches.map { Watch(value: $0.value, crossing: $0.crossing) }
    heldCount = watches.count
    let general = system.switches.filter { $0.crossing == nil }
    var search = NestedSteps(graph: graph)
    for one in general { search.visit(one.value, isInside: false) }
    watches += search.found.filter { !search.outer.contains($0) }.map { Watch(value: $0) }
    self.watches = watches
    differences = general.compactMap(\.difference).map { node in
      let used = graph.operations(under: node)
      let swings: Set<Equations.Operation> = [.time, .sine, .cosine, .tangent, .delayed]
      return Difference(node: node, maySwing: !used.isDisjoint(with: swings))
    }
    let roots = watches.map(\.value) + differences.map(\.node)
    states = graph.states(under: roots)
    usesDelays = !system.delays.isEmpty && roots.contains { graph.operations(under: $0).contains(.delayed) }
  }
}

/// Finds the steps of a formula within its steps.
private struct NestedSteps {
  let graph: Graph
  /// The outermost ones.
  var outer: Set<Node> = []
  var found: [Node] = []
  private var seen: [Set<Node>] = [[], []]

  init(graph: Graph) { self.graph = graph }

  mutating func visit(_ root: Node, isInside: Bool) {
    var open = [(root, isInside)]
    while let (node, isInside) = open.popLast() {
      guard seen[isInside ? 1 : 0].insert(node).inserted else { continue }
      var inner = isInside
      switch graph.operation(of: node) {
      case .less, .lessOrEqual, .equal, .floor, .ceiling:
        inner = true
        if isInside {
          if graph.isRunning(node) { found.append(node) }
        } else {
          outer.insert(node)
        }
      default: break
      }
      open += graph.operands(of: node).map { ($0, inner) }
    }
  }
}

extension Graph {
  /// What the nodes under a root compute, the root's own operation included.
  func operations(under root: Node) -> Set<Equations.Operation> {
    var found: Set<Equations.Operation> = []
    for node in nodes(under: [root]) { found.insert(operation(of: node)) }
    return found
  }

  /// The states that some of the roots use, ascending.
  func states(under roots: [Node]) -> [Int] {
    var found: Set<Int> = []
    for node in nodes(under: roots) where operation(of: node) == .state { found.insert(slot(of: node)) }
    return found.sorted()
  }

  /// The delayed expressions that a root uses.
  func delays(under root: Node) -> Set<Int> {
    var found: Set<Int> = []
    for node in nodes(under: [root]) where operation(of: node) == .delayed { found.insert(slot(of: node)) }
    return found
  }

  /// Whether it depends on anything that changes during a run.
  func isRunning(_ node: Node) -> Bool {
    !operations(under: node).isDisjoint(with: [.state, .time, .input, .delayed])
  }

  private func nodes(under roots: [Node]) -> Set<Node> {
    var found: Set<Node> = []
    var open = roots
    while let node = open.popLast() {
      if found.insert(node).inserted { open += operands(of: node) }
    }
    return found
  }
}
