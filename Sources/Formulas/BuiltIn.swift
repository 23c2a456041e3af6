/// The names that the infix language knows by itself.
///
/// `log` is the natural logarithm, as Antimony reads it; with two arguments the first is the base.
package enum BuiltIn {
  /// A built-in function: how many arguments it takes and the formula it stands for.
  package struct Function: Sendable {
    package let counts: ClosedRange<Int>
    package let build: @Sendable ([Formula]) -> Formula

    /// The counts as a message says them.
    package var expectation: String {
      if counts.lowerBound == counts.upperBound {
        return counts.lowerBound == 1 ? "1 argument" : "\(counts.lowerBound) arguments"
      }
      return counts.upperBound == Int.max
        ? "at least \(counts.lowerBound) argument\(counts.lowerBound == 1 ? "" : "s")"
        : "\(counts.lowerBound) to \(counts.upperBound) arguments"
    }
  }

  /// The number of particles in a mole that SBML level 3 fixes (CODATA 2006).
  package static let avogadro = 6.02214179e23

  /// What a reserved name stands for, or nil when the name is free.
  package static func constant(_ name: String) -> Formula? {
    // Most names are none of these: their first letters tell.
    switch name.utf8.first {
    case UInt8(ascii: "t"), UInt8(ascii: "p"), UInt8(ascii: "e"), UInt8(ascii: "a"), UInt8(ascii: "i"),
      UInt8(ascii: "n"), UInt8(ascii: "f"), UInt8(ascii: "I"), UInt8(ascii: "N"):
      break
    default: return nil
    }
    return switch name {
    case "time": .time
    case "pi": .number(Double.pi)
    case "exponentiale": .number(2.718281828459045)
    case "avogadro": .number(avogadro)
    case "inf", "infinity", "INF": .number(Double.infinity)
    case "nan", "notanumber", "NaN", "NAN": .number(Double.nan)
    case "true": .apply(.true, [])
    case "false": .apply(.false, [])
    default: nil
    }
  }

  /// The built-in function of this name.
  package static func function(_ name: String) -> Function? { functions[name] }

  /// Names of all built-in functions, for hints.
  package static var functionNames: some Sequence<String> { functions.keys }

  /// Functions of the language that no formula here can express: random draws.
  package static let unsupported: Set<String> = [
    "normal", "truncatedNormal", "uniform", "exponential", "truncatedExponential", "gamma",
    "truncatedGamma", "poisson", "truncatedPoisson", "bernoulli", "binomial", "truncatedBinomial", "cauchy",
    "truncatedCauchy", "chisquare", "truncatedChisquare", "laplace", "truncatedLaplace", "lognormal",
    "truncatedLognormal", "rayleigh", "truncatedRayleigh",
  ]

  /// Whether an odd number of conditions hold.
  private static func parity(of conditions: [Formula]) -> Formula {
    func number(_ condition: Formula) -> Formula { .apply(.not, [.apply(.not, [condition])]) }
    switch conditions.count {
    case 0: return .apply(.false, [])
    case 1: return number(conditions[0])
    case 2: return .apply(.notEqual, conditions.map { .apply(.not, [$0]) })
    default:
      return .apply(.notEqual, [.apply(.remainder, [.apply(.add, conditions.map(number)), .number(2)]), .number(0)])
    }
  }

  private static let functions: [String: Function] = {
    var table: [String: Function] = [:]
    func plain(_ symbol: Operator, _ names: String...) {
      for name in names {
        table[name] = Function(counts: symbol.operands) { .apply(symbol, $0) }
      }
    }
    func derived(_ counts: ClosedRange<Int>, _ names: String..., build: @escaping @Sendable ([Formula]) -> Formula) {
      for name in names { table[name] = Function(counts: counts, build: build) }
    }
    plain(.exp, "exp")
    plain(.ln, "ln")
    plain(.log10, "log10")
    plain(.abs, "abs")
    plain(.floor, "floor")
    plain(.ceil, "ceil", "ceiling")
    plain(.factorial, "factorial")
    plain(.sqrt, "sqrt")
    plain(.sin, "sin")
    plain(.cos, "cos")
    plain(.tan, "tan")
    plain(.asin, "asin", "arcsin")
    plain(.acos, "acos", "arccos")
    plain(.atan, "atan", "arctan")
    plain(.sinh, "sinh")
    plain(.cosh, "cosh")
    plain(.tanh, "tanh")
    plain(.asinh, "asinh", "arcsinh")
    plain(.acosh, "acosh", "arccosh")
    plain(.atanh, "atanh", "arctanh")
    plain(.min, "min")
    plain(.max, "max")
    plain(.quotient, "quotient")
    plain(.remainder, "rem")
    plain(.power, "pow", "power")
    plain(.divide, "divide")
    plain(.less, "lt")
    plain(.lessOrEqual, "leq")
    plain(.greater, "gt")
    plain(.greaterOrEqual, "geq")
    plain(.equal, "eq")
    plain(.notEqual, "neq")
    plain(.not, "not")
    plain(.piecewise, "piecewise")
    plain(.delay, "delay")
    plain(.rateOf, "rateOf")
    // Of nothing: what changes nothing, as in SBML.
    for (name, symbol, none) in [
      ("plus", Operator.add, Formula.number(0)), ("times", .multiply, .number(1)), ("and", .and, .apply(.true, [])),
      ("or", .or, .apply(.false, [])),
    ] {
      derived(0...Int.max, name) { $0.isEmpty ? none : $0.count == 1 ? $0[0] : .apply(symbol, $0) }
    }
    derived(1...2, "minus") { .apply($0.count == 1 ? .negate : .subtract, $0) }
    derived(1...1, "sqr") { .apply(.power, [$0[0], .number(2)]) }
    derived(2...2, "root") { .apply(.power, [$0[1], .apply(.divide, [.number(1), $0[0]])]) }
    derived(1...2, "log") {
      $0.count == 1 ? .apply(.ln, $0) : .apply(.divide, [.apply(.ln, [$0[1]]), .apply(.ln, [$0[0]])])
    }
    derived(0...Int.max, "xor") { parity(of: $0) }
    derived(2...2, "implies") { .apply(.or, [.apply(.not, [$0[0]]), $0[1]]) }
    for (name, symbol) in [
      ("sec", Operator.cos), ("csc", .sin), ("cot", .tan), ("sech", .cosh), ("csch", .sinh), ("coth", .tanh),
    ] {
      derived(1...1, name) { .apply(.divide, [.number(1), .apply(symbol, $0)]) }
    }
    for (name, symbol) in [
      ("sec", Operator.acos), ("csc", .asin), ("cot", .atan), ("sech", .acosh), ("csch", .asinh), ("coth", .atanh),
    ] {
      derived(1...1, "arc" + name, "a" + name) { .apply(symbol, [.apply(.divide, [.number(1), $0[0]])]) }
    }
    return table
  }()
}
