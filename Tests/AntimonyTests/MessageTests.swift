import Antimony
import Diagnostics
import Formulas
import Networks
import Testing

/// The exact messages of what can be wrong with a text, one by one.
@Suite struct MessageTests {
  struct Case: CustomTestStringConvertible {
    var text: String
    var message: String
    var testDescription: String { text }
    init(_ text: String, _ message: String) {
      self.text = text
      self.message = message
    }
  }

  static let unsupported: [Case] = [
    ("g: --A--B", 4, "-", "DNA strands (--)"), ("x.mean = 3", 1, "x.mean", "distributions and uncertainties (.mean)"),
    ("x.distribution is \"http://a\"", 1, "x.distribution", "distributions and uncertainties (.distribution)"),
    ("P = ... + 1", 5, ".", "DNA strands (…)"), ("J < 5", 1, "J", "flux bounds"), ("3 < J", 1, "3", "flux bounds"),
    ("-10 <= J2 <= 10", 1, "-", "flux bounds"), ("maximize J", 1, "maximize", "objectives (maximize …)"),
    ("o: minimize J", 4, "minimize", "objectives"), ("x'' = 2", 3, "'", "second derivatives ('')"),
    ("gene g", 1, "gene", "genes"), ("var gene g", 5, "gene", "genes"),
    ("const operator o", 7, "operator", "operators"),
    ("DNA d", 1, "DNA", "DNA strands"), ("assert x > 1", 1, "assert", "constraints (assert …)"),
    ("constraint: x > 1", 1, "constraint", "constraints"),
    ("q.r: m()", 1, "q.r", "submodels added to a submodel"),
    ("import \"a.xml\"", 8, "\"a.xml\"", "imports of SBML files"),
  ].map { (line: String, column: Int, token: String, construct: String) in
    Case(
      line,
      "model.ant:1:\(column): error: \(construct) are not supported\n  \(line)\n  "
        + String(repeating: " ", count: column - 1) + String(repeating: "^", count: token.count))
  }

  static let syntax: [Case] = [
    Case("x = ", "model.ant:1:5: error: expected a value, found the end of the text\n  x = \n      ^"),
    Case(
      "x = 1 y = 2",
      "model.ant:1:7: error: expected the end of the statement (\";\" or a new line), found \"y\"\n  x = 1 y = 2\n        ^"
    ),
    Case(
      "x = 1 furlong",
      "model.ant:1:7: error: unknown unit \"furlong\"\n  x = 1 furlong\n        ^^^^^^^\n  declare it: unit furlong = …, from units such as second, hour, gram, litre, mole, dimensionless"
    ),
    Case(
      "x = a b",
      "model.ant:1:7: error: expected the end of the statement (\";\" or a new line), found \"b\"\n  x = a b\n        ^"
    ),
    Case(
      "x",
      "model.ant:1:2: error: expected \"=\", \":=\", \"' =\", \":\", \"->\", \"is\", \"in\" or \"has\" after \"x\", found the end of the text\n  x\n   ^"
    ),
    Case(
      "f(x)",
      "model.ant:1:1: error: unknown model \"f\"\n  f(x)\n  ^"
    ),
    Case("= 3", "model.ant:1:1: error: expected a statement, found \"=\"\n  = 3\n  ^"),
    Case(
      "end",
      "model.ant:1:1: error: expected a statement, found \"end\"\n  end\n  ^^^\n  no model or function is open here"),
    Case("model m()\n x = 1", "model.ant:1:1: error: the model \"m\" is not closed by \"end\"\n  model m()\n  ^^^^^"),
    Case("model m(a, a)\nend", "model.ant:1:12: error: \"a\" is defined twice\n  model m(a, a)\n             ^"),
    Case(
      "model m()\nmodel n()\nend\nend",
      "model.ant:2:1: error: a model cannot stand inside a model\n  model n()\n  ^^^^^\n  is an \"end\" missing before it?"
    ),
    Case(
      "model m()\n  function f(x) x end\nend",
      "model.ant:2:3: error: a function cannot stand inside a model\n    function f(x) x end\n    ^^^^^^^^\n  write it above the model"
    ),
    Case(
      "model *m()\nend\nmodel *n()\nend",
      "model.ant:3:8: error: both \"m\" and \"n\" are marked as the main model\n  model *n()\n         ^"),
    Case(
      "model m()\nend\nmodel m()\nend",
      "model.ant:3:7: error: the model \"m\" is defined twice (first in model.ant, line 1)\n  model m()\n        ^"),
    Case(
      "function f(x) x",
      "model.ant:1:1: error: the function \"f\" is not closed by \"end\"\n  function f(x) x\n  ^^^^^^^^"),
    Case(
      "time = 3", "model.ant:1:1: error: \"time\" is a word of the language and cannot be a name\n  time = 3\n  ^^^^"),
    Case(
      "A -> B; x = 3",
      "model.ant:1:11: error: expected a statement, found \"=\"\n  A -> B; x = 3\n            ^\n  the rate of the reaction stands between two semicolons: A -> B; rate;"
    ),
    Case("A - B; k", "model.ant:1:3: error: expected \"->\" or \"=>\", found \"-\"\n  A - B; k\n    ^"),
    Case("import x", "model.ant:1:8: error: expected a file name in quotes, found \"x\"\n  import x\n         ^"),
    Case("x has", "model.ant:1:6: error: expected a unit, found the end of the text\n  x has\n       ^"),
    Case("\tx = @", "model.ant:1:6: error: expected a value, found \"@\"\n   x = @\n       ^"),
    Case("// é\nπ = 3", "model.ant:2:1: error: unexpected character \"π\"\n  π = 3\n  ^"),
    Case("", "model.ant:1:1: error: the text describes no model\n  \n  ^"),
    Case("// nothing", "model.ant:1:1: error: the text describes no model\n  // nothing\n  ^"),
    Case("import \"x.ant\"", "model.ant:1:8: error: there is no file \"x.ant\"\n  import \"x.ant\"\n         ^^^^^^^"),
  ]

