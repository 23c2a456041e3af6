/// Expressions as a flat, hash-consed graph: equal expressions are one node, and operands have lower indices than the
/// nodes that use them, so that one pass over the indices visits everything in a valid order.
///
/// Nodes are made by the constructors in `GraphBuilding.swift`, which fold; the order and the bits of what a graph
/// computes depend only on the sequence of constructor calls.
package struct Graph: Sendable {
  private var operations: [Operation] = []
  private var first: [Int32] = []
  private var second: [Int32] = []
  private var third: [Int32] = []
  private var payloads: [UInt64] = []
  /// Open addressing with linear probing; -1 is an empty place. The size is a power of two.
  private var table: [Int32] = Array(repeating: -1, count: 256)

  package init() {}

  /// How many nodes there are; their indices are 0 ..< nodeCount, operands before users.
  package var nodeCount: Int { operations.count }

  package func operation(of node: Node) -> Operation { operations[Int(node.index)] }

  /// How many operands the node has: 0 to 3.
  package func operandCount(of node: Node) -> Int {
    let index = Int(node.index)
    return first[index] < 0 ? 0 : second[index] < 0 ? 1 : third[index] < 0 ? 2 : 3
  }

  /// The operands in order.
  package func operands(of node: Node) -> [Node] {
    (0..<operandCount(of: node)).map { operand($0, of: node) }
  }

  /// Operand `position` of a node that has it.
  package func operand(_ position: Int, of node: Node) -> Node {
    let index = Int(node.index)
    return Node(index: position == 0 ? first[index] : position == 1 ? second[index] : third[index])
  }

  /// The payload's bits: the slot of a leaf, the bit pattern of a constant, the exponent of an integer power.
  package func payload(of node: Node) -> UInt64 { payloads[Int(node.index)] }

  /// The slot of a parameter, input, state or hoisted leaf.
  package func slot(of node: Node) -> Int { Int(truncatingIfNeeded: payloads[Int(node.index)]) }

  /// The exponent of an ``Operation/integerPower`` node (may be negative).
  package func exponent(of node: Node) -> Int { Int(Int64(bitPattern: payloads[Int(node.index)])) }

  /// The value of a constant node, nil for any other.
  package func constantValue(of node: Node) -> Double? {
    operations[Int(node.index)] == .constant ? Double(bitPattern: payloads[Int(node.index)]) : nil
  }

  /// The node with exactly this content, made if there is none. Folds nothing.
  mutating func intern(
    _ operation: Operation, _ a: Node? = nil, _ b: Node? = nil, _ c: Node? = nil, payload: UInt64 = 0
  ) -> Node {
    let a = a?.index ?? -1
    let b = b?.index ?? -1
    let c = c?.index ?? -1
    let mask = table.count - 1
    var place = Graph.hash(operation, a, b, c, payload) & mask
    while true {
      let candidate = table[place]
      if candidate < 0 { break }
      let index = Int(candidate)
      if operations[index] == operation, first[index] == a, second[index] == b, third[index] == c,
        payloads[index] == payload
      {
        return Node(index: candidate)
      }
      place = (place + 1) & mask
    }
    let node = Node(index: Int32(operations.count))
    operations.append(operation)
    first.append(a)
    second.append(b)
    third.append(c)
    payloads.append(payload)
    table[place] = node.index
    if operations.count * 2 > table.count { growTable() }
    return node
  }

  private mutating func growTable() {
    table = Array(repeating: -1, count: table.count * 2)
    let mask = table.count - 1
    for index in operations.indices {
      var place = Graph.hash(operations[index], first[index], second[index], third[index], payloads[index]) & mask
      while table[place] >= 0 { place = (place + 1) & mask }
      table[place] = Int32(index)
    }
  }

  /// A fixed mixing function (the finaliser of SplitMix64): the standard library's hash changes with every process.
  private static func hash(_ operation: Operation, _ a: Int32, _ b: Int32, _ c: Int32, _ payload: UInt64) -> Int {
    var bits = payload &* 0x9E37_79B9_7F4A_7C15
    bits ^= UInt64(UInt32(bitPattern: a)) | UInt64(UInt32(bitPattern: b)) << 32
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits ^= UInt64(UInt32(bitPattern: c)) << 8 | UInt64(operation.rawValue)
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (bits ^ (bits >> 31)) & 0x7FFF_FFFF)
  }
}

extension Graph: Equatable {
  /// Same nodes in the same order.
  package static func == (left: Graph, right: Graph) -> Bool {
    left.operations == right.operations && left.first == right.first && left.second == right.second
      && left.third == right.third && left.payloads == right.payloads
  }
}
