import Equations
import NativeCode

/// Writes nodes of an expression graph as kernel code: each node once, in index order, split into functions of bounded
/// length (code generation is superlinear in a function's length). Values that cross a boundary pass through memory,
/// which does not change their bits.
struct GraphCode {
  /// Where the leaves of the graph lie.
  struct Leaves {
    var parameters: KernelArray
    var hoisted: KernelArray
    var inputs: KernelArray
    var states: KernelArray
    var time: KernelArray
    var powerClamp: KernelArray
    /// Values of switches at the start of the step, of delayed expressions and of their slopes.
    var held: KernelArray
    var delayed: KernelArray
    var delayedSlope: KernelArray

    init(_ layout: LaneLayout, states: KernelArray, time: KernelArray) {
      parameters = layout.parameters
      hoisted = layout.hoisted
      inputs = layout.inputs
      self.states = states
      self.time = time
      powerClamp = layout.absoluteTolerance
      held = layout.switchWork.held
      delayed = layout.delayed
      delayedSlope = layout.delayedSlope
    }
  }

  /// A use of the code: what to do with the value of a node, in the function where it is computed.
  struct Target {
    var node: Node
    var store: (inout KernelBuilder, Real) -> Void
  }

  static let operationsPerFunction = 400

  let graph: Graph
  let leaves: Leaves

  /// Adds functions `name0`, `name1`, … and returns their numbers, to be called in order.
  func emit(_ name: String, targets: [Target], into program: inout KernelProgram) -> [Int] {
    let needed = neededNodes(targets.map(\.node))
    var pieceOf: [Int32: Int] = [:]
    var inner = 0
    for index in needed where !isLeaf(index) {
      pieceOf[index] = inner / Self.operationsPerFunction
      inner += 1
    }
    let pieceCount = max(1, (inner + Self.operationsPerFunction - 1) / Self.operationsPerFunction)

    // Values used in a later piece than the one that computes them.
    var crossing: [Int32: Int] = [:]
    for index in needed {
      guard let piece = pieceOf[index] else { continue }
      for operand in graph.operands(of: Node(index: index)) {
        guard let source = pieceOf[operand.index], source < piece, crossing[operand.index] == nil else { continue }
        crossing[operand.index] = crossing.count
      }
    }
    let spill = crossing.isEmpty ? nil : program.array("\(name).crossing", count: crossing.count)

    var targetsOf: [Int: [Target]] = [:]
    for target in targets { targetsOf[pieceOf[target.node.index] ?? pieceCount - 1, default: []].append(target) }

    return (0..<pieceCount).map { piece in
      program.function("\(name)\(piece)") { builder in
        var writer = PieceWriter(graph: graph, leaves: leaves, pieceOf: pieceOf, crossing: crossing, spill: spill)
        for index in needed where pieceOf[index] == piece {
          writer.compute(Node(index: index), in: &builder)
        }
        for target in targetsOf[piece] ?? [] {
          target.store(&builder, writer.value(of: target.node, in: &builder))
        }
      }
    }
  }

  private func isLeaf(_ index: Int32) -> Bool {
    switch graph.operation(of: Node(index: index)) {
    case .constant, .parameter, .input, .state, .time, .hoisted, .held, .delayed, .delayedSlope: true
    default: false
    }
  }

  /// Every node that the targets need, by index.
  private func neededNodes(_ targets: [Node]) -> [Int32] {
    var isNeeded = [Bool](repeating: false, count: graph.nodeCount)
    for target in targets { isNeeded[Int(target.index)] = true }
    for index in stride(from: Int32(graph.nodeCount) - 1, through: 0, by: -1) where isNeeded[Int(index)] {
      for operand in graph.operands(of: Node(index: index)) { isNeeded[Int(operand.index)] = true }
    }
    return (0..<Int32(graph.nodeCount)).filter { isNeeded[Int($0)] }
  }
}

/// Writes one function's share of the nodes.
private struct PieceWriter {
  let graph: Graph
  let leaves: GraphCode.Leaves
  let pieceOf: [Int32: Int]
  let crossing: [Int32: Int]
  let spill: KernelArray?
  var reals: [Int32: Real] = [:]
  var masks: [Int32: Mask] = [:]

  mutating func compute(_ node: Node, in b: inout KernelBuilder) {
    if graph.operation(of: node).isCondition {
      let mask = condition(node, in: &b)
      masks[node.index] = mask
      if let place = crossing[node.index], let spill {
        let one = b.constant(1)
        let zero = b.constant(0)
        b.store(b.select(mask, one, zero), to: spill[place])
      }
    } else {
      let value = number(node, in: &b)
      reals[node.index] = value
      if let place = crossing[node.index], let spill { b.store(value, to: spill[place]) }
    }
  }

