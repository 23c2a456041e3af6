/// What is known about the unit of a formula.
package enum InferredUnit: Sendable {
  /// A bare number: it fits wherever it stands.
  case any
  /// Something in it declares no unit.
  case unknown
  case known(Unit, Certainty)

  package enum Certainty: Int, Comparable, Sendable {
    /// Bare numbers multiply it: they may hide a unit of their own.
    case doubtful
    /// Quantities that are pure numbers multiply it: they may convert its scale (milligrams to micrograms).
    case dimensions
    case exact

    package static func < (a: Certainty, b: Certainty) -> Bool { a.rawValue < b.rawValue }
  }
}

/// A place in a formula where units do not fit together.
package struct UnitConflict: Sendable {
  package enum Kind: Sendable {
    /// Two operands that must have one unit have two.
    case mixed(Operator, Formula, Unit, Formula, Unit)
    /// An operand that must be a pure number has a unit.
    case notPure(Operator, Formula, Unit)
    /// A duration is in another unit than the model's time.
    case notTime(Formula, Unit, Unit)
  }

  package var kind: Kind
  /// False when only bare numbers make the difference doubtful.
  package var isCertain: Bool
}

/// Infers units of formulas from the units of the quantities in them. Counts (`item`) are pure numbers here.
package struct UnitInference {
  private let lookup: (String) -> Unit?
  private let timeUnit: Unit?
  private let functions: (String) -> (arguments: [String], body: Formula)?
  /// What does not fit together, in the order in which it was met.
  package private(set) var conflicts: [UnitConflict] = []

  /// - Parameters:
  ///   - timeUnit: the unit of `time`.
  ///   - functions: arguments and body of a model's function.
  ///   - lookup: the declared unit of a quantity; nil when it declares none.
  package init(
    timeUnit: Unit?, functions: @escaping (String) -> (arguments: [String], body: Formula)? = { _ in nil },
    lookup: @escaping (String) -> Unit?
  ) {
    self.timeUnit = timeUnit.map(Self.withoutCounts)
    self.functions = functions
    self.lookup = { lookup($0).map(Self.withoutCounts) }
  }

  /// The unit with counted things taken as pure numbers.
  package static func withoutCounts(_ unit: Unit) -> Unit {
    guard unit.exponents[Unit.Dimension.item.rawValue] != 0 else { return unit }
    var unit = unit
    unit.exponents[Unit.Dimension.item.rawValue] = 0
    return unit
  }

  /// Whether two inferred units fit: nil when they do, otherwise whether the conflict is certain.
  package static func conflict(_ a: InferredUnit, _ b: InferredUnit) -> Bool? {
    guard case .known(let first, let certainty) = a, case .known(let second, let otherCertainty) = b else { return nil }
    switch min(certainty, otherCertainty) {
    case .exact: return first.isSame(as: second) ? nil : true
    case .dimensions: return first.isCompatible(with: second) ? nil : true
    case .doubtful: return first.isCompatible(with: second) ? nil : false
    }
  }

  /// The unit of a formula; adds to ``conflicts``.
  package mutating func unit(of formula: Formula) -> InferredUnit {
    unit(of: formula, bound: nil, depth: 0)
  }

  private mutating func unit(of formula: Formula, bound: [String: InferredUnit]?, depth: Int) -> InferredUnit {
    switch formula {
    case .number: return .any
    case .time: return timeUnit.map { .known($0, .exact) } ?? .unknown
    case .symbol(let name):
      if let bound { return bound[name] ?? .unknown }
      return lookup(name).map { .known($0, .exact) } ?? .unknown
    case .call(let name, let arguments):
      let units = arguments.map { unit(of: $0, bound: bound, depth: depth) }
      guard depth < 16, let function = functions(name), function.arguments.count == units.count else { return .unknown }
      let inner = Dictionary(zip(function.arguments, units), uniquingKeysWith: { first, _ in first })
      return unit(of: function.body, bound: inner, depth: depth + 1)
    case .apply(let symbol, let operands):
      let units = operands.map { unit(of: $0, bound: bound, depth: depth) }
      return unit(of: symbol, operands, units)
    }
  }

  private mutating func unit(of symbol: Operator, _ operands: [Formula], _ units: [InferredUnit]) -> InferredUnit {
    let pure = InferredUnit.known(.dimensionless, .exact)
    switch symbol {
    case .add, .subtract, .min, .max: return common(symbol, Array(zip(operands, units)))
    case .remainder: return common(symbol, Array(zip(operands, units)))
    case .negate, .abs, .floor, .ceil: return units.first ?? .any
    case .multiply: return product(operands, units)
    case .divide: return quotient(operands, units)
    case .power: return power(operands, units)
    case .sqrt: return raised(units.first ?? .any, to: 0.5)
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      _ = common(symbol, Array(zip(operands, units)))
      return .any
    case .and, .or, .not, .true, .false: return .any
    case .delay:
      if operands.count == 2 { needTime(operands[1], units[1]) }
      return units.first ?? .any
    case .rateOf:
      guard let timeUnit, let operand = units.first else { return .unknown }
      return quotient([operands[0], .time], [operand, .known(timeUnit, .exact)])
    case .quotient:
      _ = common(symbol, Array(zip(operands, units)))
      return pure
    case .piecewise:
      let isValue = operands.indices.map { $0 % 2 == 0 }
      return common(symbol, zip(zip(operands, units), isValue).filter(\.1).map(\.0))
    case .exp, .ln, .log10, .factorial, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh,
      .atanh:
      if let operand = operands.first, let unit = units.first { needPure(symbol, operand, unit) }
      return pure
    }
  }

  private mutating func needPure(_ symbol: Operator, _ operand: Formula, _ inferred: InferredUnit) {
    if case .known(let unit, let certainty) = inferred, !unit.isDimensionless {
      conflicts.append(UnitConflict(kind: .notPure(symbol, operand, unit), isCertain: certainty > .doubtful))
    }
  }

  /// Adds a conflict when a duration is not in the model's unit of time.
  private mutating func needTime(_ operand: Formula, _ inferred: InferredUnit) {
    guard let timeUnit, case .known(let unit, _) = inferred,
      let isCertain = Self.conflict(inferred, .known(timeUnit, .exact))
    else { return }
    conflicts.append(UnitConflict(kind: .notTime(operand, unit, timeUnit), isCertain: isCertain))
  }

  /// The one unit of operands that must agree.
  private mutating func common(_ symbol: Operator, _ operands: [(Formula, InferredUnit)]) -> InferredUnit {
    var best: (formula: Formula, unit: InferredUnit)?
    var isUnknown = false
    for (formula, inferred) in operands {
      switch inferred {
      case .any: continue
      case .unknown: isUnknown = true
      case .known(let unit, let certainty):
        if let known = best, case .known(let other, let otherCertainty) = known.unit {
          if let isCertain = Self.conflict(known.unit, inferred) {
            conflicts.append(
              UnitConflict(kind: .mixed(symbol, known.formula, other, formula, unit), isCertain: isCertain))
            return .unknown
          }
          if certainty > otherCertainty { best = (formula, inferred) }
        } else {
          best = (formula, inferred)
        }
      }
    }
    return best?.unit ?? (isUnknown ? .unknown : .any)
  }

  /// Whether a number changes no scale.
  private func isOne(_ formula: Formula) -> Bool {
    if case .number(let value) = formula { return value.magnitude == 1 }
    return false
  }

  /// What a factor leaves certain about a product.
  private func certainty(_ operand: Formula, _ inferred: InferredUnit) -> InferredUnit.Certainty {
    switch inferred {
    case .any: isOne(operand) ? .exact : .doubtful
    case .unknown: .doubtful
    case .known(let unit, let certainty): unit.isDimensionless ? min(certainty, .dimensions) : certainty
    }
  }

  private func product(_ operands: [Formula], _ units: [InferredUnit]) -> InferredUnit {
    var result: Unit?
    var certainty = InferredUnit.Certainty.exact
    for (operand, inferred) in zip(operands, units) {
      if case .unknown = inferred { return .unknown }
      certainty = min(certainty, self.certainty(operand, inferred))
      if case .known(let unit, _) = inferred { result = result.map { $0 * unit } ?? unit }
    }
    return result.map { .known($0, certainty) } ?? .any
  }

  private func quotient(_ operands: [Formula], _ units: [InferredUnit]) -> InferredUnit {
    guard operands.count == 2 else { return .unknown }
    let certainty = min(certainty(operands[0], units[0]), certainty(operands[1], units[1]))
    switch (units[0], units[1]) {
    case (.unknown, _), (_, .unknown): return .unknown
    case (.any, .any): return .any
    case (.any, .known(let below, _)): return .known(Unit.dimensionless / below, certainty)
    case (.known(let above, _), .any): return .known(above, certainty)
    case (.known(let above, _), .known(let below, _)): return .known(above / below, certainty)
    }
  }

  private mutating func power(_ operands: [Formula], _ units: [InferredUnit]) -> InferredUnit {
    guard operands.count == 2 else { return .unknown }
    needPure(.power, operands[1], units[1])
    if let exponent = operands[1].constantValue { return raised(units[0], to: exponent) }
    guard case .known(let base, let certainty) = units[0] else { return units[0] }
    return base.isDimensionless ? .known(.dimensionless, base.factor == 1 ? certainty : .dimensions) : .unknown
  }

  private func raised(_ inferred: InferredUnit, to power: Double) -> InferredUnit {
    guard case .known(let unit, let certainty) = inferred else { return inferred }
    return power.magnitude <= 100 ? .known(unit.raised(to: power), certainty) : .unknown
  }
}
