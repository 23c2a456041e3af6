import Foundation
import TestSupport
import Testing

@Suite struct HelpTests {
  static let verbs = [
    "simulate", "population", "trial", "run", "ensemble", "check", "convert", "conformance", "unblinding", "evidence",
    "doctor",
  ]

  /// The command lines that a help text shows, continued lines joined.
  private func examples(_ arguments: [String]) throws -> [String] {
    let help = try Program.run(arguments)
    #expect(help.status == 0 && help.errors.isEmpty)
    // No example is so long that the help breaks it.
    #expect(!help.output.contains("\n--") && !help.output.contains("\n\\"))
    var examples: [String] = []
    for line in help.output.split(separator: "\n") {
      let text = line.drop { $0 == " " }
      if examples.last?.hasSuffix("\\") == true {
        examples[examples.count - 1] = examples[examples.count - 1].dropLast() + String(text)
      } else if text.hasPrefix("rewire "), line.hasPrefix("  "), !text.hasPrefix("rewire <") {
        examples.append(String(text))
      }
    }
    return examples.filter { !$0.contains("[--") }
  }

  @Test(arguments: [[]] + verbs.map { [$0] })
  func everyExampleRuns(_ verb: [String]) throws {
    let examples = try examples(verb + ["--help"])
    #expect(!examples.isEmpty)
    for example in examples {
      try Program.inFolder { folder in
        // The shell splits the words; results go to a folder of this test.
        let line = example.replacing("-o out", with: "-o '\(folder.path)/out'").replacing(
          " ketamine.xml", with: " '\(folder.path)/ketamine.xml'"
        ).replacing("-o y.npy", with: "-o '\(folder.path)/y.npy'").replacing(
          "--stats s.json", with: "--stats '\(folder.path)/s.json'"
        ).replacing("rewire ", with: "'\(Program.path)' ", maxReplacements: 1)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", line + " >'\(folder.path)/output' 2>'\(folder.path)/errors'"]
        shell.currentDirectoryURL = ProjectPaths.root
        try shell.run()
        shell.waitUntilExit()
        let errors = try String(contentsOf: folder.appendingPathComponent("errors"), encoding: .utf8)
        #expect(shell.terminationStatus == 0, "\(example): \(errors)")
        let output = try String(contentsOf: folder.appendingPathComponent("output"), encoding: .utf8)
        #expect(!output.isEmpty, "\(example)")
      }
    }
  }

  @Test func listsEveryVerb() throws {
    let help = try Program.run(["--help"]).output
    for verb in Self.verbs { #expect(help.contains("\n  \(verb) ")) }
    #expect(help.contains("Research software, not medical advice."))
  }

  @Test func version() throws {
    let outcome = try Program.run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  /// The best of several starts, 10 ms where it was measured; the bound catches a change of order.
  @Test func helpIsQuick() throws {
    let clock = ContinuousClock()
    let best = try (0..<10).map { _ in try clock.measure { _ = try Program.run(["--help"]) } }.min()
    #expect(try #require(best) < .milliseconds(250))
  }
}
