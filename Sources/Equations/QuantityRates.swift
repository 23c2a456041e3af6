import Diagnostics
import Formulas
import Networks

/// How fast quantities change, as nodes.
extension QuantityNodes {
  /// What the node of a rate needs.
  func rateDependencies(of goal: Goal) throws -> [Goal] {
    let quantity = table.quantities[goal.quantity]
    if let formula = formulaOfPast(goal) { return try chainGoals(formula, goal, quantity.place) }
    if wasStill(goal) { return [] }
    switch quantity.role {
    case .parameter, .constant: return []
    case .rate(let formula): return try goals(of: formula, goal.moment, quantity.place)
    case .assignment(let formula), .law(let formula), .solved(let formula):
      return try chainGoals(formula, goal, quantity.place)
    case .input:
      return table.compartmentOfHeldAmount(goal.quantity).map { quotientGoals(goal, $0) } ?? []
    case .amount:
      guard table.fastTerms[goal.quantity] == nil else {
        throw EquationError.noRate(quantity.name, quantity.place)
      }
      return try termGoals(of: goal.quantity, goal.moment)
        + (table.compartment(of: goal.quantity).map { quotientGoals(goal, $0) } ?? [])
    case .algebraic: throw EquationError.noRate(quantity.name, quantity.place)
    }
  }

  /// Before the start, the initial assignment of what no formula gives at all times; nil where there is none.
  private func formulaOfPast(_ goal: Goal) -> Formula? {
    guard wasStill(goal), case .formula(let formula) = table.quantities[goal.quantity].start else { return nil }
    return formula
  }

  /// Whether a quantity was before the start what it is then, but for its initial assignment.
  private func wasStill(_ goal: Goal) -> Bool {
    guard goal.moment == .past else { return false }
    switch table.quantities[goal.quantity].role {
    case .rate, .amount, .input, .algebraic: return true
    case .parameter, .constant, .assignment, .solved, .law: return false
    }
  }

  private func chainGoals(_ formula: Formula, _ goal: Goal, _ place: SourcePlace?) throws -> [Goal] {
    guard formula.courseParts.isEmpty else { throw EquationError.noRate(table.quantities[goal.quantity].name, place) }
    let values = try goals(of: formula, goal.moment, place)
    return values
      + values.filter { $0.quantity != goal.quantity }
      .map { Goal(quantity: $0.quantity, aspect: .rate, moment: goal.moment) }
  }

  private func quotientGoals(_ goal: Goal, _ compartment: Int) -> [Goal] {
    [
      Goal(quantity: goal.quantity, moment: goal.moment), Goal(quantity: compartment, moment: goal.moment),
      Goal(quantity: compartment, aspect: .rate, moment: goal.moment),
    ]
  }

  mutating func makeRate(_ goal: Goal) throws -> Node {
    let quantity = table.quantities[goal.quantity]
    if let formula = formulaOfPast(goal) { return try chainRule(formula, goal, quantity.place) }
    if wasStill(goal) { return graph.constant(0) }
    switch quantity.role {
    case .rate(let formula): return graph.number(try translate(formula, goal.moment, quantity.place))
    case .assignment(let formula), .law(let formula), .solved(let formula):
      return try chainRule(formula, goal, quantity.place)
    case .input:
      guard let compartment = table.compartmentOfHeldAmount(goal.quantity) else { return graph.constant(0) }
      return quotientRule(goal, graph.constant(0), compartment)
    case .amount:
      let rate = try makeAmountRate(goal.quantity, goal.moment)
      return table.compartment(of: goal.quantity).map { quotientRule(goal, rate, $0) } ?? rate
    case .parameter, .constant, .algebraic: return graph.constant(0)
    }
  }

  /// (amount/size)′ = (amount′ − concentration · size′) / size.
  private mutating func quotientRule(_ goal: Goal, _ amountRate: Node, _ compartment: Int) -> Node {
    let growth = known(Goal(quantity: compartment, aspect: .rate, moment: goal.moment))
    let dilution = graph.multiply(known(goal.quantity, goal.moment), growth)
    return graph.divide(graph.subtract(amountRate, dilution), graph.number(known(compartment, goal.moment)))
  }

  /// d formula/dt = Σ ∂formula/∂x · dx/dt + ∂formula/∂t over the names in it; where the formula is zero and determines
  /// one of them, x, what that makes of dx/dt.
  private mutating func chainRule(_ formula: Formula, _ goal: Goal, _ place: SourcePlace?) throws -> Node {
    let moment = goal.moment
    let names = try formula.symbolsInOrder.map { try table.find($0, place) }
    // Stand-ins for the names: states that no system has.
    let firstSlot = 1 << 24
    var standIns: [Int: Node] = [:]
    for (position, name) in names.enumerated() { standIns[name] = graph.state(firstSlot + position) }
    let node = graph.number(try translate(formula, moment, place, overriding: standIns, time: graph.time()))
    let timeVariable = firstSlot + names.count
    let gradient = Differentiation.gradients(of: [node], in: &graph, timeVariable: timeVariable)[0]
    let time = time(at: moment)
    let values = names.map { known($0, moment) }
    let partials = graph.rewriting(gradient.map(\.node)) { leaf, graph in
      switch graph.operation(of: leaf) {
      case .time: time
      case .state where graph.slot(of: leaf) >= firstSlot: values[graph.slot(of: leaf) - firstSlot]
      default: nil
      }
    }
    var total = graph.constant(0)
    var own: Node?
    for (partial, node) in zip(gradient, partials) {
      let variable = Int(partial.variable)
      if variable == timeVariable {
        total = graph.add(total, node)
      } else if names[variable - firstSlot] == goal.quantity {
        own = node
      } else {
        let rate = known(Goal(quantity: names[variable - firstSlot], aspect: .rate, moment: moment))
        total = graph.add(total, graph.multiply(node, rate))
      }
    }
    return own.map { graph.divide(graph.negate(total), $0) } ?? total
  }
}
