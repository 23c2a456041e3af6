import Diagnostics
import Formulas
package import Networks

extension EquationSystem {
  /// The equations of a network.
  ///
  /// A species that reactions change is a state that holds its amount, in the network's order; its name in formulas
  /// means amount / size unless it has only substance units. A quantity with a rate rule is a state that holds the
  /// quantity itself. Constants with a number are parameters; constants computed from others are expressions, so that
  /// a patient's own parameter flows through. Variables that nothing determines are inputs.
  ///
  /// - Throws: ``EquationError``.
  /// - Complexity: linear in the size of the formulas and of the Jacobian's expressions, apart from the elimination.
  package static func build(from network: Network) throws -> EquationSystem {
    var table = try QuantityTable(network)
    try SystemBuilder.giveAlgebraicRulesVariables(&table, network)
    var builder = SystemBuilder(network, table)
    return try builder.build()
  }
}

private struct SystemBuilder {
  let network: Network
  let table: QuantityTable
  var nodes: QuantityNodes
  /// Quantities with a slot, in slot order.
  var states: [Int] = []
  var parameters: [Int] = []
  var inputs: [Int] = []

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
      case .constant, .assignment, .law: break
      }
    }
    nodes = QuantityNodes(table: table, slots: slots, functions: network.functions)
  }

  mutating func build() throws -> EquationSystem {
    let inputs = try inputs.map { index in
      let quantity = table.quantities[index]
      return EquationSystem.Input(
        name: quantity.name, unit: quantity.unit, initial: try nodes.node(of: index, at: .start))
    }
    let initialStates = try states.map { index in
      if case .amount = table.quantities[index].role { return try nodes.startAmount(of: index) }
      return try nodes.node(of: index, at: .start)
    }
    let fluxes = reactionTerms()
    let rightHandSide = try states.map { index -> Node in
      let quantity = table.quantities[index]
      switch quantity.role {
      case .rate(let formula), .algebraic(let formula):
        return try nodes.node(formula, at: .running, place: quantity.place)
      default: return try sum(fluxes[index] ?? [])
      }
    }
    let observables = try observables()

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
      if case .algebraic = table.quantities[states[row]].role, !gradient.contains(where: { $0.variable == row }) {
        throw EquationError.noVariableLeft(table.quantities[states[row]].place)
      }
    }
    let isAlgebraic = states.map { index in
      if case .algebraic = table.quantities[index].role { true } else { false }
    }
    var system = EquationSystem(
      modelName: network.name, timeUnit: network.timeUnit?.everydayName ?? "dimensionless", graph: nodes.graph,
      states: zip(states, isAlgebraic).map { index, isAlgebraic in
        .init(
          name: table.quantities[index].name, unit: stateUnit(index), isAlgebraic: isAlgebraic,
          equation: equation(index, fluxes[index] ?? []))
      },
      parameters: parameters.map { index in
        var value = 0.0
        if case .parameter(let number) = table.quantities[index].role { value = number }
        return .init(name: table.quantities[index].name, unit: table.quantities[index].unit, value: value)
      },
      inputs: inputs, hoisted: [], initialStates: initialStates, rightHandSide: rightHandSide, jacobian: jacobian,
      timeDerivative: timeDerivative, observables: observables,
      elimination: .make(pattern: EquationSystem.pattern(jacobian, states.count), isAlgebraic: isAlgebraic),
      synonyms: network.synonyms)
    Hoisting.hoist(&system)
    return system
  }

  /// A reaction's effect on a species: how many, and which reaction.
  struct Term {
    var stoichiometry: Double
    var reaction: Int
    var name: String
  }

  /// For every species' quantity, its terms in the order of the reactions; both sides of a reaction are netted.
  private func reactionTerms() -> [Int: [Term]] {
    var terms: [Int: [Term]] = [:]
    for reaction in network.reactions {
      guard let law = table.index[reaction.id] else { continue }
      var net: [(species: Int, change: Double)] = []
      for (participants, sign) in [(reaction.reactants, -1.0), (reaction.products, 1.0)] {
        for participant in participants {
          guard let species = table.index[participant.species] else { continue }
          if let known = net.firstIndex(where: { $0.species == species }) {
            net[known].change += sign * (participant.number ?? .nan)
          } else {
            net.append((species, sign * (participant.number ?? .nan)))
          }
        }
      }
      for (species, change) in net where change != 0 {
        terms[species, default: []].append(Term(stoichiometry: change, reaction: law, name: reaction.id))
      }
    }
    return terms
  }

  private mutating func sum(_ terms: [Term]) throws -> Node {
    var total = nodes.graph.constant(0)
    for term in terms {
      let rate = try nodes.node(of: term.reaction, at: .running)
      let change = nodes.graph.multiply(nodes.graph.constant(term.stoichiometry), rate)
      total = nodes.graph.add(total, change)
    }
    return total
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

  /// The unit of what the state holds: of the amount where the name means a concentration.
  private func stateUnit(_ index: Int) -> String {
    let quantity = table.quantities[index]
    guard case .amount = quantity.role, quantity.isConcentration,
      case .species(let position, let compartment) = quantity.kind
    else { return quantity.unit }
    if let substance = network.substanceUnit { return substance.symbol }
    guard let unit = network.species[position].unit,
      let size = network.compartments.first(where: { $0.id == table.quantities[compartment].name })?.unit
    else { return "" }
    return (unit * size).symbol
  }

  /// The equation in the model's terms, for messages.
  private func equation(_ index: Int, _ terms: [Term]) -> String {
    let name = table.quantities[index].name
    switch table.quantities[index].role {
    case .rate(let formula): return "d \(name)/dt = \(formula)"
    case .algebraic(let formula): return "0 = \(formula), which determines \(name)"
    default: break
    }
    guard !terms.isEmpty else { return "d \(name)/dt = 0" }
    var text = ""
    for term in terms {
      let magnitude = term.stoichiometry.magnitude
      let isWhole = magnitude == magnitude.rounded() && magnitude < 1e15
      let factor = magnitude == 1 ? "" : isWhole ? "\(Int(magnitude)) " : "\(magnitude) "
      let sign = term.stoichiometry < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")
      text += sign + factor + term.name
    }
    return "d \(name)/dt = \(text)"
  }
}

extension SystemBuilder {
  /// Turns the inputs that algebraic rules determine into algebraic states.
  static func giveAlgebraicRulesVariables(_ table: inout QuantityTable, _ network: Network) throws {
    let rules = table.algebraicRules
    guard !rules.isEmpty else { return }
    let finder = QuantityNodes(
      table: table, slots: Array(repeating: 0, count: table.quantities.count), functions: network.functions)
    let candidates = try rules.map { rule in
      var seen: Set<Int> = []
      var found: [Int] = []
      var pending = try rule.formula.symbolsInOrder.map { try table.find($0, rule.place) }
      while let quantity = pending.popLast() {
        guard seen.insert(quantity).inserted else { continue }
        if table.quantities[quantity].isFree { found.append(quantity) }
        pending += try finder.runningDependencies(of: quantity)
      }
      // A variable without a value of its own is more likely the one that is meant.
      func hasValue(_ quantity: Int) -> Int {
        if case .none = table.quantities[quantity].start { 0 } else { 1 }
      }
      return found.sorted { (hasValue($0), $0) < (hasValue($1), $1) }
    }
    for (rule, variable) in zip(rules, AlgebraicMatching.match(candidates: candidates)) {
      guard let variable else { throw EquationError.noVariableLeft(rule.place) }
      table.quantities[variable].role = .algebraic(rule.formula)
      table.quantities[variable].place = rule.place
    }
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