  static let meaning: [Case] = [
    Case(
      "clearance = 1\nx' = -clearence*x; x = 1",
      "model.ant:2:7: error: unknown name \"clearence\"\n  x' = -clearence*x; x = 1\n        ^^^^^^^^^\n  did you mean \"clearance\"?"
    ),
    Case(
      "function hill(x, n) x^n end\ny := hil(2, 3)",
      "model.ant:2:6: error: unknown function \"hil\"\n  y := hil(2, 3)\n       ^^^\n  did you mean \"hill\"?"),
    Case(
      "function hill(x, n) x^n end\ny := hill(2)",
      "model.ant:2:6: error: \"hill\" takes 2 arguments, not 1\n  y := hill(2)\n       ^^^^\n  hill(x, n)"),
    Case(
      "function f(x) x*k end\ny := f(2)",
      "model.ant:1:17: error: unknown name \"k\"\n  function f(x) x*k end\n                  ^\n  a function sees only its arguments: x"
    ),
    Case(
      "function f(x) g(x) end\nfunction g(x) f(x) end\ny := f(2)",
      "model.ant:1:10: error: these functions call each other: \"f\" → \"g\" → \"f\"\n  function f(x) g(x) end\n           ^"
    ),
    Case(
      "y := delay(y, 2)",
      "model.ant:1:6: error: these rules need each other: \"y\" → \"y\"\n  y := delay(y, 2)\n       ^^^^^^^^^^^"),
    Case(
      "model a()\nend\nmodel *b()\n q: aa()\nend",
      "model.ant:4:5: error: unknown model \"aa\"\n   q: aa()\n      ^^\n  did you mean \"a\"?"),
    Case(
      "model a()\n q: b()\nend\nmodel *b()\n q: a()\nend",
      "model.ant:2:5: error: these models contain each other: \"b\" → \"a\" → \"b\"\n   q: b()\n      ^"),
    Case(
      "model a(x)\n x = 1\nend\nmodel *b()\n q: a(u, v)\nend",
      "model.ant:5:5: error: the model \"a\" has 1 port, but 2 are connected\n   q: a(u, v)\n      ^\n  its ports: x"),
    Case(
      "model a()\n level = 1\nend\nmodel *b()\n q: a()\n q.lebel is z\nend",
      "model.ant:6:2: error: unknown name \"q.lebel\"\n   q.lebel is z\n   ^^^^^^^\n  did you mean \"q.level\"?"),
    Case(
      "a := b; b := c\nc := a",
      "model.ant:1:6: error: these rules need each other: \"a\" → \"b\" → \"c\" → \"a\"\n  a := b; b := c\n       ^"),
    Case(
      "a = b; b = a",
      "model.ant:1:5: error: these rules need each other: \"a\" → \"b\" → \"a\"\n  a = b; b = a\n      ^\n  these formulas give values at the start"
    ),
    Case(
      "J: S -> ; S; S = 1\nS' = 2",
      "model.ant:2:6: error: \"S\" is set by a rule and also changed by the reaction \"J\"\n  S' = 2\n       ^\n  make it a boundary species ($S) when the rule alone should set it"
    ),
    Case(
      "const k = 1\nk := 2",
      "model.ant:2:6: error: \"k\" is declared constant and cannot have a rule\n  k := 2\n       ^"),
    Case(
      "k := 2\nk = 1",
      "model.ant:2:1: error: \"k\" has an assignment rule, which holds at all times, and cannot have a value of its own\n  k = 1\n  ^"
    ),
    Case("k' = 2; k = 1\nk := 1", "model.ant:2:1: error: \"k\" has more than one rule\n  k := 1\n  ^"),
    Case("var k", "model.ant:1:5: error: \"k\" has no value\n  var k\n      ^\n  give it one: k = …"),
    Case(
      "compartment c; species A in c",
      "model.ant:1:13: error: \"c\" has no value\n  compartment c; species A in c\n              ^\n  give it a size: c = …"
    ),
    Case(
      "compartment A = 1\nA -> ; 1",
      "model.ant:2:1: error: \"A\" is a compartment, but a species is needed here\n  A -> ; 1\n  ^"),
    Case(
      "J: A -> ; 1\nJ: A -> ; 2", "model.ant:2:1: error: \"J\" is defined twice (first on line 1)\n  J: A -> ; 2\n  ^"),
    Case(
      "x has mgg; x = 1",
      "model.ant:1:7: error: unknown unit \"mgg\"\n  x has mgg; x = 1\n        ^^^\n  did you mean \"mg\"?"),
    Case("unit u = v; unit v = u; x has u; x = 1", "model.ant:1:10: error: the unit \"u\" is defined by itself"),
    Case(
      "a has mg; b has L; a = 1; b = 2\nc := a + b",
      "model.ant:2:6: error: \"a\" in mg and \"b\" in L cannot be added\n  c := a + b\n       ^^^^^"),
    Case(
      "a has mg; b has ug; a = 1; b = 2\nc := a - b",
      "model.ant:2:6: error: \"a\" in mg and \"b\" in ug cannot be subtracted\n  c := a - b\n       ^^^^^\n  1 ug is 0.001 mg"
    ),
    Case(
      "a has mg; b has L; a = 1\nb := a",
      "model.ant:2:6: error: \"b\" is in L, but its formula is in mg\n  b := a\n       ^"),
    Case(
      "time_unit = hour\na has mg; k has 1/day; a = 1; k = 1\na' = -k*a",
      "model.ant:3:6: error: \"a'\" is in mg/hour, but its formula is in 1/day*mg\n  a' = -k*a\n       ^^^^\n  1 1/day*mg is 0.0416666667 mg/hour"
    ),
    Case(
      "time_unit = hour; compartment V = 1 litre; species S in V = 1; S has mg/L; k = 1 mg\nJ: S -> ; k",
      "model.ant:2:1: error: \"J\" is in mg/L*litre/hour, but its formula is in mg"),
    Case(
      "model a()\n x = 1; x has mg\nend\nmodel *b()\n q: a()\n y = 2; y has L\n q.x is y\nend",
      "model.ant:7:2: error: \"q.x\" cannot be \"y\": one is in mg, the other in L\n   q.x is y\n   ^^^"),
    Case(
      "model a()\n x = 1; x has mg\nend\nmodel *b()\n q: a()\n y = 2; y has ug\n q.x is y\nend",
      "model.ant:7:2: error: \"q.x\" cannot be \"y\": one is in mg, the other in ug\n   q.x is y\n   ^^^\n  1 mg is 1000 ug"
    ),
    Case(
      "model a()\n x := time\nend\nmodel *b()\n y' = 1; y = 0\n q: a()\n y is q.x\nend",
      "model.ant:7:2: error: \"q.x\" has more than one rule\n   y is q.x\n   ^"),
    Case(
      "species S = 1; compartment c = 1\nS is c",
      "model.ant:2:1: error: \"S\" cannot be \"c\": one is a species, the other a compartment\n  S is c\n  ^"),
    Case(
      "J: S -> ; 1; K: S -> ; 2\nJ is K",
      "model.ant:2:1: error: \"J\" cannot be \"K\": both are reactions of the same model\n  J is K\n  ^"),
    Case(
      "model a()\n time_unit = second; x = 1\nend\nmodel *b()\n time_unit = hour\n q: a()\nend",
      "model.ant:2:14: error: the submodel \"q\" counts time in second, the model in hour\n   time_unit = second; x = 1\n               ^^^^^^\n  submodels share the time of the model that holds them"
    ),
  ]

