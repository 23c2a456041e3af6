package import Equations

/// What follows from each parameter of a model: the states whose equations it enters, and everything downstream.
package struct ParameterReach: Sendable {
  private let system: EquationSystem
  private let parameters: [String: Int]
  private let direct: [[Int]]
  private let starts: [[Int]]
  /// The rows that each state enters.
  private let rows: [[Int]]

  /// - Complexity: O(rows · nodes a row needs).
  package init(_ system: EquationSystem) {
    self.system = system
    parameters = Dictionary(
      system.parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    direct = system.rowsByParameter()
    starts = system.startsByParameter()
    var rows = [[Int]](repeating: [], count: system.states.count)
    for entry in system.jacobian { rows[entry.column].append(entry.row) }
    self.rows = rows
  }

  /// The states whose rate or start the parameter enters itself, by their names in the model's order.
  package func directStates(of parameter: String) -> [String] {
    guard let slot = parameters[system.synonyms[parameter] ?? parameter] else { return [] }
    return Set(direct[slot] + starts[slot]).sorted().map { system.states[$0].name }
  }

  /// Which of some observables depend on the parameter, over any number of steps, in the order given.
  package func observables(among names: [String], dependingOn parameter: String) -> [String] {
    guard let slot = parameters[system.synonyms[parameter] ?? parameter] else { return [] }
    var reached = Set(direct[slot] + starts[slot])
    var pending = Array(reached)
    while let state = pending.popLast() {
      for row in rows[state] where reached.insert(row).inserted { pending.append(row) }
    }
    return names.filter { name in
      guard let observable = system.observables.first(where: { $0.name == name }) else { return false }
      return enters(observable.node) { operation, leaf in
        operation == .state ? reached.contains(leaf) : operation == .parameter && leaf == slot
      }
    }
  }

  /// The parameters on which an observable depends, over any number of steps, in the model's order.
  package func parameters(reaching observable: String) -> [String] {
    guard let target = system.observables.first(where: { $0.name == observable }) else { return [] }
    var own: Set<Int> = []
    var needed: Set<Int> = []
    _ = enters(target.node) { operation, leaf in
      if operation == .parameter { own.insert(leaf) }
      if operation == .state { needed.insert(leaf) }
      return false
    }
    var inputs = [[Int]](repeating: [], count: system.states.count)
    for entry in system.jacobian { inputs[entry.row].append(entry.column) }
    var pending = Array(needed)
    while let state = pending.popLast() {
      for column in inputs[state] where needed.insert(column).inserted { pending.append(column) }
    }
    return system.parameters.indices.filter { slot in
      own.contains(slot) || direct[slot].contains(where: needed.contains)
        || starts[slot].contains(where: needed.contains)
    }.map { system.parameters[$0].name }
  }

  /// Whether a leaf below the node, through hoisted values too, is one that is looked for.
  private func enters(_ root: Node, _ isFound: (Operation, Int) -> Bool) -> Bool {
    var seen: Set<Int32> = []
    var pending = [root]
    while let node = pending.popLast() {
      guard seen.insert(node.index).inserted else { continue }
      let operation = system.graph.operation(of: node)
      if operation == .parameter || operation == .state, isFound(operation, system.graph.slot(of: node)) { return true }
      if operation == .hoisted { pending.append(system.hoisted[system.graph.slot(of: node)]) }
      pending += system.graph.operands(of: node)
    }
    return false
  }
}
