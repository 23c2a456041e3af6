import Diagnostics
import Formulas
package import Networks

extension EquationSystem {
  /// The equations of a network.
  ///
  /// A species without a rule is held by its amount: a state if reactions or doses change it, otherwise an input
  /// (which holds what the name means where the compartment never changes). Its name in formulas means amount / size
  /// unless it has only substance units. A quantity with a rate rule is a state that holds the quantity itself.
  /// Constants with a number are parameters; constants computed from others are expressions, so that a patient's own
  /// parameter flows through. Variables that nothing determines are inputs.
  ///
  /// What fast reactions change is its slow part plus Σ stoichiometry · extent: the slow part is the state, the
  /// extents are algebraic states whose rows are the fast reactions' rates. An algebraic rule becomes the row of the
  /// variable that it determines.
  ///
  /// - Throws: ``EquationError``.
  /// - Complexity: linear in the size of the formulas and of the Jacobian's expressions, apart from the elimination.
  package static func build(from network: Network) throws -> EquationSystem {
    var table = try QuantityTable(network)
    try AlgebraicRules.giveVariables(&table, network)
    try table.checkFastReactions()
    var builder = SystemBuilder(network, table)
    return try builder.build()
  }
}

struct SystemBuilder {
  let network: Network
  let table: QuantityTable
  var nodes: QuantityNodes
  /// Quantities with a slot, in slot order; among the states those of fast reactions' extents come last.
  private(set) var states: [Int] = []
  private var parameters: [Int] = []
  private var inputs: [Int] = []

  init(_ network: Network, _ table: QuantityTable) {
    self.network = network
    self.table = table
    var slots = [Int](repeating: 0, count: table.quantities.count)
    for (index, quantity) in table.quantities.enumerated() {
      switch quantity.role {
      case .parameter:
        slots[index] = parameters.count
        parameters.append(index)
      case .rate, .amount, .algebraic:
        slots[index] = states.count
        states.append(index)
      case .input:
        slots[index] = inputs.count
        inputs.append(index)
      case .law where quantity.isFast:
        // Laws stand last among the quantities, and so extents among the states.
        slots[index] = states.count
        states.append(index)
      case .constant, .assignment, .solved, .law: break
      }
    }
    nodes = QuantityNodes(table: table, slots: slots, functions: network.functions)
  }

  mutating func build() throws -> EquationSystem {
    let counts = table.countsOfFastReactions()
    let inputs = try inputs.map { index in
      EquationSystem.Input(
        name: table.quantities[index].name, unit: unit(index), initial: try inputStart(index),
        countedBy: counts[index])
    }
    let initialStates = try states.map { try stateStart($0) }
    let live = try states.map { try liveRow($0) }
    let observables = try observables()
    let events = try makeEvents()
    let delays = try nodes.makeDelays()
    let watched = events.map(\.trigger) + delays.flatMap { [$0.value, $0.duration] }
    let finder = SwitchFinder(rightHandSide: live, watched: watched, graph: &nodes.graph)
    let rightHandSide = nodes.graph.multiplyingByReciprocals(finder.held(live, graph: &nodes.graph))

    let gradients = Differentiation.gradients(of: rightHandSide, in: &nodes.graph, timeVariable: states.count)
    var jacobian: [JacobianEntry] = []
    var timeDerivative: [Node] = []
    for (row, gradient) in gradients.enumerated() {
      var byTime = nodes.graph.constant(0)
      for partial in gradient {
        if Int(partial.variable) == states.count {
          byTime = partial.node
        } else {
          jacobian.append(JacobianEntry(row: row, column: Int(partial.variable), node: partial.node))
        }
      }
      timeDerivative.append(byTime)
      if isConstraint(states[row]), !gradient.contains(where: { $0.variable == row }) {
        throw notDetermined(states[row])
      }
    }
    let isAlgebraic = states.map { isConstraint($0) }
    var system = EquationSystem(
      modelName: network.name, timeUnit: network.timeUnit?.everydayName ?? "dimensionless", graph: nodes.graph,
      states: zip(states, isAlgebraic).map { index, isAlgebraic in
        .init(
          name: stateName(index), unit: unit(index), isAlgebraic: isAlgebraic,
          isExtent: table.quantities[index].isFast, movedBy: table.fastReaction(moving: index),
          equation: equation(index))
      },
      parameters: parameters.map { index in
        var value = 0.0
        if case .parameter(let number) = table.quantities[index].role { value = number }
        return .init(name: table.quantities[index].name, unit: table.quantities[index].unit, value: value)
      },
      inputs: inputs, hoisted: [], initialStates: initialStates, rightHandSide: rightHandSide, jacobian: jacobian,
      timeDerivative: timeDerivative, observables: observables,
      elimination: .make(pattern: EquationSystem.pattern(jacobian, states.count), isAlgebraic: isAlgebraic),
      events: events, switches: finder.switches, delays: delays, synonyms: network.synonyms)
    Hoisting.hoist(&system)
    return system
  }

