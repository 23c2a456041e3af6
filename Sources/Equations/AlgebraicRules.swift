import Diagnostics
import Formulas
import Networks

/// Decides which variable each algebraic rule determines.
enum AlgebraicRules {
  /// Gives every algebraic rule a variable that nothing else determines and on which the rule's value depends.
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
        if case .none = table.quantities[quantity].start { return 0 }
        return 1
      }
      return slopes.sorted { (rank($0), $0) < (rank($1), $1) }
    }
    for (rule, variable) in zip(rules, AlgebraicMatching.match(candidates: candidates)) {
      guard let variable else { throw EquationError.noVariableLeft("\(rule.formula)", rule.place) }
      table.quantities[variable].role = .algebraic(rule.formula)
      table.quantities[variable].place = rule.place
    }
  }

  /// For each rule the free quantities on which its value depends, by its derivative.
  private static func slopes(
    of rules: [Rule], _ table: QuantityTable, _ network: Network
  ) throws -> [[Int]] {
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
      gradient.map { Int($0.variable) }.filter { $0 < table.quantities.count && table.quantities[$0].isFree }
    }
  }
}
