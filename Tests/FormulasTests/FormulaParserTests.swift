import Diagnostics
import Formulas
import Testing

@Suite struct FormulaParserTests {
  private func parse(_ text: String) throws -> Formula { try Formula(parsing: text) }

  @Test(arguments: [
    // precedence: -a^2 is -(a^2), exponents group from the right and may be signed
    ("-2^2", -4.0), ("2^3^2", 512), ("2^-1", 0.5), ("(-2)^2", 4), ("2*-3", -6), ("-2*3", -6), ("- -2", 2), ("+2", 2),
    ("2^-2^2", 0.0625),
    // left to right
    ("8/4/2", 1), ("8 - 4 - 2", 2), ("8 - 4 + 2", 6), ("2*3/4*2", 3), ("7 % 4", 3), ("-7 % 4", -3), ("8 - (4 - 2)", 6),
    ("1 - 2*3", -5), ("(1 - 2)*3", -3),
    // conditions; && and || bind alike, from the left
    ("1 < 2", 1), ("2 <= 1", 0), ("1 || 0 && 0", 0), ("0 && 1 || 1", 1), ("1 < 2 < 3", 1), ("1 < 3 < 2", 0),
    ("!(1 > 2) && 3 != 4", 1), ("!0", 1), ("1 + 1 == 2", 1), ("!(2)^2 == 0", 1),
    // numbers
    ("1e3", 1000), (".5", 0.5), ("2.", 2), ("1.5E-1", 0.15), ("1e+2", 100),
    // functions
    ("sqrt(16)", 4), ("log(exponentiale)", 1), ("log(2, 8)", 3), ("root(3, 27)", 3), ("max(1, 3, 2)", 3),
    ("min(1, 3, 2)", 1), ("pow(2, 3)", 8), ("sqr(3)", 9), ("factorial(4)", 24), ("quotient(7, 2)", 3),
    ("quotient(-7, 2)", -3), ("rem(7, 2)", 1), ("floor(-1.5)", -2), ("ceiling(-1.5)", -1), ("abs(-3)", 3),
    ("piecewise(1, 2 > 1, 5)", 1), ("piecewise(1, 2 < 1, 2, 3 < 1, 5)", 5), ("xor(1 > 0, 2 > 0)", 0),
    ("implies(1 > 2, 3 > 4)", 1), ("plus(1, 2, 3)", 6), ("times(2, 3)", 6), ("minus(3)", -3), ("gt(2, 1)", 1),
    ("avogadro/1e23", 6.02214179), ("exp(ln(5))", 5), ("log10(1000)", 3), ("sec(0)", 1),
  ])
  func computes(_ text: String, _ expected: Double) throws {
    let value = try #require(parse(text).constantValue)
    #expect(abs(value - expected) <= 1e-14 * max(1, abs(expected)), "\(text) gave \(value)")
  }

  @Test func readsReservedNames() throws {
    #expect(try parse("time") == .time)
    #expect(try parse("inf").constantValue == .infinity)
    #expect(try parse("nan").constantValue?.isNaN == true)
    #expect(try parse("pi") == .number(Double.pi))
    #expect(try parse("e") == .symbol("e"))
    #expect(try parse("ketamine.Cc") == .symbol("ketamine.Cc"))
    #expect(try parse("f(x, 2)") == .call("f", [.symbol("x"), .number(2)]))
  }

  @Test func keepsSumsFlat() throws {
    let formula = try parse("a - b + c - d")
    #expect(
      formula
        == .apply(.add, [.symbol("a"), .apply(.negate, [.symbol("b")]), .symbol("c"), .apply(.negate, [.symbol("d")])]))
    let long = try parse(Array(repeating: "x", count: 20_000).joined(separator: " - "))
    #expect(long.depth == 3)
    #expect(long.evaluate { _ in 1 } == -19_998)
  }

  @Test(arguments: [
    ("", "formula:1:1: error: expected a value, found the end of the text\n  \n  ^"),
    ("a +", "formula:1:4: error: expected a value, found the end of the text\n  a +\n     ^"),
    ("(a", "formula:1:3: error: expected \")\", found the end of the text\n  (a\n    ^"),
    ("a b", "formula:1:3: error: expected the end of the formula, found \"b\"\n  a b\n    ^"),
    ("sin(1, 2)", "formula:1:1: error: \"sin\" takes 1 argument, not 2\n  sin(1, 2)\n  ^^^"),
    ("piecewise()", "formula:1:1: error: \"piecewise\" takes at least 1 argument, not 0\n  piecewise()\n  ^^^^^^^^^"),
    ("1e999", "formula:1:1: error: \"1e999\" is not a number that can be represented\n  1e999\n  ^^^^^"),
    ("a ~ b", "formula:1:3: error: unexpected character \"~\"\n  a ~ b\n    ^"),
    ("a * é", "formula:1:5: error: unexpected character \"é\"\n  a * é\n      ^"),
    ("/* é */ $", "formula:1:9: error: expected a value, found \"$\"\n  /* é */ $\n          ^"),
    (
      "a /* b",
      "formula:1:3: error: the comment that begins here never ends\n  a /* b\n    ^^\n  a comment ends with */"
    ),
    ("\"a", "formula:1:1: error: the text that begins here never ends\n  \"a\n  ^"),
    ("a\u{1}b", "formula:1:2: error: unexpected character \"0x01\"\n  a b\n   ^"),
  ])
  func explainsWhatIsWrong(_ text: String, _ message: String) {
    #expect { try parse(text) } throws: { Message.text($0) == message }
  }

  @Test(arguments: ["(", "-", "!", "2^", "f(", "sin("])
  func refusesDeepNesting(_ opening: String) {
    let text = String(repeating: opening, count: 100_000) + "1"
    #expect { try parse(text) } throws: { Message.text($0).contains("nested more than 256 levels deep") }
  }

  @Test func boundsDepthThroughChains() {
    // Divisions nest to the left; their depth counts as well.
    let text = Array(repeating: "a", count: 300).joined(separator: "/")
    #expect(throws: FormulaError.self) { try parse(text) }
    #expect(throws: Never.self) { try parse(Array(repeating: "a", count: 200).joined(separator: "/")) }
  }

  @Test func placesNames() throws {
    var cursor = TokenCursor(
      try Lexer.tokenize(SourceText(name: "x.ant", text: "a +\\\n  sub.b*f(c) + 3 mole")))
    _ = try cursor.parseFormula()
    let (uses, units) = cursor.takeUses()
    #expect(uses.map(\.name) == ["a", "sub.b", "c", "f"])
    #expect(uses[1].place == SourcePlace(file: "x.ant", line: 2, column: 3, length: 5))
    #expect(uses[3].argumentCount == 1)
    #expect(units.map(\.name) == ["mole"])
  }
}
