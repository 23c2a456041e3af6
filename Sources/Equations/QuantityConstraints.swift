import Diagnostics
import Formulas
import Networks

/// What algebraic rules make of quantities, as nodes.
extension QuantityNodes {
  /// How often Newton's method improves a start.
  private static let iterations = 12
  /// How large its last correction may be, relative to the value or to 1.
  private static let tolerance = 1e-9

  /// The quantity that an algebraic rule, linear in it, determines: −rule(0) / rule′.
  mutating func solve(_ formula: Formula, for goal: Goal) throws -> Node {
    let place = table.quantities[goal.quantity].place
    let slot = 1 << 24
    let standIn = graph.state(slot)
    let node = graph.number(try translate(formula, goal.moment, place, overriding: [goal.quantity: standIn]))
    let gradient = Differentiation.gradients(of: [node], in: &graph, timeVariable: slot + 1)[0]
    guard let slope = gradient.first(where: { Int($0.variable) == slot })?.node else {
      throw EquationError.noVariableLeft("\(formula)", place)
    }
    let zero = graph.constant(0)
    let rest = graph.rewriting([node]) { leaf, _ in leaf == standIn ? zero : nil }[0]
    return graph.divide(graph.negate(rest), slope)
  }

  /// Where the solver begins to look for a variable of an algebraic rule: its value at the start, where it has one.
  mutating func guess(of index: Int) throws -> Node {
    for goal in try guessGoals(of: index) { _ = try node(of: goal) }
    return try makeGuess(index)
  }

  func guessGoals(of index: Int) throws -> [Goal] {
    let quantity = table.quantities[index]
    if quantity.startsUnknown { return [] }
    switch quantity.start {
    case .formula(let formula): return try goals(of: formula, .start, quantity.place)
    case .amount: return table.compartment(of: index).map { [Goal(quantity: $0, moment: .start)] } ?? []
    case .none, .value: return []
    }
  }

  private mutating func makeGuess(_ index: Int) throws -> Node {
    let quantity = table.quantities[index]
    // Where nothing is given: away from where powers and quotients are flat or infinite.
    if quantity.startsUnknown { return graph.constant(1) }
    switch quantity.start {
    case .none: return graph.constant(1)
    case .value(let value): return graph.constant(value)
    case .formula(let formula): return graph.number(try translate(formula, .start, quantity.place))
    case .amount(let amount):
      guard let compartment = table.compartment(of: index) else { return graph.constant(amount) }
      return graph.divide(graph.constant(amount), graph.number(known(compartment, .start)))
    }
  }

  /// The start of a variable that a rule which is not linear in it determines, for what depends on it: Newton's method
  /// from the guess, written out. Not a number where that does not converge.
  mutating func settle(_ formula: Formula, for goal: Goal) throws -> Node {
    let place = table.quantities[goal.quantity].place
    let slot = 1 << 24
    let standIn = graph.state(slot)
    let rule = graph.number(try translate(formula, .start, place, overriding: [goal.quantity: standIn]))
    let gradient = Differentiation.gradients(of: [rule], in: &graph, timeVariable: slot + 1)[0]
    guard let slope = gradient.first(where: { Int($0.variable) == slot })?.node else {
      throw EquationError.noVariableLeft("\(formula)", place)
    }
    let zero = graph.constant(0)
    var value = try makeGuess(goal.quantity)
    var correction = zero
    for _ in 0..<QuantityNodes.iterations {
      let current = value
      let parts = graph.rewriting([rule, slope]) { leaf, _ in leaf == standIn ? current : nil }
      // A rule that is fulfilled needs no slope.
      correction = graph.select(graph.compare(.equal, parts[0], zero), zero, graph.divide(parts[0], parts[1]))
      value = graph.subtract(value, correction)
    }
    let size = graph.maximum(graph.constant(1), graph.unary(.absolute, value))
    let bound = graph.multiply(graph.constant(QuantityNodes.tolerance), size)
    let isSettled = graph.compare(.less, graph.unary(.absolute, correction), bound)
    return graph.select(isSettled, value, graph.constant(.nan))
  }
}
