/// Symbolic derivatives of many nodes by all states and by time at once.
///
/// Forward: every node gets the sparse list of its nonzero derivatives, built from its operands' lists, so that
/// derivatives are shared between rows by hash-consing. Complexity: proportional to the sum of the lists' lengths.
struct Differentiation {
  /// A nonzero derivative: by which variable (a state, or `timeVariable`) and its node.
  struct Partial: Equatable {
    var variable: Int32
    var node: Node
  }

  /// Below this magnitude a base of a power counts as zero: x^y / x is then replaced by its limit.
  static let smallestBase = 1e-300

  /// The derivatives of each root, ascending by variable; `timeVariable` stands for the explicit time dependence.
  static func gradients(of roots: [Node], in graph: inout Graph, timeVariable: Int) -> [[Partial]] {
    var lists = [[Partial]](repeating: [], count: graph.nodeCount)
    let reachable = graph.reachable(from: roots)
    // Lists are freed after their last use: prefixes of a long sum would otherwise fill the memory.
    var uses = [Int32](repeating: 0, count: lists.count)
    for index in lists.indices where reachable[index] {
      let node = Node(index: Int32(index))
      for position in 0..<graph.operandCount(of: node) { uses[Int(graph.operand(position, of: node).index)] += 1 }
    }
    for root in roots { uses[Int(root.index)] += 1 }

    for index in lists.indices where reachable[index] {
      let node = Node(index: Int32(index))
      switch graph.operation(of: node) {
      case .state: lists[index] = [Partial(variable: Int32(graph.slot(of: node)), node: graph.constant(1))]
      case .time: lists[index] = [Partial(variable: Int32(timeVariable), node: graph.constant(1))]
      case .delayed:
        // The past is a function of time.
        let slope = graph.delayedSlope(graph.slot(of: node))
        lists[index] = [Partial(variable: Int32(timeVariable), node: slope)]
      case .select:
        let condition = graph.operand(0, of: node)
        let (a, b) = (graph.operand(1, of: node), graph.operand(2, of: node))
        lists[index] = blend(condition, lists[Int(a.index)], lists[Int(b.index)], &graph)
      case .minimum, .maximum:
        let (a, b) = (graph.operand(0, of: node), graph.operand(1, of: node))
        let (da, db) = (lists[Int(a.index)], lists[Int(b.index)])
        if !(da.isEmpty && db.isEmpty) {
          let aWins =
            graph.operation(of: node) == .minimum
            ? graph.compare(.lessOrEqual, a, b) : graph.compare(.lessOrEqual, b, a)
          lists[index] = blend(aWins, da, db, &graph)
        }
      default: lists[index] = chain(node, lists, &graph)
      }
      for position in 0..<graph.operandCount(of: node) {
        let operand = Int(graph.operand(position, of: node).index)
        uses[operand] -= 1
        if uses[operand] == 0 { lists[operand] = [] }
      }
    }
    return roots.map { lists[Int($0.index)] }
  }

  /// The chain rule for a smooth operation: Σ ∂node/∂operand · d operand.
  private static func chain(_ node: Node, _ lists: [[Partial]], _ graph: inout Graph) -> [Partial] {
    let count = graph.operandCount(of: node)
    guard count > 0 else { return [] }
    let a = graph.operand(0, of: node)
    let da = lists[Int(a.index)]
    guard count == 2 else { return da.isEmpty ? [] : scaled(da, graph.partial(of: node, by: 0), &graph) }
    let b = graph.operand(1, of: node)
    let db = lists[Int(b.index)]
    if da.isEmpty && db.isEmpty { return [] }
    if a == b, graph.operation(of: node) == .multiply {
      return scaled(da, graph.multiply(graph.constant(2), a), &graph)
    }
    let left = da.isEmpty ? [] : scaled(da, graph.partial(of: node, by: 0), &graph)
    let right = db.isEmpty ? [] : scaled(db, graph.partial(of: node, by: 1), &graph)
    return merge(left, right) { graph.add($0 ?? graph.constant(0), $1 ?? graph.constant(0)) }
  }

  private static func scaled(_ list: [Partial], _ factor: Node, _ graph: inout Graph) -> [Partial] {
    var result: [Partial] = []
    result.reserveCapacity(list.count)
    for partial in list {
      let node = graph.multiply(factor, partial.node)
      if graph.constantValue(of: node) != 0 { result.append(Partial(variable: partial.variable, node: node)) }
    }
    return result
  }

  private static func blend(
    _ condition: Node, _ first: [Partial], _ second: [Partial], _ graph: inout Graph
  ) -> [Partial] {
    merge(first, second) { graph.select(condition, $0 ?? graph.constant(0), $1 ?? graph.constant(0)) }
  }

