extension Graph {
  /// The roots with some of their parts replaced; what uses a replaced part is folded again, all else is untouched.
  ///
  /// - Parameter replacement: what a node becomes, or nil to look at its operands. The outermost replacement counts.
  /// - Complexity: O(nodes).
  mutating func rewriting(_ roots: [Node], _ replacement: (Node, inout Graph) -> Node?) -> [Node] {
    let count = nodeCount
    var isNeeded = [Bool](repeating: false, count: count)
    var images = [Node?](repeating: nil, count: count)
    for root in roots { isNeeded[Int(root.index)] = true }
    for index in stride(from: count - 1, through: 0, by: -1) where isNeeded[index] {
      let node = Node(index: Int32(index))
      if let image = replacement(node, &self) {
        images[index] = image
      } else {
        for position in 0..<operandCount(of: node) { isNeeded[Int(operand(position, of: node).index)] = true }
      }
    }
    for index in 0..<count where isNeeded[index] && images[index] == nil {
      let node = Node(index: Int32(index))
      var isTouched = false
      func image(_ position: Int) -> Node {
        guard position < operandCount(of: node) else { return node }
        let old = operand(position, of: node)
        let new = images[Int(old.index)] ?? old
        if new != old { isTouched = true }
        return new
      }
      let operands = (image(0), image(1), image(2))
      images[index] = isTouched ? rebuild(operation(of: node), operands, payload: payload(of: node)) : node
    }
    return roots.map { images[Int($0.index)] ?? $0 }
  }
}
