import Diagnostics
import Formulas

/// Turns libSBML's expression trees into formulas.
struct MathReader {
  /// Operators may be nested this deep; terms of a sum or a product stand side by side and do not count.
  static let depthLimit = 256

  let text: SourceText
  /// Where the formula stands and what holds it, for messages.
  var place: SourcePlace?
  var owner: String
  /// Names that mean something else here: local parameters.
  var renamed: [String: String] = [:]

  /// The formula of a tree; nil for an empty `math` element.
  func formula(_ math: SBMLElement?) throws(SBMLError) -> Formula? {
    guard let math, math.whole(.mathType) != MathKind.nothing.rawValue else { return nil }
    return try formula(math, depth: 0)
  }

  private func formula(_ math: SBMLElement, depth: Int) throws(SBMLError) -> Formula {
    guard depth <= Self.depthLimit else {
      throw SBMLError("\(owner): a formula is nested more than \(Self.depthLimit) levels deep", at: place, in: text)
    }
    guard let kind = MathKind(rawValue: math.whole(.mathType)) else {
      throw unsupported("the operator \"\(math.text(.mathName))\"")
    }
    switch kind {
    case .integer: return .number(Double(math.library.mathInteger(math.handle)))
    case .real, .realWithExponent, .rational: return .number(math.number(.mathReal))
    case .name:
      let name = math.text(.mathName)
      return .symbol(renamed[name] ?? name)
    case .time: return .time
    case .avogadro: return .number(BuiltIn.avogadro)
    case .exponentialE: return .number(2.718281828459045)
    case .pi: return .number(.pi)
    case .trueConstant: return .apply(.true, [])
    case .falseConstant: return .apply(.false, [])
    case .lambda: throw unsupported("a function inside a formula")
    case .foreignFunction: throw unsupported("the function \"\(math.text(.mathName))\"")
    case .nothing: throw unsupported("an empty operand")
    case .plus, .times: return try chain(math, kind, depth)
    default: break
    }
    var operands: [Formula] = []
    for child in math.list(.mathChild, count: .mathChildCount) {
      operands.append(try formula(child, depth: depth + 1))
    }
    if kind == .call { return .call(math.text(.mathName), operands) }
    guard let result = Self.combine(kind, operands) else {
      throw SBMLError(
        "\(owner): \"\(math.text(.mathName))\" has \(operands.count) operand\(operands.count == 1 ? "" : "s")",
        at: place,
        in: text)
    }
    return result
  }

  /// A sum or product with the terms of sums within sums side by side, in their order.
  private func chain(_ math: SBMLElement, _ kind: MathKind, _ depth: Int) throws(SBMLError) -> Formula {
    var terms: [Formula] = []
    var pending = [math]
    while let next = pending.popLast() {
      if next.whole(.mathType) == kind.rawValue {
        pending += next.list(.mathChild, count: .mathChildCount).reversed()
      } else {
        terms.append(try formula(next, depth: depth + 1))
      }
    }
    return Self.gathered(kind == .plus ? .add : .multiply, terms, empty: .number(kind == .plus ? 0 : 1))
  }

  private func unsupported(_ construct: String) -> SBMLError {
    SBMLError("\(owner): \(construct) is not supported", at: place, in: text)
  }

  // MARK: operators

  /// The formula of an operator; nil when it cannot take so many operands.
  private static func combine(_ kind: MathKind, _ operands: [Formula]) -> Formula? {
    if let simple = simple[kind] {
      return simple.operands.contains(operands.count) ? .apply(simple, operands) : nil
    }
    if let inverse = reciprocals[kind] {
      return operands.count == 1 ? .apply(.divide, [.number(1), .apply(inverse, operands)]) : nil
    }
    if let inverse = ofReciprocal[kind] {
      return operands.count == 1 ? .apply(inverse, [.apply(.divide, [.number(1), operands[0]])]) : nil
    }
    if let relation = relations[kind] {
      // a < b < c holds when each pair of neighbours does.
      let pairs = zip(operands, operands.dropFirst()).map { Formula.apply(relation, [$0, $1]) }
      return gathered(.and, pairs, empty: .apply(.true, []))
    }
    switch kind {
    case .minus:
      if operands.count == 1 { return .apply(.negate, operands) }
      return operands.count == 2 ? .apply(.subtract, operands) : nil
    case .and: return gathered(.and, operands, empty: .apply(.true, []))
    case .or: return gathered(.or, operands, empty: .apply(.false, []))
    case .xor:
      guard let first = operands.first else { return .apply(.false, []) }
      return operands.dropFirst().reduce(first) {
        .apply(.notEqual, [.apply(.not, [$0]), .apply(.not, [$1])])
      }
    case .implies: return operands.count == 2 ? .apply(.or, [.apply(.not, [operands[0]]), operands[1]]) : nil
    case .root: return operands.count == 2 ? root(degree: operands[0], of: operands[1]) : nil
    case .log: return operands.count == 2 ? logarithm(base: operands[0], of: operands[1]) : nil
    case .piecewise: return operands.isEmpty ? .number(.nan) : .apply(.piecewise, operands)
    default: return nil
    }
  }

  /// One operand is itself, none is what the operator leaves unchanged.
  private static func gathered(_ operation: Operator, _ operands: [Formula], empty: Formula) -> Formula {
    operands.count > 1 ? .apply(operation, operands) : operands.first ?? empty
  }

  private static func root(degree: Formula, of operand: Formula) -> Formula {
    degree == .number(2)
      ? .apply(.sqrt, [operand]) : .apply(.power, [operand, .apply(.divide, [.number(1), degree])])
  }

  private static func logarithm(base: Formula, of operand: Formula) -> Formula {
    base == .number(10)
      ? .apply(.log10, [operand]) : .apply(.divide, [.apply(.ln, [operand]), .apply(.ln, [base])])
  }

  private static let simple: [MathKind: Operator] = [
    .divide: .divide, .caret: .power, .power: .power, .abs: .abs, .exp: .exp, .ln: .ln, .floor: .floor,
    .ceiling: .ceil, .factorial: .factorial, .sin: .sin, .cos: .cos, .tan: .tan, .arcsin: .asin, .arccos: .acos,
    .arctan: .atan, .sinh: .sinh, .cosh: .cosh, .tanh: .tanh, .arcsinh: .asinh, .arccosh: .acosh, .arctanh: .atanh,
    .not: .not, .min: .min, .max: .max, .quotient: .quotient, .remainder: .remainder, .delay: .delay,
    .rateOf: .rateOf,
  ]

  private static let reciprocals: [MathKind: Operator] = [
    .sec: .cos, .csc: .sin, .cot: .tan, .sech: .cosh, .csch: .sinh, .coth: .tanh,
  ]

  private static let ofReciprocal: [MathKind: Operator] = [
    .arcsec: .acos, .arccsc: .asin, .arccot: .atan, .arcsech: .acosh, .arccsch: .asinh, .arccoth: .atanh,
  ]

  private static let relations: [MathKind: Operator] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual, .greater: .greater,
    .greaterOrEqual: .greaterOrEqual,
  ]
}
