import Files
import Foundation
import TestSupport
import Testing

@Suite struct SimulateTests {
  private static let study = "Protocols/ketamine-assisted-therapy.yaml"

  private func simulate(_ options: [String], into folder: URL) throws -> Program.Outcome {
    let outcome = try Program.run(["simulate", Self.study, "-o", folder.appendingPathComponent("out").path] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome
  }

  private func summary(_ folder: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appendingPathComponent("out/summary.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The files are whole even when nobody reads the tables to their end.
  @Test func aReaderThatGoesAway() throws {
    try Program.inFolder { folder in
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      let call = "'\(Program.path)' simulate Protocols/first.yaml -o '\(folder.path)/out' 2>/dev/null | head -1"
      shell.arguments = ["-c", "\(call) >/dev/null"]
      shell.currentDirectoryURL = ProjectPaths.root
      try shell.run()
      shell.waitUntilExit()
      let summary = try summary(folder)
      let arms = try #require(summary["arms"] as? [[String: Any]])
      let schedule = try #require(arms[0]["schedule"] as? [[String: Any]])
      #expect(schedule.map { $0["subject"] as? String } == ["ketamine", "emdr"])
      #expect(schedule.map { $0["kind"] as? String } == ["dose", "session"])
      #expect(schedule[0]["hours"] as? [Double] == [0])
      #expect(schedule[1]["hours"] as? [Double] == (0..<8).map { 24 + 168 * Double($0) })
    }
  }

  @Test func patientsThatAreAllTheSame() throws {
    try Program.inFolder { folder in
      let outcome = try Program.run(["simulate", "Protocols/first.yaml", "-o", folder.path + "/out", "--patients", "2"])
      #expect(outcome.status == 0)
      let note = "All 2 patients are the same one: the protocol varies nothing between them."
      #expect(outcome.output.contains("\n\(note)\n"))
      #expect(try summary(folder)["notes"] as? [String] == [note])
    }
  }

  @Test func writesTheThreeFiles() throws {
    try Program.inFolder { folder in
      let outcome = try simulate(["--patients", "3"], into: folder)
      #expect(outcome.errors.isEmpty || outcome.errors.hasPrefix("warning: the figure library is missing"))
      for words in ["Research software, not medical advice.", "Peaks along the chain", "Relapse after a response"] {
        #expect(outcome.output.contains(words))
      }
      let table = try CSVTable(TextFile.read(folder.appendingPathComponent("out/timecourse.csv").path))
      #expect(
        table.header == ["arm", "day", "hour", "stage", "variable", "unit", "p05", "p25", "median", "p75", "p95"])
      #expect(Set(table.rows.map { $0[0] }).count == 10)
      let summary = try summary(folder)
      #expect((summary["arms"] as? [Any])?.count == 10)
      #expect((summary["study"] as? [String: Any])?["patients"] as? Int == 3)
      let page = try String(contentsOf: folder.appendingPathComponent("out/report.html"), encoding: .utf8)
      #expect(page.contains("Ketamine-assisted therapy") && page.hasSuffix("</html>\n"))
      #expect(page.utf8.count < 4_000_000)
      let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.split(separator: "/").last?.hasPrefix(".") == true })
    }
  }

  /// The same command gives the same bytes, whatever the number of threads.
  @Test func repeatsToTheByte() throws {
    func files(_ options: [String]) throws -> (String, String) {
      try Program.inFolder { folder in
        _ = try simulate(["--patients", "9", "--arm", "5"] + options, into: folder)
        var summary = try summary(folder)
        summary["run"] = nil
        let text = try JSONSerialization.data(withJSONObject: summary, options: .sortedKeys)
        return (
          try String(contentsOf: folder.appendingPathComponent("out/timecourse.csv"), encoding: .utf8),
          String(decoding: text, as: UTF8.self)
        )
      }
    }
    let one = try files(["--threads", "1"])
    let two = try files(["--threads", "2"])
    let other = try files(["--seed", "7"])
    #expect(one.0.hashValue == two.0.hashValue && one.1.hashValue == two.1.hashValue)
    #expect(one.0.hashValue != other.0.hashValue)
  }

  @Test func choosesArmsByIdAndNumber() throws {
    try Program.inFolder { folder in
      _ = try simulate(["--patients", "1", "--arm", "cbt", "--arm", "1"], into: folder)
      let arms = try #require(try summary(folder)["arms"] as? [[String: Any]])
      #expect(arms.map { $0["id"] as? String } == ["cbt", "no-treatment"])
    }
  }

  @Test func treatmentOnTheCommandLine() throws {
    try Program.inFolder { folder in
      let treatment = "ketamine 0.5 mg/kg iv over 40 min on day 0"
      _ = try simulate(["--patients", "2", "--treatment", treatment], into: folder)
      let arms = try #require(try summary(folder)["arms"] as? [[String: Any]])
      #expect(arms.count == 1 && arms[0]["treatments"] as? [String] == [treatment])
      let run = try #require(try summary(folder)["run"] as? [String: Any])
      #expect((run["command"] as? String)?.contains("--treatment '\(treatment)'") == true)
    }
  }

  /// The second opinion: the reference solver gives the same medians.
  @Test func cvodeAgrees() throws {
    func medians(_ solver: String) throws -> [Double] {
      try Program.inFolder { folder in
        let outcome = try Program.run([
          "simulate", Self.study, "-o", folder.appendingPathComponent("out").path, "--patients", "1", "--arm", "4",
          "--solver", solver,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let table = try CSVTable(TextFile.read(folder.appendingPathComponent("out/timecourse.csv").path))
        return table.rows.filter { $0[4] == "madrs" }.compactMap { Double($0[8]) }
      }
    }
    let (own, other) = (try medians("rodas5p"), try medians("cvode"))
    #expect(own.count == other.count && own.count > 100)
    #expect(zip(own, other).allSatisfy { abs($0 - $1) < 0.01 })
  }

  @Test func oneArmWithOnePatientIsQuick() throws {
    try Program.inFolder { folder in
      let clock = ContinuousClock()
      let best = try (0..<5).map { _ in
        try clock.measure { _ = try simulate(["--patients", "1", "--arm", "4"], into: folder) }
      }.min()
      // 0.2 s where it was measured; the bound catches a change of order.
      #expect(try #require(best) < .seconds(2))
    }
  }
}
