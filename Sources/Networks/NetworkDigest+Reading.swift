import Formulas

extension NetworkDigest {
  /// The digest of a network, its names changed by `rename` (for tools that write submodels otherwise).
  package init(_ network: Network, rename: @escaping (String) -> String = { $0 }) {
    let reader = DigestReader(network, rename: rename)
    readValues(of: network, reader)
    for rule in network.rules {
      let values = reader.values(rule.formula)
      switch rule.kind {
      case .rate(let target): rates[rename(target)] = values
      case .assignment(let target): assignments[rename(target)] = values
      case .algebraic: algebraic.append(Self.normalized(values))
      }
    }
    sortAlgebraicRules()
    for reaction in network.reactions {
      var changes: [String: [Double]] = [:]
      for (sign, side) in [(-1.0, reaction.reactants), (1.0, reaction.products)] {
        for participant in side {
          let values = reader.values(participant.stoichiometry)
          let known = changes[rename(participant.species)] ?? Array(repeating: 0, count: Self.points)
          changes[rename(participant.species)] = zip(known, values).map { $0 + sign * $1 }
        }
      }
      reactions[rename(reaction.id)] = Reaction(
        isReversible: reaction.isReversible, isFast: reaction.isFast, changes: changes, law: reader.values(reaction.law)
      )
    }
    for event in network.events {
      events[rename(event.id)] = Event(
        startsTrue: event.startsTrue, isPersistent: event.isPersistent,
        usesTriggerTimeValues: event.usesTriggerTimeValues, trigger: reader.values(event.trigger),
        margin: reader.margin(event.trigger),
        delay: event.delay.map(reader.values), priority: event.priority.map(reader.values),
        assignments: Dictionary(
          event.assignments.map { (rename($0.target), reader.values($0.formula)) }, uniquingKeysWith: { $1 }))
    }
    for function in network.functions { functions[function.id] = reader.values(of: function) }
  }

  private mutating func readValues(of network: Network, _ reader: DigestReader) {
    let rename = reader.rename
    func constant(_ value: Double?) -> [Double]? { value.map { Array(repeating: $0, count: Self.points) } }
    let assigned = Dictionary(
      network.initialAssignments.map { ($0.target, reader.values($0.formula)) }, uniquingKeysWith: { first, _ in first }
    )
    for compartment in network.compartments {
      compartments[rename(compartment.id)] = .some(assigned[compartment.id] ?? constant(compartment.size))
    }
    for parameter in network.parameters {
      parameters[rename(parameter.id)] = .some(assigned[parameter.id] ?? constant(parameter.value))
      if parameter.isStoichiometry { stoichiometries.insert(rename(parameter.id)) }
    }
    for item in network.species {
      let start: Double? =
        switch item.initial {
        case .amount(let value), .concentration(let value): value
        case nil: nil
        }
      species[rename(item.id)] = Species(
        compartment: rename(item.compartment), isBoundary: item.isBoundary, isAmount: item.hasOnlySubstanceUnits,
        start: assigned[item.id] ?? constant(start), conversionFactor: item.conversionFactor.map(rename))
    }
  }

  /// The values of an algebraic rule's right side without its scale, which means nothing.
  package static func normalized(_ values: [Double]) -> [Double] {
    let largest = values.filter(\.isFinite).max { abs($0) < abs($1) } ?? 0
    return largest == 0 ? values : values.map { $0 / largest }
  }

  /// Brings the algebraic rules into an order that depends on their values only.
  package mutating func sortAlgebraicRules() {
    algebraic.sort { $0.lexicographicallyPrecedes($1) }
  }
}

/// Values of a network's formulas at the digest's points.
private struct DigestReader {
  let rename: (String) -> String
  private let functions: [String: FunctionDefinition]

  init(_ network: Network, rename: @escaping (String) -> String) {
    self.rename = rename
    functions = Dictionary(
      network.functions.map {
        ($0.id, FunctionDefinition(id: $0.id, arguments: $0.arguments, body: Self.plain($0.body)))
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// A formula without delays and rates of change, which have no value at a point: numbers that depend on their
  /// operands stand for them.
  private static func plain(_ formula: Formula) -> Formula {
    switch formula {
    case .number, .symbol, .time: return formula
    case .apply(.rateOf, let operands):
      if case .symbol(let name) = operands.first { return .symbol(name + "'") }
      return formula
    case .apply(.delay, let operands) where operands.count == 2:
      let parts = operands.map(plain)
      return .apply(
        .add, [.apply(.multiply, [.number(0.75), parts[0]]), .apply(.multiply, [.number(0.31), parts[1]])])
    case .apply, .call: return formula.with(operands: formula.operands.map(plain))
    }
  }

  private func call(_ name: String, _ arguments: [Double]) -> Double? {
    guard let function = functions[name], function.arguments.count == arguments.count else { return nil }
    return function.body.evaluate(call: call) { name in
      function.arguments.firstIndex(of: name).map { arguments[$0] }
    }
  }

  func values(_ formula: Formula) -> [Double] {
    let formula = Self.plain(formula)
    return (0..<NetworkDigest.points).map { point in
      let time = NetworkDigest.coordinate("time", point)
      return formula.evaluate(time: time, call: call) { name in
        name.hasSuffix("'")
          ? NetworkDigest.coordinate(rename(String(name.dropLast())) + "'", point)
          : NetworkDigest.coordinate(rename(name), point)
      } ?? .nan
    }
  }

  func margin(_ condition: Formula) -> [Double] {
    var squares = Array(repeating: 0.0, count: NetworkDigest.points)
    func add(_ formula: Formula) {
      if case .apply(let symbol, let sides) = formula, sides.count == 2,
        [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(symbol)
      {
        for (point, (a, b)) in zip(values(sides[0]), values(sides[1])).enumerated() {
          squares[point] += (a - b) * (a - b)
        }
      }
      formula.operands.forEach(add)
    }
    add(condition)
    return squares.map { $0.squareRoot() }
  }

  func values(of function: FunctionDefinition) -> [Double] {
    (0..<NetworkDigest.points).map { point in
      call(function.id, function.arguments.indices.map { NetworkDigest.coordinate("argument\($0)", point) }) ?? .nan
    }
  }
}
