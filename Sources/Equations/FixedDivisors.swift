extension Graph {
  /// The roots with every division by something that stays as it is turned into a multiplication by its reciprocal, which
  /// is computed once per patient: a division of lanes takes a processor as long as some twenty multiplications.
  ///
  /// What stays as it is are parameters, constants and what follows from them, before pruning: so a quotient has the same
  /// bits whether or not a run prunes what it is made of. A numerator that stays as it is, too, keeps its division.
  ///
  /// - Complexity: O(nodes).
  mutating func multiplyingByReciprocals(_ roots: [Node]) -> [Node] {
    let count = nodeCount
    let isNeeded = reachable(from: roots)
    var isFixed = [Bool](repeating: false, count: count)
    var images = [Node?](repeating: nil, count: count)
    let one = constant(1)
    for index in 0..<count where isNeeded[index] {
      let node = Node(index: Int32(index))
      let operands = operands(of: node)
      switch operation(of: node) {
      case .constant, .parameter: isFixed[index] = true
      default: isFixed[index] = !operands.isEmpty && operands.allSatisfy { isFixed[Int($0.index)] }
      }
      func image(_ position: Int) -> Node {
        guard position < operands.count else { return node }
        return images[Int(operands[position].index)] ?? operands[position]
      }
      if isFixed[index] {
        images[index] = node
      } else if operation(of: node) == .divide, isFixed[Int(operands[1].index)] {
        images[index] = multiply(image(0), divide(one, image(1)))
      } else if operands.indices.contains(where: { image($0) != operands[$0] }) {
        images[index] = rebuild(operation(of: node), (image(0), image(1), image(2)), payload: payload(of: node))
      } else {
        images[index] = node
      }
    }
    return roots.map { images[Int($0.index)] ?? $0 }
  }
}
