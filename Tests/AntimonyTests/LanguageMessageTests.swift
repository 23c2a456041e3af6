import Antimony
import Diagnostics
import Networks
import Testing

/// The exact messages of what can be wrong with events, algebraic rules, stoichiometries, deletions and conversions.
@Suite struct LanguageMessageTests {
  typealias Case = MessageTests.Case

  static let cases: [Case] = [
    Case(
      "time_unit = second\nx' = 1; x = 0\nE: at x > 1, Priority = 2: x = 0",
      "model.ant:3:14: error: \"Priority\" is not an option of an event\n  E: at x > 1, Priority = 2: x = 0\n               ^^^^^^^^\n  did you mean \"priority\"?"
    ),
    Case(
      "E: at x > 1, prioritty = 2: x = 0",
      "model.ant:1:14: error: \"prioritty\" is not an option of an event\n  E: at x > 1, prioritty = 2: x = 0\n               ^^^^^^^^^\n  did you mean \"priority\"?"
    ),
    Case(
      "E: at x > 1, t0 = 0: x = 0",
      "model.ant:1:19: error: expected \"true\" or \"false\", found \"0\"\n  E: at x > 1, t0 = 0: x = 0\n                    ^"
    ),
    Case(
      "E: at x > 1, t0: x = 0",
      "model.ant:1:16: error: expected \"=\" after \"t0\", found \":\"\n  E: at x > 1, t0: x = 0\n                 ^"
    ),
    Case(
      "E: at x > 1 x = 0",
      "model.ant:1:13: error: expected \"after\", \",\" or \":\", found \"x\"\n  E: at x > 1 x = 0\n              ^"
    ),
    Case(
      "E: at 2 after x > 1 x = 0",
      "model.ant:1:21: error: expected \",\" or \":\", found \"x\"\n  E: at 2 after x > 1 x = 0\n                      ^"
    ),
    Case(
      "E: at x > 1: x := 0",
      "model.ant:1:16: error: expected \"=\" after \"x\", found \":=\"\n  E: at x > 1: x := 0\n                 ^^"
    ),
    Case(
      "E: at x > 1: x = 0, = 3",
      "model.ant:1:21: error: expected the name of what the event changes, found \"=\"\n  E: at x > 1: x = 0, = 3\n                      ^"
    ),
    Case(
      "x = 1\nE: at y > 1: x = 0",
      "model.ant:2:7: error: unknown name \"y\"\n  E: at y > 1: x = 0\n        ^\n  known: x"
    ),
    Case(
      "x = 1\nE: at x > 1: y = 0",
      "model.ant:2:14: error: unknown name \"y\"\n  E: at x > 1: y = 0\n               ^"
    ),
    Case(
      "const k = 1; x' = 1; x = 0\nE: at x > 1: k = 2",
      "model.ant:2:14: error: \"k\" is declared constant and cannot be changed by an event\n  E: at x > 1: k = 2\n               ^"
    ),
    Case(
      "x' = 1; x = 0; y := x\nE: at x > 1: y = 2",
      "model.ant:2:14: error: \"y\" has an assignment rule and cannot be changed by an event\n  E: at x > 1: y = 2\n               ^"
    ),
    Case(
      "J: A -> ; 1; x' = 1; x = 0\nE: at x > 1: J = 2",
      "model.ant:2:14: error: \"J\" is a reaction, but a quantity is needed here\n  E: at x > 1: J = 2\n               ^"
    ),
    Case(
      "x' = 1; x = 0\nE: at x > 1: x = 2, x = 3",
      "model.ant:2:21: error: the event \"E\" changes \"x\" twice\n  E: at x > 1: x = 2, x = 3\n                      ^"
    ),
    Case(
      "x' = 1; x = 0\nE: at x > 1: x = 2\nE: at x > 2: x = 2",
      "model.ant:3:1: error: \"E\" is defined twice (first on line 2)\n  E: at x > 2: x = 2\n  ^"
    ),
    Case(
      "x' = 1; x = 0\nE: at x > 1: x = 2\ny := E",
      "model.ant:3:6: error: \"E\" is an event, but a quantity is needed here\n  y := E\n       ^"
    ),
    Case(
      "x = 1\ny := rateOf(2*x)",
      "model.ant:2:6: error: \"rateOf\" takes the name of a quantity, not a formula\n  y := rateOf(2*x)\n       ^^^^^^"
    ),
    Case(
      "x = 1\nJ: A -> ; 1\ny := rateOf(J)",
      "model.ant:3:6: error: \"J\" is a reaction, but a quantity is needed here\n  y := rateOf(J)\n       ^^^^^^^^^"
    ),
    Case(
      "x = 1; x.sboTerm = 12345678",
      "model.ant:1:20: error: \"12345678\" is not the number of a term of the Systems Biology Ontology\n  x = 1; x.sboTerm = 12345678\n                     ^^^^^^^^"
    ),
    Case(
      "x = 1; x.sboTerm = SBO:one",
      "model.ant:1:24: error: expected a term of the Systems Biology Ontology (SBO:0000236), found \"one\"\n  x = 1; x.sboTerm = SBO:one\n                         ^^^"
    ),
    Case(
      "species n = 2\nJ: n A -> B; 1",
      "model.ant:2:4: error: \"n\" is a species, but a stoichiometry is needed here\n  J: n A -> B; 1\n     ^"
    ),
    Case(
      "J: n A -> B; 1",
      "model.ant:1:4: error: unknown name \"n\"\n  J: n A -> B; 1\n     ^\n  known: A, B, J, default_compartment"
    ),
    Case(
      "x = 2\ndelete x",
      "model.ant:2:8: error: \"x\" cannot be deleted: only elements of submodels can be deleted\n  delete x\n         ^"
    ),
    Case(
      "model a()\n  x = 1; y := 2*x\nend\nmodel *b()\n  q: a()\n  delete q.x\n  q.x = 3\nend",
      "model.ant:7:3: error: \"q.x\" has been deleted\n    q.x = 3\n    ^^^"
    ),
    Case(
      "model a()\n  x = 1\nend\nmodel *b()\n  q: a()\n  q.x is z\n  delete q.x\nend",
      "model.ant:7:10: error: \"q.x\" cannot be deleted: it is one with \"z\"\n    delete q.x\n           ^^^"
    ),
    Case(
      "model a()\n  x = 1\nend\nmodel *b()\n  q: a()\n  delete q.z\nend",
      "model.ant:6:10: error: unknown name \"q.z\"\n    delete q.z\n           ^^^\n  did you mean \"q.x\"?"
    ),
    Case(
      "model a()\n  x = 1\nend\nmodel *b()\n  q: a(), timconv = 3\nend",
      "model.ant:5:11: error: \"timconv\" is not an option of a submodel\n    q: a(), timconv = 3\n            ^^^^^^^\n  a submodel has timeconv and extentconv"
    ),
    Case(
      "model a()\n  x = 1\nend\nmodel *b()\n  q: a(), timeconv = 0\nend",
      "model.ant:5:22: error: a conversion factor must be a number that is not 0, or the name of a constant\n    q: a(), timeconv = 0\n                       ^"
    ),
    Case(
      "model a()\n  x = 1\nend\nmodel *b()\n  f' = 1; f = 2\n  q: a(), timeconv = f\nend",
      "model.ant:6:22: error: \"f\" is a conversion factor and must be constant\n    q: a(), timeconv = f\n                       ^"
    ),
    Case(
      "model a()\n  x = 1\nend\nmodel *b()\n  q: a(), extentconv = g\nend",
      "model.ant:5:24: error: unknown name \"g\"\n    q: a(), extentconv = g\n                         ^"
    ),
    Case(
      "function ramp(k) k*time end\nmodel a()\n  x := ramp(2)\nend\nmodel *b()\n  q: a(), timeconv = 60\nend",
      "model.ant:3:8: error: the submodel \"q\" converts time and cannot call \"ramp\", which mentions time\n    x := ramp(2)\n         ^^^^"
    ),
    Case(
      "compartment c = 1, d = 2\nc in d\nd in c",
      "model.ant:3:1: error: the compartment \"d\" cannot be inside itself\n  d in c\n  ^"
    ),
    Case(
      "time_unit = hour\na has minute; a = 3\nx = 1; x' = 2\ny := delay(x, a)",
      "model.ant:4:6: error: \"a\" in minute stands where a duration in hour is needed\n  y := delay(x, a)\n       ^^^^^^^^^^^\n  1 minute is 0.0166666667 hour"
    ),
    Case(
      "time_unit = hour\na has minute; a = 3\nx = 1; x' = 2\nat a after x > 2: x = 1",
      "model.ant:4:1: error: \"the delay of _E0\" is in hour, but its formula is in minute\n  at a after x > 2: x = 1\n  ^^\n  1 minute is 0.0166666667 hour"
    ),
    Case(
      "time_unit = hour\nx = 1; x' = 2; x has mg; b has mL; b = 1\nat x > b: x = 1",
      "model.ant:3:1: error: \"x\" in mg and \"b\" in mL cannot be compared\n  at x > b: x = 1\n  ^^"
    ),
    Case(
      "time_unit = hour\nx = 1; x' = 2; x has mg; b has mL; b = 1\nat x > 3: x = b",
      "model.ant:3:1: error: \"x\" is in mg, but its formula is in mL\n  at x > 3: x = b\n  ^^"
    ),
    Case(
      "time_unit = second\nA -> B; A -o J\nE = 2\nJ: C -> ; 1",
      "model.ant:2:14: error: expected the end of the statement (\";\" or a new line), found \"J\"\n  A -> B; A -o J\n               ^"
    ),
    Case(
      "i: A -o K;\nA = 1",
      "model.ant:1:9: error: unknown name \"K\"\n  i: A -o K;\n          ^\n  known: A"
    ),
    Case(
      "i: A -o k;\nA = 1; k = 2",
      "model.ant:1:9: error: \"k\" is a parameter, but a reaction is needed here\n  i: A -o k;\n          ^"
    ),
    Case(
      "x = rateOf(y); y' = x\ny = 2\nz' = rateOf(w); w' = rateOf(z); z = 1; w = 1",
      "model.ant:3:22: error: these rules need each other: \"w'\" → \"z'\" → \"w'\"\n  z' = rateOf(w); w' = rateOf(z); z = 1; w = 1\n                       ^^^^^^^^^"
    ),
    Case(
      "after = 3",
      "model.ant:1:1: error: \"after\" is a word of the language and cannot be a name\n  after = 3\n  ^^^^^"
    ),
    Case(
      "R: 0 = x - 1\nR: 0 = x - 2\nvar x",
      "model.ant:2:1: error: \"R\" is defined twice (first on line 1)\n  R: 0 = x - 2\n  ^"
    ),
    Case(
      "P = 3\nP: at time > 2: P = 3",
      "model.ant:2:1: error: \"P\" is defined twice (first on line 1)\n  P: at time > 2: P = 3\n  ^"
    ),
    Case(
      "A in c",
      "model.ant:1:6: error: \"c\" has no value\n  A in c\n       ^\n  give it a size: c = …"
    ),
    Case(
      "0 = x + y",
      "model.ant:1:5: error: unknown name \"x\"\n  0 = x + y\n      ^\nmodel.ant:1:9: error: unknown name \"y\"\n  0 = x + y\n          ^"
    ),
  ]

