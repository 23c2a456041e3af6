import Foundation
import TestSupport
import Testing

/// Wrong words on the command line: one message, exit status 2, nothing on standard output, nothing written.
@Suite struct BadArgumentTests {
  private static let study = "Protocols/ketamine-assisted-therapy.yaml"
  private static let reference = "Tests/Fixtures/reference.ant"

  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var message: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let cases = [
    Case(arguments: ["simulat"], message: "error: unknown verb \"simulat\"\n  did you mean \"simulate\"?\n"),
    Case(
      arguments: ["fly"],
      message:
        "error: unknown verb \"fly\"\n  known: check, conformance, convert, doctor, ensemble, evidence, population, run, simulate, trial, unblinding, validate\n"
    ),
    Case(
      arguments: ["--verion"], message: "error: unknown option \"--verion\"\n  did you mean \"--version\"?\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--patiens", "3"],
      message: "error: unknown option \"--patiens\"\n  did you mean \"--patients\"?\n"),
    Case(
      arguments: ["simulate"],
      message:
        "error: missing expected argument \"<protocol>\"\n  \"rewire simulate --help\" shows what it takes, with an example\n"
    ),
    Case(
      arguments: ["simulate", study],
      message:
        "error: missing expected argument \"--output <output>\"\n  \"rewire simulate --help\" shows what it takes, with an example\n"
    ),
    Case(
      arguments: ["simulate", study, "another.yaml", "-o", "@"],
      message:
        "error: unexpected argument \"another.yaml\"\n  \"rewire simulate --help\" shows what it takes, with an example\n"
    ),
    Case(
      arguments: ["simulate", study, "-o", "@", "--patients", "many"],
      message:
        "error: the value \"many\" is invalid for \"--patients <patients>\"\n  it must be a whole number\n"
    ),
    Case(
      arguments: ["simulate", study, "-o", "@", "--patients", "-3"],
      message: "error: --patients must be from 1 to 10000, -3 is not\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--threads", "0"],
      message: "error: --threads must be from 1 to 1024, 0 is not\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--solver", "euler"],
      message: "error: the value \"euler\" is invalid for \"--solver <solver>\"\n  known: \"rodas5p\" and \"cvode\"\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--arm", "ketamin-once"],
      message: "error: the protocol has no arm \"ketamin-once\"\n  did you mean \"ketamine-once\"?\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--arm", "11"],
      message: "error: the protocol has no arm \"11\"\n  known: "),
    Case(
      arguments: ["simulate", study, "-o", "@", "--treatment", "ketamin 0.5 mg/kg iv over 40 min on day 0"],
      message: """
        --treatment:1:1: error: unknown compound "ketamin"
          ketamin 0.5 mg/kg iv over 40 min on day 0
          ^^^^^^^
          did you mean "ketamine"?

        """),
    Case(
      arguments: ["simulate", "Protocols/ketamine-assisted-therpy.yaml", "-o", "@"],
      message:
        "error: there is no file \"Protocols/ketamine-assisted-therpy.yaml\"\n  did you mean \"Protocols/ketamine-assisted-therapy.yaml\"?\n"
    ),
    Case(
      arguments: ["simulate", "Protocols", "-o", "@"],
      message: "error: \"Protocols\" is a folder, not a file\n  give the path of a file in it\n"),
    Case(
      arguments: ["run", "Tests/Fixtures/referense.ant", "--duration", "1", "--steps", "1"],
      message:
        "error: there is no file \"Tests/Fixtures/referense.ant\"\n  did you mean \"Tests/Fixtures/reference.ant\"?\n"),
    Case(
      arguments: ["run", reference, "--duration", "0", "--steps", "1"],
      message: "error: --duration must be above zero and at most 1e15\n"),
    Case(
      arguments: ["run", reference, "--duration", "1e308", "--steps", "2"],
      message: "error: --duration must be above zero and at most 1e15\n"),
    Case(
      arguments: ["run", reference, "--duration", "long", "--steps", "2"],
      message: "error: the value \"long\" is invalid for \"--duration <duration>\"\n  it must be a number\n"),
    Case(
      arguments: ["run", "Protocols/first.yaml", "--duration", "1", "--steps", "1"],
      message:
        "error: \"Protocols/first.yaml\" looks like a protocol, not like a model\n  \"rewire simulate\" runs protocols\n"
    ),
    Case(
      arguments: ["help", "simulat"], message: "error: unknown verb \"simulat\"\n  did you mean \"simulate\"?\n"),
    Case(
      arguments: ["simulate", study, "--hlp"], message: "error: unknown option \"--hlp\"\n  did you mean \"--help\"?\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--solver", "cvod"],
      message: "error: the value \"cvod\" is invalid for \"--solver <solver>\"\n  did you mean \"cvode\"?\n"),
    Case(
      arguments: ["simulate", study, "-o", "@", "--arm", "1", "--arm", "ketamine-once", "--arm", "1"],
      message: "error: arm \""),
    Case(
      arguments: ["simulate", study, "-o", "@", "--treatment", "cbt daily", "--treatment", "cbt 30 min daily"],
      message: "--treatment:1:1: error: sessions of cbt overlap on day 0\n  cbt 30 min daily\n  ^"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "0"],
      message: "error: --steps must be from 1 to 10000000\n"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "1", "--relative-tolerance", "2"],
      message: "error: --relative-tolerance must be above zero and at most 0.1\n"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "1", "--set", "tauGG=3"],
      message: "error: unknown parameter \"tauGG\"\n  did you mean \"tauG\"?\n"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "1", "--set", "tauG"],
      message: "error: \"--set tauG\" is not an assignment\n  write --set name=value\n"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "1", "--set", "tauG=quick"],
      message: "error: \"quick\" is not a number\n  in --set tauG=quick\n"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "1", "--set", "tauG=1", "--set", "tauG=2"],
      message: "error: parameter \"tauG\" is set twice\n"),
    Case(
      arguments: ["run", reference, "--duration", "1", "--steps", "1", "--outputs", "G,BB"],
      message: "error: \"BB\" is not in the model\n  did you mean \"B\"?\n"),
    Case(
      arguments: ["check", "Models/patien.ant"],
      message: "error: there is no file \"Models/patien.ant\"\n  did you mean \"Models/patient.ant\"?\n"),
    Case(
      arguments: ["evidence", "ketamin"],
      message: "error: there is no evidence record \"ketamin\"\n  did you mean \"ketamine\"?\n"),
  ]

  @Test(arguments: cases) func isExplained(_ bad: Case) throws {
    try Program.inFolder { folder in
      let output = folder.appendingPathComponent("out").path
      let outcome = try Program.run(bad.arguments.map { $0 == "@" ? output : $0 })
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      if bad.message.hasSuffix("\n") {
        #expect(outcome.errors == bad.message)
      } else {
        #expect(outcome.errors.hasPrefix(bad.message))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  /// The folder for results cannot be made: said before anything is simulated.
  @Test(arguments: ["file", "file/below", "file/further/below"])
  func outputThatCannotBeWritten(_ path: String) throws {
    try Program.inFolder { folder in
      let file = folder.appendingPathComponent("file").path
      try "mine".write(toFile: file, atomically: true, encoding: .utf8)
      let outcome = try Program.run(["simulate", Self.study, "-o", folder.appendingPathComponent(path).path])
      #expect(outcome.status == 2)
      #expect(outcome.errors == "error: \"\(file)\" is a file, not a folder\n  give another output folder\n")
      #expect(outcome.output.isEmpty)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    }
  }

  /// A folder has the name of a result: said before anything is simulated.
  @Test(arguments: ["summary.json", "report.html", "timecourse.csv"])
  func resultThatIsAFolder(_ name: String) throws {
    try Program.inFolder { folder in
      let path = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      let outcome = try Program.run(["simulate", Self.study, "-o", folder.path])
      #expect(outcome.status == 2)
      #expect(
        outcome.errors
          == "error: cannot write \"\(path.path)\": it is no ordinary file\n  move it away or give another output folder\n"
      )
      #expect(outcome.output.isEmpty)
    }
  }

  /// A table that a full disk swallows is no success.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: ["run \(reference) --duration 1 --steps 2", "check \(reference)", "--help"])
  func standardOutputThatIsFull(_ words: String) throws {
    try Program.inFolder { folder in
      let errors = folder.appendingPathComponent("errors")
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", "'\(Program.path)' \(words) >/dev/full 2>'\(errors.path)'"]
      shell.currentDirectoryURL = ProjectPaths.root
      try shell.run()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 1)
      let text = try String(contentsOf: errors, encoding: .utf8)
      #expect(text == "error: cannot write the standard output: no space left on device\n")
    }
  }

  @Test func libraryThatIsNotThere() throws {
    try Program.inFolder { folder in
      let outcome = try Program.run(["evidence"], environment: ["REWIRE_HOME": folder.path])
      #expect(outcome.status == 2)
      #expect(
        outcome.errors == """
          error: cannot find the model library; looked in REWIRE_HOME (\(folder.path))
            set REWIRE_HOME to the folder that has Models/patient.ant

          """)
    }
  }
}
