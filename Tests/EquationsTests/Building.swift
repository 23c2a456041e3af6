import Formulas
import Networks

/// Short ways to write formulas and networks in tests.
extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(stringLiteral value: String) { self = value == "time" ? .time : .symbol(value) }
  static func + (a: Formula, b: Formula) -> Formula { .apply(.add, [a, b]) }
  static func - (a: Formula, b: Formula) -> Formula { .apply(.subtract, [a, b]) }
  static func * (a: Formula, b: Formula) -> Formula { .apply(.multiply, [a, b]) }
  static func / (a: Formula, b: Formula) -> Formula { .apply(.divide, [a, b]) }
  static prefix func - (a: Formula) -> Formula { .apply(.negate, [a]) }
  func to(_ exponent: Formula) -> Formula { .apply(.power, [self, exponent]) }
  static func of(_ operation: Operator, _ operands: Formula...) -> Formula { .apply(operation, operands) }
}

extension Network {
  mutating func parameter(_ name: String, _ value: Double?) { parameters.append(Parameter(id: name, value: value)) }
  /// A variable: a state when a rate rule follows, otherwise an input.
  mutating func variable(_ name: String, _ value: Double?) {
    parameters.append(Parameter(id: name, value: value, isConstant: false))
  }
  mutating func compartment(_ name: String, _ size: Double?, isConstant: Bool = true) {
    compartments.append(Compartment(id: name, size: size, isConstant: isConstant))
  }
  mutating func species(_ name: String, in compartment: String = "c", amount: Double) {
    species.append(Species(id: name, compartment: compartment, initial: .amount(amount)))
  }
  mutating func species(_ name: String, in compartment: String = "c", concentration: Double) {
    species.append(Species(id: name, compartment: compartment, initial: .concentration(concentration)))
  }
  mutating func rate(_ name: String, _ formula: Formula) { rules.append(Rule(.rate(name), formula)) }
  mutating func assign(_ name: String, _ formula: Formula) {
    parameters.append(Parameter(id: name, value: nil, isConstant: false))
    rules.append(Rule(.assignment(name), formula))
  }
  mutating func start(_ name: String, _ formula: Formula) {
    initialAssignments.append(InitialAssignment(name, formula))
  }
  mutating func reaction(_ name: String, _ from: [String], _ to: [String], _ law: Formula) {
    reactions.append(
      Reaction(id: name, reactants: from.map { .init($0) }, products: to.map { .init($0) }, law: law))
  }
}
