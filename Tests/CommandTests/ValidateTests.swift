import Foundation
import TestSupport
import Testing

/// `rewire validate` as a user runs it.
@Suite struct ValidateTests {
  private static let example = "Evidence/validation/example.yaml"

  private func run(_ options: [String]) throws -> (outcome: Program.Outcome, scores: String?, names: [String]) {
    try Program.inFolder { folder in
      let out = folder.appendingPathComponent("out")
      let outcome = try Program.run(["validate", "--trials", Self.example, "-o", out.path] + options)
      let scores = try? String(contentsOf: out.appendingPathComponent("scores.json"), encoding: .utf8)
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: out.path)) ?? []
      return (outcome, scores, names)
    }
  }

  /// Threads and what else is scored change no number.
  @Test func scoresTheExample() throws {
    let both = try run(["--replicates", "6", "--threads", "2"])
    #expect(both.outcome.status == 0, "\(both.outcome.errors)")
    #expect(both.outcome.output.contains("single_infusion_1"))
    #expect(both.outcome.output.contains("Research software, not medical advice."))
    #expect(Set(both.names).isSuperset(of: ["scores.json", "report.html", "figures/domain-acute.vl.json"]))
    let one = try run(["--replicates", "6", "--threads", "1", "--trial", "single_infusion"])
    func line(_ text: String?) throws -> String {
      try #require(text?.components(separatedBy: "\"id\": \"single_infusion_1\"").last?.prefix(900).description)
    }
    #expect(try line(both.scores) == line(one.scores))
  }

  @Test(arguments: [
    (["--set", "validaton"], "--set must be calibration or validation"),
    (["--trial", "single_infusions"], "has no trial \"single_infusions\""),
    (["--replicates", "0"], "--replicates must be from 2 to"),
    (["--threads", "0"], "--threads must be from 1 to"),
  ])
  func wrongOptionsAreRefused(_ options: [String], _ problem: String) throws {
    let (outcome, _, names) = try run(options)
    #expect(outcome.status == 2 && outcome.errors.contains(problem))
    #expect(!names.contains("scores.json"))
  }

  @Test func aMissingFileIsNamed() throws {
    let outcome = try Program.run(["validate", "--trials", "nothing.yaml"])
    #expect(outcome.status == 2 && outcome.errors.contains("there is no file \"nothing.yaml\""))
  }
}