  @Test(arguments: cases) func explains(_ item: Case) {
    do {
      _ = try read(item.text)
      Issue.record("no error")
    } catch {
      #expect(Message.text(error) == item.message)
    }
  }

  @Test func warnsOfWhatIsSuspicious() throws {
    func warnings(_ text: String) throws -> [String] { try read("time_unit = second\n" + text).warnings.map(\.problem) }
    #expect(
      try warnings("E = 1; A = 2; B = 0\nJ: A -> B; 0.1*A\ni: E -o J;") == [
        "\"E\" is said to influence \"J\", but is not in its rate"
      ])
    #expect(try warnings("E = 1; A = 2; B = 0\nJ: A -> B; 0.1*A*E\ni: E -o J;") == [])
    #expect(
      try read("model a()\n x = 1; y := 2*x; z = x\n E: at time > x: z = 2\nend\nmodel *b()\n q: a()\n delete q.x\nend")
        .warnings.map(\.problem) == [
          "a formula of \"q.y\" goes with \"q.x\", which is deleted",
          "a formula of \"q.z\" goes with \"q.x\", which is deleted",
          "a formula of \"q.E\" goes with \"q.x\", which is deleted",
        ])
    #expect(try warnings("x = ;") == ["\"x\" is given no value: it is not a number until something sets it"])
    #expect(try warnings("x = ; at time > 1: x = 2") == [])
    #expect(try warnings("x' = 1; x' = 2; x = 0") == ["\"x\" is given a second time; the later one counts"])
  }
}
