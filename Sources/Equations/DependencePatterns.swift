extension EquationSystem {
  /// For every parameter, the rows of f in which it appears: the structural nonzeros of ∂f/∂p, ascending.
  ///
  /// - Complexity: O(rows · nodes a row needs).
  package func rowsByParameter() -> [[Int]] {
    dependents(of: .parameter, count: parameters.count, among: rightHandSide)
  }

  /// For every parameter, the states whose start it sets: the structural nonzeros of ∂y(0)/∂p, ascending.
  package func startsByParameter() -> [[Int]] {
    dependents(of: .parameter, count: parameters.count, among: initialStates)
  }

  /// For every input, the rows of f that jump when the input jumps, ascending.
  package func rowsByInput() -> [[Int]] {
    dependents(of: .input, count: inputs.count, among: rightHandSide)
  }

  private func dependents(of leaf: Operation, count: Int, among roots: [Node]) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: count)
    var visitedBy = [Int](repeating: -1, count: graph.nodeCount)
    var pending: [Node] = []
    for (row, root) in roots.enumerated() {
      pending.append(root)
      while let node = pending.popLast() {
        guard visitedBy[Int(node.index)] != row else { continue }
        visitedBy[Int(node.index)] = row
        let operation = graph.operation(of: node)
        if operation == leaf { rows[graph.slot(of: node)].append(row) }
        if operation == .hoisted { pending.append(hoisted[graph.slot(of: node)]) }
        for position in 0..<graph.operandCount(of: node) { pending.append(graph.operand(position, of: node)) }
      }
    }
    return rows
  }
}
