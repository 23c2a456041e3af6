import Diagnostics
import Formulas
import Networks

/// All quantities of a network, in the network's order: compartments, species, parameters, reactions.
struct QuantityTable {
  var quantities: [Quantity] = []
  private(set) var index: [String: Int] = [:]
  /// The algebraic rules, in the network's order.
  private(set) var algebraicRules: [Rule] = []
  /// Quantities that events assign.
  private(set) var eventTargets: Set<Int> = []
  /// For every species that reactions change, what they do to it, in their order; fast reactions apart.
  private(set) var terms: [Int: [ReactionTerm]] = [:]
  var fastTerms: [Int: [ReactionTerm]] = [:]
  /// For a fast reaction, others that move the same as it does, with how much of theirs counts as one of its extent.
  var companions: [Int: [(reaction: Int, factor: Double)]] = [:]
  /// The conversion factors of species.
  private(set) var conversions: [Int: Int] = [:]

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
      add(
        QuantityTable.quantity(
          compartment.id, .compartment, value: compartment.size, isConstant: compartment.isConstant,
          rule: rules[compartment.id], assigned: assigned[compartment.id], unit: compartment.unit?.symbol,
          place: compartment.place))
    }
    for (position, species) in network.species.enumerated() {
      guard let compartment = index[species.compartment] else {
        let hint = NearestName.hint(species.compartment, among: network.compartments.map(\.id))
        throw EquationError.unknownName(species.compartment, nearest: hint, species.place)
      }
      add(
        quantity(
          species, at: position, compartment: compartment, rule: rules[species.id], assigned: assigned[species.id],
          isChanged: changed.contains(species.id), isInFixedSize: quantities[compartment].isConstant))
    }
    for parameter in network.parameters {
      add(
        QuantityTable.quantity(
          parameter.id, .parameter, value: parameter.value, isConstant: parameter.isConstant,
          rule: rules[parameter.id], assigned: assigned[parameter.id], unit: parameter.unit?.symbol,
          place: parameter.place))
    }
    for reaction in network.reactions {
      add(
        Quantity(
          name: reaction.id, kind: .reaction, role: .law(reaction.law), start: .none, place: reaction.place, unit: "",
          isFast: reaction.isFast))
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
    for event in network.events {
      for assignment in event.assignments { eventTargets.insert(try find(assignment.target, event.place)) }
    }
    try listTerms(network)
    joinFastReactions()
    keepUnknownsFromStepControl()
  }

  /// - Throws: an error with the nearest known name.
  func find(_ name: String, _ place: SourcePlace?) throws -> Int {
    guard let found = index[name] else {
      throw EquationError.unknownName(name, nearest: NearestName.hint(name, among: quantities.map(\.name)), place)
    }
    return found
  }

  /// The compartment whose size turns the amount of a species into what its name means; nil when the name means the
  /// amount, and for everything that is no species.
  func compartment(of index: Int) -> Int? {
    guard quantities[index].isConcentration, case .species(_, let compartment) = quantities[index].kind else {
      return nil
    }
    return compartment
  }

  /// The compartment by whose size an input's amount is divided; nil for inputs that hold what their name means.
  func compartmentOfHeldAmount(_ index: Int) -> Int? {
    guard case .input = quantities[index].role, let compartment = compartment(of: index),
      !quantities[compartment].isConstant
    else { return nil }
    return compartment
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

  /// A compartment or a parameter: a value, and nothing that reactions do to it.
  private static func quantity(
    _ name: String, _ kind: Quantity.Kind, value: Double?, isConstant: Bool, rule: Rule?, assigned: InitialAssignment?,
    unit: String?, place: SourcePlace?
  ) -> Quantity {
    let start = assigned.map { Quantity.Start.formula($0.formula) } ?? value.map { .value($0) } ?? .none
    return Quantity(
      name: name, kind: kind, role: role(rule, isConstant: isConstant, start: start), start: start, place: place,
      unit: unit ?? "", isFree: rule == nil && !isConstant)
  }

  private func quantity(
    _ species: Species, at position: Int, compartment: Int, rule: Rule?, assigned: InitialAssignment?,
    isChanged: Bool, isInFixedSize: Bool
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
    var quantity = Quantity(
      name: species.id, kind: .species(position, compartment: compartment),
      role: QuantityTable.role(rule, isConstant: species.isConstant, start: start), start: start,
      place: species.place, unit: species.unit?.symbol ?? "", isConcentration: isConcentration)
    guard rule == nil else { return quantity }
    if species.isConstant {
      // Its amount is what stays.
      if isConcentration, !isInFixedSize { quantity.role = .input }
    } else if species.isBoundary {
      quantity.isFree = true
    } else {
      quantity.role = .amount
      quantity.isFree = !isChanged
    }
    return quantity
  }

  /// Makes inputs of what starts without a value and stays so: it must not take part in step control.
  private mutating func keepUnknownsFromStepControl() {
    for place in quantities.indices {
      if case .none = quantities[place].start { continue }
      guard quantities[place].startsUnknown else { continue }
      switch quantities[place].role {
      case .amount where terms[place] == nil && fastTerms[place] == nil, .rate(.number(0)):
        quantities[place].role = .input
      default: break
      }
    }
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

  /// Lists the reactions' terms, both sides of a reaction netted.
  private mutating func listTerms(_ network: Network) throws {
    for reaction in network.reactions {
      guard let law = index[reaction.id] else { continue }
      var net: [(species: Int, term: ReactionTerm)] = []
      for (participants, sign) in [(reaction.reactants, -1.0), (reaction.products, 1.0)] {
        for participant in participants {
          guard let species = index[participant.species], case .amount = quantities[species].role else { continue }
          let place =
            net.firstIndex { $0.species == species }
            ?? {
              net.append((species, ReactionTerm(reaction: law, name: reaction.id)))
              return net.count - 1
            }()
          if let number = participant.number {
            net[place].term.number += sign * number
          } else {
            net[place].term.formulas.append((sign, participant.stoichiometry))
          }
        }
      }
      for (species, term) in net where !term.isNothing {
        if reaction.isFast {
          fastTerms[species, default: []].append(term)
        } else {
          terms[species, default: []].append(term)
        }
      }
    }
    for species in network.species {
      guard let factor = species.conversionFactor, let quantity = index[species.id] else { continue }
      conversions[quantity] = try find(factor, species.place)
    }
  }
}
