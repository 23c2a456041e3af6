import Formulas
import Testing

@Suite struct FormulaToolTests {
  @Test func collectsSymbols() throws {
    let formula = try Formula(parsing: "a + b*f(c, a)^time - piecewise(d, a > e, 1)")
    #expect(formula.symbolNames == ["a", "b", "c", "d", "e"])
    #expect(formula.mentionsTime)
    #expect(try !Formula(parsing: "a + b").mentionsTime)
    var calls: [String] = []
    formula.forEachCall { calls.append("\($0)/\($1)") }
    #expect(calls == ["f/2"])
  }

  @Test func replacesSymbols() throws {
    let formula = try Formula(parsing: "a^2 + f(a, b)")
    let replaced = try formula.replacingSymbols { $0 == "a" ? try Formula(parsing: "x + 1") : nil }
    #expect(replaced.description == "(x + 1)^2 + f(x + 1, b)")
  }

  @Test(arguments: [
    ("1 + 2*3", "7"), ("a + 1 + 2", "a + 1 + 2"), ("a*(2^3)", "a*8"), ("exp(0)*a", "1*a"), ("f(1 + 1)", "f(2)"),
    ("piecewise(1, 2 > 1, a)", "piecewise(1, 1, a)"), ("1/0 + a", "inf + a"),
  ])
  func foldsNumbers(_ text: String, _ folded: String) throws {
    #expect(try Formula(parsing: text).folded.description == folded)
  }

  @Test func evaluatesOnlyWhatIsKnown() throws {
    let formula = try Formula(parsing: "a + f(b)")
    #expect(formula.evaluate { $0 == "a" ? 1 : 2 } == nil)
    #expect(formula.evaluate(call: { $0 == "f" ? $1[0] * 10 : nil }, { $0 == "a" ? 1 : 2 }) == 21)
    #expect(formula.evaluate(call: { _, x in x[0] }, { $0 == "a" ? 1 : nil }) == nil)
    // The branch that is not taken need not be known.
    #expect(try Formula(parsing: "piecewise(1, 1 > 0, unknown)").constantValue == 1)
    #expect(try Formula(parsing: "piecewise(1, 1 < 0)").constantValue?.isNaN == true)
  }

  @Test func measuresTrees() throws {
    let formula = try Formula(parsing: "a*(b + c)")
    #expect(formula.size == 5)
    #expect(formula.depth == 3)
    #expect(formula.with(operands: [.number(1), .number(2)]) == .apply(.multiply, [.number(1), .number(2)]))
  }
}
