import Diagnostics
import Formulas
import Networks

/// A named thing of a network in the role that it plays in the equations.
struct Quantity {
  enum Kind: Equatable {
    case compartment
    /// Position among the network's species and the compartment's quantity index.
    case species(Int, compartment: Int)
    case parameter
    case reaction
  }

  enum Role {
    /// A constant number that a patient may override.
    case parameter(Double)
    /// Constant, computed at the start from other quantities.
    case constant
    case assignment(Formula)
    /// A state that holds the quantity itself: d quantity/dt = formula.
    case rate(Formula)
    /// A species whose amount is a state, changed by reactions and doses.
    case amount
    /// Piecewise constant, changed by schedules.
    case input
    /// A state that holds the quantity itself, determined by an algebraic rule.
    case algebraic(Formula)
    /// A reaction's rate.
    case law(Formula)
  }

  enum Start {
    case none
    case value(Double)
    /// A species' total, whatever its name means in formulas.
    case amount(Double)
    case formula(Formula)
  }

  var name: String
  var kind: Kind
  var role: Role
  var start: Start
  /// Where its rule or initial assignment is written, otherwise where it is declared.
  var place: SourcePlace?
  var unit: String
  /// Whether the name of a species means a concentration.
  var isConcentration = false

  /// Whether an algebraic rule may determine it.
  var isFree: Bool {
    if case .input = role { true } else { false }
  }
}

/// All quantities of a network, in the network's order: compartments, species, parameters, reactions.
struct QuantityTable {
  var quantities: [Quantity] = []
  private(set) var index: [String: Int] = [:]
  /// The algebraic rules that still look for their variable.
  private(set) var algebraicRules: [Rule] = []

  init(_ network: Network) throws {
    var rules: [String: Rule] = [:]
    for rule in network.rules {
      switch rule.kind {
      case .assignment(let name), .rate(let name):
        if rules.updateValue(rule, forKey: name) != nil { throw EquationError.determinedTwice(name, rule.place) }
      case .algebraic: algebraicRules.append(rule)
      }
    }
    let assigned = Dictionary(
      network.initialAssignments.map { ($0.target, $0) }, uniquingKeysWith: { _, last in last })
    let changed = try QuantityTable.speciesChanged(by: network, rules: rules)

    for compartment in network.compartments {
      let start =
        assigned[compartment.id].map { Quantity.Start.formula($0.formula) }
        ?? compartment.size.map { .value($0) } ?? .none
      add(
        Quantity(
          name: compartment.id, kind: .compartment,
          role: QuantityTable.role(rules[compartment.id], isConstant: compartment.isConstant, start: start),
          start: start, place: compartment.place, unit: compartment.unit?.symbol ?? ""))
    }
    for (position, species) in network.species.enumerated() {
      guard let compartment = index[species.compartment] else {
        let hint = NearestName.hint(species.compartment, among: network.compartments.map(\.id))
        throw EquationError.unknownName(species.compartment, nearest: hint, species.place)
      }
      add(
        QuantityTable.quantity(
          species, at: position, compartment: compartment,
          rule: rules[species.id], assigned: assigned[species.id], isChanged: changed.contains(species.id),
          hasAlgebraicRules: !algebraicRules.isEmpty))
    }
    for parameter in network.parameters {
      let start =
        assigned[parameter.id].map { Quantity.Start.formula($0.formula) }
        ?? parameter.value.map { .value($0) } ?? .none
      add(
        Quantity(
          name: parameter.id, kind: .parameter,
          role: QuantityTable.role(rules[parameter.id], isConstant: parameter.isConstant, start: start),
          start: start, place: parameter.place, unit: parameter.unit?.symbol ?? ""))
    }
    for reaction in network.reactions {
      add(
        Quantity(
          name: reaction.id, kind: .reaction, role: .law(reaction.law), start: .none, place: reaction.place, unit: ""))
    }
    for rule in network.rules {
      switch rule.kind {
      case .assignment(let name), .rate(let name): quantities[try find(name, rule.place)].place = rule.place
      case .algebraic: break
      }
    }
    for assignment in network.initialAssignments {
      quantities[try find(assignment.target, assignment.place)].place = assignment.place
    }
  }

  /// - Throws: an error with the nearest known name.
  func find(_ name: String, _ place: SourcePlace?) throws -> Int {
    guard let found = index[name] else { throw unknown(name, place) }
    return found
  }

  private func unknown(_ name: String, _ place: SourcePlace?) -> EquationError {
    .unknownName(name, nearest: NearestName.hint(name, among: quantities.map(\.name)), place)
  }

  private mutating func add(_ quantity: Quantity) {
    index[quantity.name] = quantities.count
    quantities.append(quantity)
  }

  private static func role(_ rule: Rule?, isConstant: Bool, start: Quantity.Start) -> Quantity.Role {
    if let rule {
      if case .rate = rule.kind { return .rate(rule.formula) }
      return .assignment(rule.formula)
    }
    guard isConstant else { return .input }
    if case .value(let value) = start { return .parameter(value) }
    return .constant
  }

  private static func quantity(
    _ species: Species, at position: Int, compartment: Int, rule: Rule?,
    assigned: InitialAssignment?, isChanged: Bool, hasAlgebraicRules: Bool
  ) -> Quantity {
    let isConcentration = !species.hasOnlySubstanceUnits
    let start: Quantity.Start
    if let assigned {
      start = .formula(assigned.formula)
    } else {
      switch species.initial {
      case nil: start = .none
      case .amount(let amount): start = isConcentration ? .amount(amount) : .value(amount)
      case .concentration(let value):
        start =
          isConcentration
          ? .value(value) : .formula(.apply(.multiply, [.number(value), .symbol(species.compartment)]))
      }
    }
    var role = role(rule, isConstant: species.isConstant, start: start)
    if rule == nil, !species.isConstant, !species.isBoundary, isChanged || !hasAlgebraicRules { role = .amount }
    return Quantity(
      name: species.id, kind: .species(position, compartment: compartment), role: role, start: start,
      place: species.place, unit: species.unit?.symbol ?? "", isConcentration: isConcentration)
  }

  /// The species whose amounts reactions change, after a check that no rule sets them too.
  private static func speciesChanged(by network: Network, rules: [String: Rule]) throws -> Set<String> {
    let fixed = Set(network.species.filter { $0.isBoundary || $0.isConstant }.map(\.id))
    let known = Set(network.species.map(\.id))
    var changed: Set<String> = []
    for reaction in network.reactions {
      for participant in reaction.reactants + reaction.products where !fixed.contains(participant.species) {
        if rules[participant.species] != nil {
          throw EquationError.determinedTwice(participant.species, reaction.place)
        }
        guard known.contains(participant.species) else {
          let hint = NearestName.hint(participant.species, among: network.species.map(\.id))
          throw EquationError.unknownName(participant.species, nearest: hint, reaction.place)
        }
        changed.insert(participant.species)
      }
    }
    return changed
  }
}
