import Diagnostics
import Formulas
import Networks

/// Decides which variable each algebraic rule determines.
enum AlgebraicRules {
  /// Gives every algebraic rule a variable that nothing else determines and on which the rule's value depends.
  ///
  /// A rule that is linear in its variable, with a slope that holds no variable of an algebraic rule, is solved for it
  /// where that makes no circle; the others become rows of the system.
  ///
  /// - Throws: ``EquationError/noVariableLeft(_:_:)`` for a rule that none is left for: it says the same as others, or
  ///   constrains what reactions and rules determine already (an index above 1).
  static func giveVariables(_ table: inout QuantityTable, _ network: Network) throws {
    let rules = table.algebraicRules
    guard !rules.isEmpty else { return }
    let slopes = try slopes(of: rules, table, network)
    let candidates = slopes.map { slopes in
      // A variable without a value of its own is more likely the one that is meant, one that events assign the least.
      func rank(_ quantity: Int) -> Int {
        if table.eventTargets.contains(quantity) { return 2 }
        if table.quantities[quantity].startsUnknown { return 0 }
        return 1
      }
      return slopes.keys.sorted { (rank($0), $0) < (rank($1), $1) }
    }
    let matching = AlgebraicMatching.match(candidates: candidates)
    for (rule, variable) in zip(rules, matching) {
      guard let variable else { throw EquationError.noVariableLeft("\(rule.formula)", rule.place) }
      table.quantities[variable].role = .algebraic(rule.formula)
      table.quantities[variable].place = rule.place
    }
    let variables = Set(matching.compactMap(\.self))
    for (position, rule) in rules.enumerated() {
      guard let variable = matching[position], let used = slopes[position][variable],
        used.isDisjoint(with: variables), !table.eventTargets.contains(variable)
      else { continue }
      var solved = table
      solved.quantities[variable].role = .solved(rule.formula)
      let nodes = QuantityNodes(
        table: solved, slots: Array(table.quantities.indices), functions: network.functions)
      if !(try nodes.dependsOnItself(variable)) { table = solved }
    }
  }

  /// For each rule the free quantities on which its value depends, with the free quantities in the derivatives.
  private static func slopes(
    of rules: [Rule], _ table: QuantityTable, _ network: Network
  ) throws -> [[Int: Set<Int>]] {
    // Every quantity a slot of its own, the free ones as states.
    var open = table
    for index in open.quantities.indices where open.quantities[index].isFree {
      open.quantities[index].role = .algebraic(.number(0))
    }
    var finder = QuantityNodes(
      table: open, slots: Array(table.quantities.indices), functions: network.functions)
    let roots = try rules.map { finder.graph.number(try finder.node($0.formula, at: .running, place: $0.place)) }
    let gradients = Differentiation.gradients(
      of: roots, in: &finder.graph, timeVariable: table.quantities.count)
    return gradients.map { gradient in
      var slopes: [Int: Set<Int>] = [:]
      for partial in gradient {
        let variable = Int(partial.variable)
        guard variable < table.quantities.count, table.quantities[variable].isFree else { continue }
        slopes[variable] = finder.graph.states(in: partial.node).filter { table.quantities[$0].isFree }
      }
      return slopes
    }
  }
}

extension Graph {
  /// The slots of the states that a node depends on.
  fileprivate func states(in node: Node) -> Set<Int> {
    let reachable = reachable(from: [node])
    var slots: Set<Int> = []
    for index in reachable.indices where reachable[index] {
      let leaf = Node(index: Int32(index))
      if operation(of: leaf) == .state { slots.insert(slot(of: leaf)) }
    }
    return slots
  }
}

extension QuantityNodes {
  /// Whether a quantity's value needs itself, while time runs or at the start.
  fileprivate func dependsOnItself(_ quantity: Int) throws -> Bool {
    let moments: [Moment] = [.running, .start]
    return try moments.contains { moment in
      let start = Goal(quantity: quantity, moment: moment)
      var seen: Set<Int> = []
      var pending = try dependencies(of: start)
      while let goal = pending.popLast() {
        if goal.key == start.key { return true }
        if seen.insert(goal.key).inserted { pending += try dependencies(of: goal) }
      }
      return false
    }
  }
}