  private func check(_ item: Case) {
    do {
      _ = try read(item.text)
      Issue.record("no error")
    } catch {
      let text = Message.text(error)
      #expect(text == item.message || text.hasPrefix(item.message + "\n"), "\(text)")
    }
  }

  @Test(arguments: unsupported) func namesWhatIsNotSupported(_ item: Case) { check(item) }
  @Test(arguments: syntax) func explainsSyntax(_ item: Case) { check(item) }
  @Test(arguments: meaning) func explainsMeaning(_ item: Case) { check(item) }

  @Test func showsSeveralProblems() {
    #expect {
      try read("x = \ny = 3 +\nmodel m()\n  z == 2\nend\nw = )")
    } throws: { error in
      let lines = Message.text(error).split(separator: "\n").filter { $0.hasPrefix("model.ant") }
      return lines.map { $0.prefix(14) } == ["model.ant:1:5:", "model.ant:2:8:", "model.ant:4:5:", "model.ant:6:5:"]
    }
    #expect {
      try read("a = b1; c = d1; e := f1")
    } throws: { Message.text($0).split(separator: "\n").filter { $0.contains("unknown name") }.count == 3 }
  }

  @Test func warnsOfWhatIsSuspicious() throws {
    func warnings(_ text: String) throws -> [String] { try read("time_unit = hour\n" + text).warnings.map(\.problem) }
    #expect(try warnings("x = 1; x = 2") == ["\"x\" is given a second time; the later one counts"])
    #expect(try warnings("x := 1; x := time") == ["\"x\" is given a second time; the later one counts"])
    #expect(try warnings("J: A -> B;") == ["the reaction \"J\" has no rate and does not run"])
    #expect(try warnings("x = 1 mg; y := exp(x)") == ["\"x\" in mg stands where \"exp\" needs a pure number"])
    #expect(try warnings("x = 1 mg; z = 1 L; y := x + 2*z") == ["\"x\" in mg and \"2*z\" in L cannot be added"])
    #expect(
      try read("x' = 1; x = 0").warnings.map(\.problem) == [
        "the model declares no unit of time; times are shown without a unit"
      ])
    #expect(try read("x = 1; y := x").warnings.isEmpty)
    #expect(
      try read(
        "time_unit = s\nq: m(); p = 5; p is q.a\nmodel m()\n a = 1\nend\n".replacing(
          "q: m(); p = 5; p is q.a\n", with: "")
          + "model *o()\n q: m(); p = 5; p is q.a\nend"
      ).warnings.map(\.problem)
        == ["what \"p\" was given is replaced by the definition of \"q.a\""])
  }
}