  private mutating func stateStart(_ index: Int) throws -> Node {
    switch table.quantities[index].role {
    case .amount: return try nodes.startAmount(of: index)
    case .law: return nodes.graph.constant(0)
    case .algebraic: return try nodes.guess(of: index)
    default: return nodes.graph.number(try nodes.node(of: index, at: .start))
    }
  }

  private mutating func inputStart(_ index: Int) throws -> Node {
    if table.compartmentOfHeldAmount(index) != nil { return try nodes.startAmount(of: index) }
    return nodes.graph.number(try nodes.node(of: index, at: .start))
  }

  private mutating func liveRow(_ index: Int) throws -> Node {
    let quantity = table.quantities[index]
    switch quantity.role {
    case .rate(let formula), .algebraic(let formula):
      return nodes.graph.number(try nodes.node(formula, at: .running, place: quantity.place))
    case .law:
      var rate = nodes.graph.number(try nodes.node(of: index, at: .running))
      for (other, factor) in table.companions[index] ?? [] {
        let part = nodes.graph.number(try nodes.node(of: other, at: .running))
        rate = nodes.graph.add(rate, nodes.graph.multiply(nodes.graph.constant(factor), part))
      }
      return rate
    default: return try nodes.amountRate(of: index)
    }
  }

  /// Whether the row of a state says what is zero.
  private func isConstraint(_ index: Int) -> Bool {
    switch table.quantities[index].role {
    case .algebraic, .law: true
    default: false
    }
  }

  private func notDetermined(_ index: Int) -> EquationError {
    let quantity = table.quantities[index]
    if case .algebraic(let formula) = quantity.role { return .noVariableLeft("\(formula)", quantity.place) }
    return .fastReactionUndetermined(quantity.name, quantity.place)
  }

  /// Everything that has a name and a value, in the network's order; quantities without a value are left out.
  private mutating func observables() throws -> [EquationSystem.Observable] {
    var result: [EquationSystem.Observable] = []
    var place: [String: Int] = [:]
    for (index, quantity) in table.quantities.enumerated() {
      do {
        let node = nodes.graph.number(try nodes.node(of: index, at: .running))
        place[quantity.name] = result.count
        result.append(.init(name: quantity.name, unit: quantity.unit, node: node))
      } catch EquationError.noValue {
        continue
      }
    }
    for (synonym, name) in network.synonyms.sorted(by: { $0.key < $1.key }) {
      guard place[synonym] == nil, let original = place[name] else { continue }
      result.append(.init(name: synonym, unit: result[original].unit, node: result[original].node))
    }
    return result
  }
}

extension EquationSystem {
  /// The columns of each row, ascending.
  static func pattern(_ jacobian: [JacobianEntry], _ stateCount: Int) -> [[Int]] {
    var pattern = [[Int]](repeating: [], count: stateCount)
    for entry in jacobian { pattern[entry.row].append(entry.column) }
    return pattern
  }
}
