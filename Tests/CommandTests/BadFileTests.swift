import Foundation
import Testing

/// Wrong protocols and models: one message with its place, exit status 2, nothing written.
@Suite struct BadFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var message: String
    var testDescription: String { name }

    /// A protocol with one treatment, on line 4 from column 5.
    init(_ name: String, treatment: String, _ message: String) {
      self.init(name, text: "title: T\nduration: 4 weeks\ntreatments:\n  - \(treatment)\n", message)
    }

    init(_ name: String, text: String, _ message: String) {
      self.name = name
      self.text = text
      self.message = message
    }
  }

  private static let cases = [
    Case(
      "compound", treatment: "ketamin 0.5 mg/kg iv over 40 min on day 0",
      """
      bad.yaml:4:5: error: unknown compound "ketamin"
          - ketamin 0.5 mg/kg iv over 40 min on day 0
            ^^^^^^^
        did you mean "ketamine"?

      """),
    Case(
      "route", treatment: "ketamine 0.5 mg/kg ivv over 40 min on day 0",
      """
      bad.yaml:4:24: error: unknown route "ivv"
          - ketamine 0.5 mg/kg ivv over 40 min on day 0
                               ^^^
        did you mean "iv"?

      """),
    Case(
      "unit", treatment: "ketamine 0.5 gm/kg iv over 40 min on day 0",
      """
      bad.yaml:4:18: error: unknown unit "gm/kg"
          - ketamine 0.5 gm/kg iv over 40 min on day 0
                         ^^^^^
        did you mean "mg/kg"?

      """),
    Case(
      "wrong kind of unit", treatment: "ketamine 0.5 mL iv over 40 min on day 0",
      """
      bad.yaml:4:18: error: a dose of ketamine is a mass, "mL" is a volume
          - ketamine 0.5 mL iv over 40 min on day 0
                         ^^
        write mg or mg/kg

      """),
    Case(
      "negative dose", treatment: "ketamine -0.5 mg/kg iv over 40 min on day 0",
      """
      bad.yaml:4:14: error: a dose must be above zero, "-0.5" is not
          - ketamine -0.5 mg/kg iv over 40 min on day 0
                     ^^^^

      """),
    Case(
      "day", treatment: "ketamine 0.5 mg/kg iv over 40 min on day x",
      """
      bad.yaml:4:46: error: a day must be a number, found "x"
          - ketamine 0.5 mg/kg iv over 40 min on day x
                                                     ^
        the first day is day 0

      """),
    Case(
      "day after the end", treatment: "ketamine 0.5 mg/kg iv over 40 min on day 40",
      """
      bad.yaml:4:46: error: day 40 is after the end of the protocol
          - ketamine 0.5 mg/kg iv over 40 min on day 40
                                                     ^^
        its last day is day 27

      """),
    Case(
      "unknown key", text: "titel: T\nduration: 4 weeks\ntreatments: []\n",
      """
      bad.yaml:1:1: error: unknown key "titel" in the protocol
        titel: T
        ^^^^^
        did you mean "title"?

      """),
    Case(
      "key twice", text: "title: T\nduration: 4 weeks\nduration: 5 weeks\ntreatments: []\n",
      """
      bad.yaml:3:1: error: key "duration" is written twice
        duration: 5 weeks
        ^^^^^^^^
        it is on line 2 already

      """),
    Case(
      "parameter", text: "title: T\nduration: 4 weeks\npatients:\n  count: 3\n  vary:\n    weigt: 70\ntreatments: []\n",
      """
      bad.yaml:6:5: error: the model has no parameter "weigt"
            weigt: 70
            ^^^^^
        did you mean "weight"?

      """),
    Case(
      "model", text: "title: T\nduration: 4 weeks\nmodel: patien.ant\ntreatments: []\n",
      """
      bad.yaml:3:8: error: there is no file "patien.ant"
        model: patien.ant
               ^^^^^^^^^^

      """),
    Case("empty", text: "", "error: \"bad.yaml\" is empty\n"),
    Case("blank", text: "\n \n", "error: \"bad.yaml\" is empty\n"),
    Case(
      "truncated", text: "title: T\nduration: 4 weeks\ntreatments: [\"ketamine 0.5 mg\n",
      "bad.yaml:4:1: error: this is not YAML: found unexpected end of stream\n  \n  ^\n"),
    Case("binary", text: "title: T\n\u{0}\u{1}\n", "error: \"bad.yaml\" is a binary file, not text\n"),
  ]

  @Test(arguments: cases) func protocolIsExplained(_ bad: Case) throws {
    try Program.inFolder { folder in
      try bad.text.write(to: folder.appendingPathComponent("bad.yaml"), atomically: true, encoding: .utf8)
      let outcome = try Program.run(["simulate", "bad.yaml", "-o", "out"], folder: folder)
      #expect(outcome.status == 2)
      #expect(outcome.errors == bad.message)
      #expect(outcome.output.isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bad.yaml"])
    }
  }

  private static let models = [
    ("unknown name", "model m\n  x = 1\n  x' = -kk*x\n  k = 2\nend\n"),
    ("truncated", "model m\n  x = 1\n  x' = -2*(x"),
    ("empty", ""),
    ("binary", "model m\n\u{0}\nend\n"),
    ("words", "this is a letter to a friend, not a model\n"),
    ("deeply nested", "model m\n  x = " + String(repeating: "(", count: 100_000) + "1\nend\n"),
  ]

  /// Whatever a file holds, `check` and `run` explain it and end.
  @Test(arguments: models) func modelIsExplained(_ name: String, _ text: String) throws {
    try Program.inFolder { folder in
      try text.write(to: folder.appendingPathComponent("bad.ant"), atomically: true, encoding: .utf8)
      for arguments in [["check", "bad.ant"], ["run", "bad.ant", "--duration", "1", "--steps", "1"]] {
        let outcome = try Program.run(arguments, folder: folder)
        #expect(outcome.status == 2, "\(name): \(outcome.errors)")
        #expect(outcome.errors.contains("error: ") && outcome.errors.contains("bad.ant"))
        #expect(outcome.output.isEmpty)
      }
    }
  }
}