  /// The value of a node: computed in this piece, a leaf, or brought from an earlier piece.
  mutating func value(of node: Node, in b: inout KernelBuilder) -> Real {
    if let known = reals[node.index] { return known }
    let value: Real
    switch graph.operation(of: node) {
    case .constant: value = b.constant(Double(bitPattern: graph.payload(of: node)))
    case .parameter: value = b.load(leaves.parameters[graph.slot(of: node)])
    case .hoisted: value = b.load(leaves.hoisted[graph.slot(of: node)])
    case .input: value = b.load(leaves.inputs[graph.slot(of: node)])
    case .state: value = b.load(leaves.states[graph.slot(of: node)])
    case .time: value = b.load(leaves.time[0])
    case .held: value = b.load(leaves.held[graph.slot(of: node)])
    case .delayed: value = b.load(leaves.delayed[graph.slot(of: node)])
    case .delayedSlope: value = b.load(leaves.delayedSlope[graph.slot(of: node)])
    case _ where masks[node.index] != nil:
      // A condition that counts as a number: 1 or 0.
      let mask = mask(of: node, in: &b)
      let one = b.constant(1)
      let zero = b.constant(0)
      value = b.select(mask, one, zero)
    default:
      guard let place = crossing[node.index], let spill else {
        preconditionFailure("node \(node.index) is used before it is computed")
      }
      value = b.load(spill[place])
    }
    reals[node.index] = value
    return value
  }

  private mutating func mask(of node: Node, in b: inout KernelBuilder) -> Mask {
    if let known = masks[node.index] { return known }
    let stored = value(of: node, in: &b)
    let zero = b.constant(0)
    let mask = b.compare(.unequal, stored, zero)
    masks[node.index] = mask
    return mask
  }

  private mutating func condition(_ node: Node, in b: inout KernelBuilder) -> Mask {
    let operands = graph.operands(of: node)
    switch graph.operation(of: node) {
    case .not: return b.not(mask(of: operands[0], in: &b))
    case .and, .or:
      let first = mask(of: operands[0], in: &b)
      let second = mask(of: operands[1], in: &b)
      return graph.operation(of: node) == .and ? b.and(first, second) : b.or(first, second)
    default:
      let first = value(of: operands[0], in: &b)
      let second = value(of: operands[1], in: &b)
      switch graph.operation(of: node) {
      case .less: return b.compare(.less, first, second)
      case .lessOrEqual: return b.compare(.lessOrEqual, first, second)
      default: return b.compare(.equal, first, second)
      }
    }
  }

  private mutating func number(_ node: Node, in b: inout KernelBuilder) -> Real {
    let operands = graph.operands(of: node)
    let operation = graph.operation(of: node)
    if operation == .select {
      let condition = mask(of: operands[0], in: &b)
      let first = value(of: operands[1], in: &b)
      let second = value(of: operands[2], in: &b)
      return b.select(condition, first, second)
    }
    let x = value(of: operands[0], in: &b)
    if operands.count == 2 {
      let y = value(of: operands[1], in: &b)
      switch operation {
      case .add: return b.add(x, y)
      case .subtract: return b.subtract(x, y)
      case .multiply: return b.multiply(x, y)
      case .divide: return b.divide(x, y)
      case .minimum, .maximum:
        // Not a number when either is: the operands' order must not decide.
        let extreme = operation == .minimum ? b.minimum(x, y) : b.maximum(x, y)
        let isNumber = b.compare(.equal, x, x)
        return b.select(isNumber, extreme, x)
      case .power:
        let clamp = b.load(leaves.powerClamp[0])
        return b.power(x, y, clamp: clamp)
      default: preconditionFailure("\(operation) has two operands")
      }
    }
    switch operation {
    case .negate: return b.negate(x)
    case .absolute: return b.absolute(x)
    case .squareRoot: return b.squareRoot(x)
    case .floor: return b.floor(x)
    case .ceiling: return b.ceiling(x)
    case .exponential: return b.exponential(x)
    case .logarithm: return b.logarithm(x)
    case .sine: return b.sine(x)
    case .cosine: return b.cosine(x)
    case .tangent: return b.tangent(x)
    case .hyperbolicTangent: return b.hyperbolicTangent(x)
    case .integerPower: return b.power(x, integer: graph.exponent(of: node))
    case .factorial:
      let one = b.constant(1)
      return rare(.gamma, b.add(x, one), in: &b)
    case .arcSine: return rare(.arcSine, x, in: &b)
    case .arcCosine: return rare(.arcCosine, x, in: &b)
    case .arcTangent: return rare(.arcTangent, x, in: &b)
    case .hyperbolicSine: return rare(.hyperbolicSine, x, in: &b)
    case .hyperbolicCosine: return rare(.hyperbolicCosine, x, in: &b)
    case .areaSine: return rare(.areaSine, x, in: &b)
    case .areaCosine: return rare(.areaCosine, x, in: &b)
    case .areaTangent: return rare(.areaTangent, x, in: &b)
    default: preconditionFailure("\(operation) has one operand")
    }
  }

  private func rare(_ function: ExternalFunction, _ x: Real, in b: inout KernelBuilder) -> Real {
    let zero = b.constant(0)
    let always = b.compare(.equal, zero, zero)
    return b.external(function, x, where: always, otherwise: x)
  }
}
