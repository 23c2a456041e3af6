/// Finds where right-hand sides and triggers jump, and holds the jumps of right-hand sides over the solver's steps.
///
/// A switch is a comparison, a floor or a ceiling of something that changes as time runs. In a right-hand side the
/// outermost ones are replaced by leaves that hold their value, so that within a step the solver sees a smooth
/// function; those inside them, and all that triggers and delays contain, are listed without a leaf of their own.
struct SwitchFinder {
  private(set) var switches: [EquationSystem.Switch] = []
  /// The slot of each node that is a switch.
  private var slots: [Node: Int] = [:]

  /// - Parameters:
  ///   - rightHandSide: live right-hand sides.
  ///   - watched: triggers and what delays need.
  /// - Complexity: O(nodes).
  init(rightHandSide: [Node], watched: [Node], graph: inout Graph) {
    let reachable = graph.reachable(from: rightHandSide + watched)
    let count = graph.nodeCount
    var kinds = [Change](repeating: .never, count: count)
    var found: [Node] = []
    for index in 0..<count where reachable[index] {
      let node = Node(index: Int32(index))
      switch graph.operation(of: node) {
      case .state, .delayed, .delayedSlope: kinds[index] = .withStates
      case .time: kinds[index] = .withTime
      default:
        for position in 0..<graph.operandCount(of: node) {
          kinds[index] = max(kinds[index], kinds[Int(graph.operand(position, of: node).index)])
        }
      }
      if kinds[index] > .never, graph.operation(of: node).isSwitch { found.append(node) }
    }
    guard !found.isEmpty else { return }
    var lines = [Line?](repeating: nil, count: count)
    for index in 0..<count where reachable[index] && kinds[index] != .withStates {
      let node = Node(index: Int32(index))
      lines[index] = kinds[index] == .never ? Line(start: node, slope: nil) : graph.line(node, lines)
    }
    for node in found {
      slots[node] = switches.count
      var entry = EquationSystem.Switch(value: graph.number(node))
      if graph.operation(of: node).isCondition {
        let (left, right) = (graph.operand(0, of: node), graph.operand(1, of: node))
        entry.difference = graph.subtract(left, right)
        if let left = lines[Int(left.index)], let right = lines[Int(right.index)] {
          entry.crossing = graph.crossing(left, right)
        }
      }
      switches.append(entry)
    }
  }

  /// The right-hand sides with the outermost switches held.
  func held(_ rightHandSide: [Node], graph: inout Graph) -> [Node] {
    guard !slots.isEmpty else { return rightHandSide }
    return graph.rewriting(rightHandSide) { node, graph in
      guard let slot = slots[node] else { return nil }
      let leaf = graph.held(slot)
      return graph.operation(of: node).isCondition ? graph.condition(leaf) : leaf
    }
  }

  /// When a value changes of itself, without an input or an event.
  private enum Change: Int, Comparable {
    case never, withTime, withStates
    static func < (left: Change, right: Change) -> Bool { left.rawValue < right.rawValue }
  }
}

/// start + slope · time, of expressions that do not change (no slope: 0).
struct Line {
  var start: Node
  var slope: Node?
}

extension Graph {
  /// The line that a node is whose operands are lines, or nil.
  fileprivate mutating func line(_ node: Node, _ lines: [Line?]) -> Line? {
    if operation(of: node) == .time { return Line(start: constant(0), slope: constant(1)) }
    guard operandCount(of: node) > 0, let a = lines[Int(operand(0, of: node).index)] else { return nil }
    switch operation(of: node) {
    case .negate: return Line(start: negate(a.start), slope: a.slope.map { negate($0) })
    case .add, .subtract:
      guard let b = lines[Int(operand(1, of: node).index)] else { return nil }
      let isSum = operation(of: node) == .add
      let start = isSum ? add(a.start, b.start) : subtract(a.start, b.start)
      guard let slope = b.slope else { return Line(start: start, slope: a.slope) }
      let first = a.slope ?? constant(0)
      return Line(start: start, slope: isSum ? add(first, slope) : subtract(first, slope))
    case .multiply:
      guard let b = lines[Int(operand(1, of: node).index)], a.slope == nil || b.slope == nil else { return nil }
      let (line, factor) = a.slope == nil ? (b, a.start) : (a, b.start)
      return Line(start: multiply(line.start, factor), slope: line.slope.map { multiply($0, factor) })
    case .divide:
      guard let b = lines[Int(operand(1, of: node).index)], b.slope == nil else { return nil }
      return Line(start: divide(a.start, b.start), slope: a.slope.map { divide($0, b.start) })
    default: return nil
    }
  }

  /// When two lines meet: nil when they never move against each other.
  fileprivate mutating func crossing(_ a: Line, _ b: Line) -> Node? {
    let slope = subtract(a.slope ?? constant(0), b.slope ?? constant(0))
    if constantValue(of: slope) == 0 { return nil }
    return divide(subtract(b.start, a.start), slope)
  }
}

extension Operation {
  /// Whether the value jumps where its operands pass a point.
  var isSwitch: Bool {
    switch self {
    case .less, .lessOrEqual, .equal, .floor, .ceiling: true
    default: false
    }
  }
}
