import Formulas
import Testing

@Suite struct FormulaPrinterTests {
  @Test(arguments: [
    "a + b + c", "a - b - c", "a - (b - c)", "a + (b + c)", "(a + b) + c", "a*b*c", "a*(b*c)", "(a*b)*c", "a/b/c",
    "a/(b/c)",
    "a/(b*c)", "a/b*c", "a*b/c", "-a^2", "(-a)^2", "(-2)^a", "a^b^c", "(a^b)^c", "a^-b", "2^-1", "a - -b", "a + -b",
    "-(a + b)", "-a*b", "-(a*b)", "!(a < b)", "!a && b", "a && b || c", "a && (b || c)", "(a < b) == c",
    "a < b && b < c",
    "f(a, g(b))", "piecewise(a, b > c, d)", "sin(a)^2", "min(a, b)*max(c)", "true && !false", "a % b % c", "1e-09*a",
    "time*x.y.z", "(a < b) + 1", "(a && b)*c", "a*(-b)", "2 - 3", "-3 - -4",
  ])
  func roundTrips(_ text: String) throws {
    let formula = try Formula(parsing: text)
    let again = try Formula(parsing: formula.description)
    #expect(again == formula, "\(text) printed as \(formula.description)")
    #expect(again.description == formula.description)
  }

  @Test(arguments: [
    ("((a))", "a"), ("(a*b)+(c)", "a*b + c"), ("a-(b)-c+-d", "a - b - c - d"), ("(a)^(2)", "a^2"),
    ("(a*b)/(c)", "a*b/c"), ("1.0*x", "1*x"), ("( a > b )&&( c )", "a > b && c"),
  ])
  func needsFewParentheses(_ text: String, _ printed: String) throws {
    #expect(try Formula(parsing: text).description == printed)
  }

  /// Any tree that the parser can make prints as a text that means the same.
  @Test func roundTripsRandomTrees() throws {
    var generator = SplitMix(seed: 7)
    for _ in 0..<3_000 {
      let formula = Self.random(5, &generator)
      let text = formula.description
      let again = try Formula(parsing: text)
      #expect(again.description == text)
      let (a, b) = (Self.value(formula), Self.value(again))
      #expect(a == b || (a.isNaN && b.isNaN) || abs(a - b) <= 1e-9 * abs(a), "\(text): \(a) and \(b)")
    }
  }

  private static func value(_ formula: Formula) -> Double {
    let values = ["a": 1.25, "b": -0.5, "x.y": 3]
    return formula.evaluate(time: 0.75, call: { $0 == "f" ? $1[0] + 2 * $1[1] : nil }, { values[$0] }) ?? .nan
  }

  private static func random(_ depth: Int, _ generator: inout SplitMix) -> Formula {
    func operand() -> Formula { random(depth - 1, &generator) }
    if depth == 0 || Int.random(in: 0..<5, using: &generator) == 0 {
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: return .number(Double(Int.random(in: -4...4, using: &generator)) / 2)
      case 1: return .time
      default: return .symbol(["a", "b", "x.y"].randomElement(using: &generator) ?? "a")
      }
    }
    switch Int.random(in: 0..<14, using: &generator) {
    case 0: return .apply(.add, (0..<Int.random(in: 2...4, using: &generator)).map { _ in operand() })
    case 1: return .apply(.multiply, (0..<Int.random(in: 2...4, using: &generator)).map { _ in operand() })
    case 2: return .apply(.subtract, [operand(), operand()])
    case 3: return .apply(.divide, [operand(), operand()])
    case 4: return .apply(.power, [operand(), operand()])
    case 5:
      // The parser reads the negative of a number as a number.
      let operand = operand()
      if case .number(let value) = operand { return .number(-value) }
      return .apply(.negate, [operand])
    case 6: return .apply(.not, [operand()])
    case 7: return .apply([.and, .or].randomElement(using: &generator) ?? .and, [operand(), operand(), operand()])
    case 8:
      return .apply(
        [.less, .equal, .greaterOrEqual].randomElement(using: &generator) ?? .less, [operand(), operand()])
    case 9: return .apply([.exp, .sin, .abs, .tanh].randomElement(using: &generator) ?? .exp, [operand()])
    case 10: return .apply(.piecewise, [operand(), operand(), operand()])
    case 11: return .apply(.remainder, [operand(), operand()])
    case 12: return .call("f", [operand(), operand()])
    default: return .apply(.max, [operand(), operand()])
    }
  }
}

/// A small generator with a seed (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195), so that tests repeat.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
