import Foundation
import TestSupport
import Testing

@Suite struct EvidenceCommandTests {
  @Test func theAuditHolds() throws {
    let outcome = try Program.run(["evidence", "--audit"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("no problem found: "))
  }

  /// A library with two faults: status 1, both named.
  @Test func theAuditNamesFaults() throws {
    try Program.inFolder { folder in
      let texts = [
        "Models/patient.ant": "model *patient()\n  weight = 70;\n  size = 2.5*weight;\nend\n",
        "Evidence/coverage.yaml": "numbers: []\nformulas: []\n",
        "Evidence/parameters/all.yaml": "- {id: weigth, value: 70, verification: assumed, grade: E}\n",
      ]
      for (name, text) in texts {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      let outcome = try Program.run(["evidence", "--audit"], environment: ["REWIRE_HOME": folder.path])
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(
        outcome.errors == """
          Evidence/parameters/all.yaml:1:8: error: the evidence record "weigth" is used nowhere
            did you mean "weight"?
          Models/patient.ant:2:3: error: "weight" has no evidence record
            did you mean the record "weigth"?
          Models/patient.ant:3:10: error: the number 2.5 inside a formula has no name and so no evidence record
            make it a constant with a record, or give the reason in Evidence/coverage.yaml

          """)
    }
  }

  @Test func theAuditTakesNoName() throws {
    let outcome = try Program.run(["evidence", "severity", "--audit"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("error: --audit looks at the whole library and takes no name\n"))
  }

  @Test func aNumberShowsWhatItDoes() throws {
    let outcome = try Program.run(["evidence", "pathway.tau_P"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output.contains("\n  enters        pathway.P\n"))
    #expect(outcome.output.contains("Synapses") && outcome.output.contains("Relief when the number changes by 10 %"))
    // A number of the trial layer is none of the patient's.
    let trial = try Program.run(["evidence", "trial.care.spread"]).output
    #expect(trial.hasPrefix("trial.care.spread\n") && !trial.contains("Relief"))
  }

  /// A dose that nobody studied is simulated, with a warning before it and on the page.
  @Test func anUnstudiedDoseRuns() throws {
    try Program.inFolder { folder in
      let out = folder.path + "/out"
      let outcome = try Program.run([
        "simulate", "Protocols/first.yaml", "-o", out, "--patients", "2",
        "--treatment", "ketamine 3 mg/kg iv over 40 min on day 0",
      ])
      #expect(outcome.status == 0)
      #expect(
        outcome.errors.hasPrefix(
          "warning: arm 1: Ketamine (racemic) 3 mg/kg intravenous lies outside the studied 0.1 to 1 mg/kg; extrapolated, "
            + "grade E\n"), "\(outcome.errors)")
      let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
      #expect(page.contains("What is known of safety") && page.contains("extrapolated, grade E"))
      // No promise and no advice, whatever is simulated.
      #expect(!page.lowercased().contains("you will") && !page.lowercased().contains("we recommend"))
    }
  }
}
