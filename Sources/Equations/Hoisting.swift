/// Moves what depends on parameters only out of the equations: it is computed once per patient.
enum Hoisting {
  /// Copies what the system's nodes need into a fresh graph in which every largest subexpression of parameters and
  /// constants that holds an operation is a `hoisted` leaf. No arithmetic changes.
  ///
  /// Conditions stay where they are used (a slot holds a number), with their operands hoisted.
  static func hoist(_ system: inout EquationSystem) {
    let source = system.graph
    let roots = system.nodes
    let reachable = source.reachable(from: roots)
    let count = source.nodeCount

    // Which nodes depend on parameters and constants alone.
    var isFixed = [Bool](repeating: false, count: count)
    for index in 0..<count where reachable[index] {
      let node = Node(index: Int32(index))
      switch source.operation(of: node) {
      case .constant, .parameter: isFixed[index] = true
      case .state, .input, .time, .hoisted, .held, .delayed, .delayedSlope: break
      default:
        isFixed[index] = (0..<source.operandCount(of: node)).allSatisfy {
          isFixed[Int(source.operand($0, of: node).index)]
        }
      }
    }
    // Which nodes running code needs (all users outside definitions), which of them become slots, and what the slots'
    // definitions need.
    var isRunning = [Bool](repeating: false, count: count)
    var isSlot = [Bool](repeating: false, count: count)
    var isDefinition = [Bool](repeating: false, count: count)
    for root in roots { isRunning[Int(root.index)] = true }
    for index in stride(from: count - 1, through: 0, by: -1) where reachable[index] {
      let node = Node(index: Int32(index))
      let operandCount = source.operandCount(of: node)
      if isRunning[index], isFixed[index], operandCount > 0, !source.operation(of: node).isCondition {
        isSlot[index] = true
        isRunning[index] = false
        isDefinition[index] = true
      }
      for position in 0..<operandCount {
        let operand = Int(source.operand(position, of: node).index)
        if isRunning[index] { isRunning[operand] = true }
        if isDefinition[index] { isDefinition[operand] = true }
      }
    }

    var target = Graph()
    var running = [Node?](repeating: nil, count: count)
    var definition = [Node?](repeating: nil, count: count)
    system.hoisted = []
    for index in 0..<count {
      let node = Node(index: Int32(index))
      if isDefinition[index] { definition[index] = target.copy(node, of: source, definition) }
      if isSlot[index], let value = definition[index] {
        running[index] = target.hoisted(system.hoisted.count)
        system.hoisted.append(value)
      } else if isRunning[index] {
        running[index] = target.copy(node, of: source, running)
      }
    }
    system.graph = target
    system.mapNodes { running[Int($0.index)] ?? $0 }
  }
}

extension Graph {
  /// The same node on mapped operands, without folding.
  fileprivate mutating func copy(_ node: Node, of source: Graph, _ map: [Node?]) -> Node {
    func operand(_ position: Int) -> Node? {
      position < source.operandCount(of: node) ? map[Int(source.operand(position, of: node).index)] : nil
    }
    return intern(
      source.operation(of: node), operand(0), operand(1), operand(2), payload: source.payload(of: node))
  }
}
