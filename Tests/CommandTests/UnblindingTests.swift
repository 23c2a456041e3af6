import Foundation
import TestSupport
import Testing

/// `rewire unblinding` as a user runs it.
@Suite struct UnblindingTests {
  private func run(_ arguments: [String]) throws -> (outcome: Program.Outcome, files: [String: String]) {
    try Program.inFolder { folder in
      let out = folder.appendingPathComponent("out")
      let outcome = try Program.run(["unblinding"] + arguments + ["-o", out.path])
      var files: [String: String] = [:]
      for name in (try? FileManager.default.subpathsOfDirectory(atPath: out.path)) ?? [] {
        files[name] = try? String(contentsOf: out.appendingPathComponent(name), encoding: .utf8)
      }
      return (outcome, files)
    }
  }

  /// Runs on a table of these lines.
  private func runTable(_ lines: [String], _ options: [String] = []) throws -> Program.Outcome {
    try Program.inFolder { folder in
      let table = folder.appendingPathComponent("guesses.csv")
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: table)
      return try Program.run(["unblinding", table.path, "-o", folder.path + "/out"] + options)
    }
  }

  private static let header = "arm,kind,guess_active,guess_control,unsure"

  @Test func answersFromATableOfGuesses() throws {
    let (outcome, files) = try run(["Protocols/trials/guesses.csv", "--effect", "5", "--sd", "10"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("the drug relieves 5.00 points"))
    #expect(outcome.output.contains("Research software, not medical advice."))
    let names = ["result.json", "unblinding.csv", "report.html", "figures/power-1.vl.json"]
    for name in names { #expect(files[name] != nil, "\(name)") }
    let rows = try #require(files["unblinding.csv"]).split(separator: "\n")
    #expect(rows.count == 1 + 1 + 105)
    #expect(rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 14 })
  }

  @Test func answersFromATrialsArms() throws {
    let (outcome, files) = try run(["Protocols/trials/ketamine-midazolam.yaml"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("bogenschutz2022"))
    #expect(files["result.json"]?.contains("\"control\": \"active placebo\"") == true)
  }

  /// No time, no randomness: two runs write the same bytes.
  @Test func writesTheSameBytesAgain() throws {
    func text() throws -> [String: String] {
      try run(["Protocols/trials/guesses.csv"]).files.mapValues { text in
        text.split(separator: "\n").filter { !$0.contains("-o ") }.joined(separator: "\n")
      }
    }
    #expect(try text() == text())
  }

  @Test(arguments: [
    (["--sd", "0"], "the standard deviation is 0.0 points"),
    (["--effect=-4"], "the drug's effect is -4.0 points"),
    (["--patients", "1"], "an arm of 1 subjects cannot be answered for"),
    (["--patients", "10000000"], "an arm of 10000000 subjects cannot be answered for"),
    (["--alpha", "1.5"], "the level of the test must be between 0 and 1"),
    (["--expectancy", "nan"], "the effect of expectancy is nan points"),
  ])
  func refusesNumbers(options: [String], problem: String) throws {
    let outcome = try runTable([Self.header, "drug,active,9,1,0", "placebo,control,2,8,0"], options)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(problem), "\(outcome.errors)")
  }

  @Test func refusesWrongTables() throws {
    let twice = try runTable([Self.header, "drug,active,9,1,0", "drug,control,2,8,0"])
    #expect(twice.status == 2 && twice.errors.contains("arm \"drug\" appears twice"))
    let alone = try runTable([Self.header, "drug,active,9,1,0"])
    #expect(alone.status == 2 && alone.errors.contains("1 active arms and 0 controls"))
    let short = try runTable([Self.header, "drug,active,9,1"])
    #expect(short.status == 2 && short.errors.contains("this row has 4 fields"))
    let empty = try runTable([])
    #expect(empty.status == 2)
  }

  @Test func refusesMissingAndForeignFiles() throws {
    #expect(try run(["nowhere.csv"]).outcome.status == 2)
    #expect(try run(["nowhere.yaml"]).outcome.status == 2)
    let protocols = try run(["Protocols/first.yaml"])
    #expect(protocols.outcome.status == 2 && protocols.files.isEmpty)
  }
}
