import Diagnostics
import Formulas

extension NetworkValidator {
  /// Reports formulas whose units do not fit together or do not fit what they are assigned to.
  ///
  /// Units that are certainly wrong are errors: a sum of different units, a rule or a rate in another unit than its
  /// variable. Where bare numbers may hide a conversion, and where a function wants a pure number, there is a warning.
  /// A quantity that declares no unit fits everywhere.
  mutating func checkUnits() {
    let table = UnitsOfNetwork(network)
    guard table.isUsed else { return }
    for rule in network.rules {
      switch rule.kind {
      case .assignment(let target): check(rule.formula, against: table.units[target], of: target, table, at: rule.place)
      case .rate(let target):
        let expected = table.units[target].flatMap { unit in network.timeUnit.map { unit / $0 } }
        check(rule.formula, against: expected, of: "\(target)'", table, at: rule.place)
      case .algebraic: check(rule.formula, against: nil, of: "", table, at: rule.place)
      }
    }
    for assignment in network.initialAssignments {
      check(
        assignment.formula, against: table.units[assignment.target], of: assignment.target, table, at: assignment.place,
        numbersHideUnits: true)
    }
    for reaction in network.reactions {
      check(reaction.law, against: table.rate(of: reaction), of: reaction.id, table, at: reaction.place)
    }
    for event in network.events {
      check(event.trigger, against: nil, of: event.id, table, at: event.place)
      if let priority = event.priority { check(priority, against: nil, of: event.id, table, at: event.place) }
      if let delay = event.delay {
        check(delay, against: network.timeUnit, of: "the delay of \(event.id)", table, at: event.place)
      }
      for assignment in event.assignments {
        check(
          assignment.formula, against: table.units[assignment.target], of: assignment.target, table, at: event.place)
      }
    }
  }

  private mutating func check(
    _ formula: Formula, against expected: Unit?, of target: String, _ table: UnitsOfNetwork, at place: SourcePlace?,
    numbersHideUnits: Bool = false
  ) {
    var inference = table.inference
    let found = inference.unit(of: formula)
    for conflict in inference.conflicts.prefix(3) { report(conflict, at: place) }
    guard inference.conflicts.isEmpty, let expected, case .known(let unit, _) = found else { return }
    let wanted = UnitInference.withoutCounts(expected)
    guard var isCertain = UnitInference.conflict(found, .known(wanted, .exact)) else { return }
    // An amount is often written over a size at the start: `S = 1/V`.
    if numbersHideUnits, case .apply(.divide, let operands) = formula, case .number = operands[0] { isCertain = false }
    let problem = NetworkProblem.unitOfFormula(target, wanted: expected.symbol, found: unit.symbol)
    let hint = unit.conversion(to: wanted).map { "1 \(unit.symbol) is \(Composer.shown($0)) \(expected.symbol)" }
    if isCertain { report(problem, at: place, hint: hint) } else { warn(problem, at: place, hint: hint) }
  }

  private mutating func report(_ conflict: UnitConflict, at place: SourcePlace?) {
    switch conflict.kind {
    case .mixed(let symbol, let first, let firstUnit, let second, let secondUnit):
      let verb =
        switch symbol {
        case .add: "be added"
        case .subtract: "be subtracted"
        case .piecewise: "be values of one piecewise"
        default: "be compared"
        }
      let problem = NetworkProblem.mixedUnits(
        Self.short(first), firstUnit.symbol, Self.short(second), secondUnit.symbol, verb: verb)
      let hint = secondUnit.conversion(to: firstUnit).map {
        "1 \(secondUnit.symbol) is \(Composer.shown($0)) \(firstUnit.symbol)"
      }
      if conflict.isCertain { report(problem, at: place, hint: hint) } else { warn(problem, at: place, hint: hint) }
    case .notTime(let operand, let unit, let time):
      let problem = NetworkProblem.notADuration(Self.short(operand), unit.symbol, time: time.symbol)
      let hint = unit.conversion(to: time).map { "1 \(unit.symbol) is \(Composer.shown($0)) \(time.symbol)" }
      if conflict.isCertain { report(problem, at: place, hint: hint) } else { warn(problem, at: place, hint: hint) }
    case .notPure(let symbol, let operand, let unit):
      warn(.notPure(function: symbol.rawValue, Self.short(operand), unit.symbol), at: place)
    }
  }

  /// A formula short enough for a message.
  private static func short(_ formula: Formula) -> String {
    let text = formula.description
    return text.count <= 40 ? text : text.prefix(37) + "…"
  }
}

/// The units that a network's quantities have, declared or following from what is declared.
private struct UnitsOfNetwork {
  var units: [String: Unit] = [:]
  /// Nothing inferred yet.
  private(set) var inference: UnitInference
  /// Units of amounts of species per model time.
  private var amountRates: [String: Unit] = [:]
  private let extentRate: Unit?
  /// Whether the network declares any unit at all.
  var isUsed: Bool { !units.isEmpty }

  init(_ network: Network) {
    let time = network.timeUnit
    extentRate = (network.extentUnit ?? network.substanceUnit).flatMap { extent in time.map { extent / $0 } }
    inference = UnitInference(timeUnit: nil) { _ in nil }
    for compartment in network.compartments {
      if let unit = compartment.unit ?? network.volumeUnit { units[compartment.id] = unit }
    }
    for parameter in network.parameters { if let unit = parameter.unit { units[parameter.id] = unit } }
    for species in network.species {
      let size = units[species.compartment]
      let amount =
        species.hasOnlySubstanceUnits
        ? species.unit : species.unit.flatMap { unit in size.map { unit * $0 } }
      if let unit = species.unit {
        units[species.id] = unit
      } else if let substance = network.substanceUnit {
        units[species.id] = species.hasOnlySubstanceUnits ? substance : size.map { substance / $0 }
      }
      if let amount = amount ?? network.substanceUnit, let time { amountRates[species.id] = amount / time }
    }
    for reaction in network.reactions { units[reaction.id] = rate(of: reaction) }
    let functions = Dictionary(
      network.functions.map { ($0.id, (arguments: $0.arguments, body: $0.body)) },
      uniquingKeysWith: { first, _ in first })
    let known = units
    inference = UnitInference(timeUnit: network.timeUnit, functions: { functions[$0] }, lookup: { known[$0] })
  }

  /// The unit that a reaction's rate must have; nil when nothing declares it.
  func rate(of reaction: Reaction) -> Unit? {
    extentRate ?? (reaction.reactants + reaction.products).lazy.compactMap { amountRates[$0.species] }.first
  }
}