  private static func merge(
    _ first: [Partial], _ second: [Partial], _ combine: (Node?, Node?) -> Node
  ) -> [Partial] {
    if first.isEmpty && second.isEmpty { return [] }
    var result: [Partial] = []
    result.reserveCapacity(first.count + second.count)
    var (i, j) = (0, 0)
    while i < first.count || j < second.count {
      let left = i < first.count ? first[i].variable : Int32.max
      let right = j < second.count ? second[j].variable : Int32.max
      let variable = min(left, right)
      let node = combine(left == variable ? first[i].node : nil, right == variable ? second[j].node : nil)
      result.append(Partial(variable: variable, node: node))
      if left == variable { i += 1 }
      if right == variable { j += 1 }
    }
    return result
  }
}

extension Graph {
  /// ∂node/∂operand for a smooth operation, as a node; steps (floor, conditions, factorial) count as flat.
  mutating func partial(of node: Node, by position: Int) -> Node {
    let a = operand(0, of: node)
    switch operation(of: node) {
    case .negate: return constant(-1)
    case .absolute: return select(compare(.less, a, constant(0)), constant(-1), constant(1))
    case .squareRoot:
      return select(positive(a), divide(constant(0.5), node), constant(0))
    case .exponential: return node
    case .logarithm: return reciprocal(a)
    case .sine: return unary(.cosine, a)
    case .cosine: return negate(unary(.sine, a))
    case .tangent: return add(constant(1), multiply(node, node))
    case .arcSine: return reciprocal(unary(.squareRoot, subtract(constant(1), multiply(a, a))))
    case .arcCosine: return negate(reciprocal(unary(.squareRoot, subtract(constant(1), multiply(a, a)))))
    case .arcTangent: return reciprocal(add(constant(1), multiply(a, a)))
    case .hyperbolicSine: return unary(.hyperbolicCosine, a)
    case .hyperbolicCosine: return unary(.hyperbolicSine, a)
    case .hyperbolicTangent: return subtract(constant(1), multiply(node, node))
    case .areaSine: return reciprocal(unary(.squareRoot, add(multiply(a, a), constant(1))))
    case .areaCosine: return reciprocal(unary(.squareRoot, subtract(multiply(a, a), constant(1))))
    case .areaTangent: return reciprocal(subtract(constant(1), multiply(a, a)))
    case .integerPower:
      let exponent = exponent(of: node)
      return multiply(constant(Double(exponent)), integerPower(a, exponent - 1))
    case .add: return constant(1)
    case .subtract: return constant(position == 0 ? 1 : -1)
    case .multiply: return position == 0 ? operand(1, of: node) : a
    case .divide:
      let inverse = reciprocal(operand(1, of: node))
      return position == 0 ? inverse : negate(multiply(node, inverse))
    case .power: return powerPartial(node, by: position)
    case .constant, .parameter, .input, .state, .time, .hoisted, .held, .delayed, .delayedSlope, .floor, .ceiling,
      .factorial, .not, .less,
      .lessOrEqual, .equal, .and, .or, .minimum, .maximum, .select:
      return constant(0)
    }
  }

  /// ∂(x^y)/∂x = y · x^y / x, at x = 0 the limit for y ≥ 1 (1 for y = 1, else 0); for y < 1, where it is infinite, 0.
  /// ∂(x^y)/∂y = x^y · ln x, at x ≤ 0 its limit 0. The unselected quotient may be NaN; it never gets out.
  private mutating func powerPartial(_ node: Node, by position: Int) -> Node {
    let (x, y) = (operand(0, of: node), operand(1, of: node))
    if position == 1 {
      return select(positive(x), multiply(node, unary(.logarithm, x)), constant(0))
    }
    let atZero = select(compare(.equal, y, constant(1)), constant(1), constant(0))
    let awayFromZero = compare(.less, constant(Differentiation.smallestBase), unary(.absolute, x))
    return select(awayFromZero, multiply(y, divide(node, x)), atZero)
  }

  private mutating func positive(_ x: Node) -> Node {
    compare(.less, constant(Differentiation.smallestBase), x)
  }

  private mutating func reciprocal(_ x: Node) -> Node { divide(constant(1), x) }

  /// For every node, whether a root needs it.
  package func reachable(from roots: [Node]) -> [Bool] {
    var reachable = [Bool](repeating: false, count: nodeCount)
    for root in roots { reachable[Int(root.index)] = true }
    for index in stride(from: nodeCount - 1, through: 0, by: -1) where reachable[index] {
      let node = Node(index: Int32(index))
      for position in 0..<operandCount(of: node) { reachable[Int(operand(position, of: node).index)] = true }
    }
    return reachable
  }
}
