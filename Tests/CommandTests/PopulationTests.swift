import Diagnostics
import Files
import Foundation
import TestSupport
import Testing

/// `rewire population` as a user runs it: whole, stopped, killed, resumed, and with everything that can go wrong.
@Suite(.serialized) struct PopulationTests {
  /// Three blocks of one arm of the patient model.
  private static let options = [
    "Protocols/ketamine-assisted-therapy.yaml", "--patients", "9000", "--seed", "5", "--arm", "no-treatment",
  ]

  private func population(_ options: [String], _ folder: URL, _ more: String...) throws -> Program.Outcome {
    try Program.run(["population"] + options + ["-o", folder.appendingPathComponent("out").path] + more)
  }

  /// Every file below the output folder.
  private func files(_ folder: URL) throws -> [String: Data] {
    let out = folder.appendingPathComponent("out")
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: out.path) {
      files[name] = FileManager.default.contents(atPath: out.appendingPathComponent(name).path)
    }
    return files
  }

  private static let reference: [String: Data] = {
    let files = try? Program.inFolder { folder -> [String: Data] in
      let tests = PopulationTests()
      let outcome = try tests.population(options, folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try tests.files(folder)
    }
    return files ?? [:]
  }()

  /// Starts the run and does something to it as soon as its first block is kept.
  private func interrupt(_ folder: URL, _ work: (Process) -> Void) throws -> Program.Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["population"] + Self.options + ["-o", folder.path + "/out"]
    process.currentDirectoryURL = ProjectPaths.root
    let errors = folder.appendingPathComponent("errors")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: folder.path + "/out/partial/counts") {
      usleep(5000)
    }
    work(process)
    process.waitUntilExit()
    return Program.Outcome(
      status: process.terminationStatus, output: "", errors: try String(contentsOf: errors, encoding: .utf8))
  }

  private func expectReference(_ folder: URL) throws {
    let files = try files(folder)
    #expect(!files.isEmpty && files.keys.sorted() == Self.reference.keys.sorted())
    for (name, bytes) in files where bytes != Self.reference[name] {
      Issue.record("\(name) differs from an uninterrupted run's")
    }
  }

  private func table(_ folder: URL, _ name: String = "patients.csv") throws -> CSVTable {
    try CSVTable(TextFile.read(folder.appendingPathComponent("out/" + name).path, limit: 1 << 30))
  }

  @Test func writesWhatItSays() throws {
    #expect(
      Set(Self.reference.keys).isSuperset(
        of: ["patients.csv", "columns.csv", "quantiles.csv", "summary.json", "report.html"]))
    #expect(Self.reference.keys.allSatisfy { !$0.hasPrefix("partial") && !$0.hasPrefix(".") })
    try Program.inFolder { folder in
      // The same patients one by one, and whatever the threads: rows are the same text.
      let outcome = try population(
        Array(Self.options[0...0]) + ["--seed", "5", "--arm", "no-treatment", "--patients", "3", "--first", "4095"],
        folder, "--threads", "1")
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      let part = try String(contentsOf: folder.appendingPathComponent("out/patients.csv"), encoding: .utf8)
        .split(separator: "\n")
      let whole = String(decoding: try #require(Self.reference["patients.csv"]), as: UTF8.self).split(separator: "\n")
      #expect(whole.count == 9001 && part.count == 4)
      #expect(part[0] == whole[0] && Array(part[1...]) == Array(whole[4096...4098]))
      let columns = try table(folder, "columns.csv").rows.map { $0[0] }
      #expect(columns == (try table(folder).header))
      let quantiles = try table(folder, "quantiles.csv")
      #expect(Array(quantiles.header.suffix(2)) == ["patients", "rank_error"])
      #expect(quantiles.rows.allSatisfy { $0.suffix(2) == ["3", "0"] })
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aStoppedRunLeavesAPartialResultAndGoesOn(_ signal: Int32) throws {
    try Program.inFolder { folder in
      var moment = Date()
      let stopped = try interrupt(folder) { process in
        moment = Date()
        kill(process.processIdentifier, signal)
      }
      // Within a second on a machine of one's own; tests share theirs.
      #expect(Date().timeIntervalSince(moment) < 5)
      #expect(stopped.status == 128 + signal)
      #expect(stopped.errors.hasPrefix("stopped: ") && stopped.errors.contains("of 9,000 patients are done"))
      #expect(stopped.errors.contains("--resume\n"))
      let names = try files(folder).keys.filter { !$0.hasPrefix("partial") && $0 != "figures" }
      #expect(names.isEmpty)
      let page = try String(contentsOfFile: folder.path + "/out/partial/report.html", encoding: .utf8)
      #expect(page.contains("This result is partial.") && page.contains("--seed 5 --arm no-treatment --resume"))
      let summary = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appendingPathComponent("out/partial/summary.json"))) as? [String: Any])
      let extent = try #require(summary["population"] as? [String: Any])
      #expect(extent["is_partial"] as? Bool == true && extent["patients_asked_for"] as? Int == 9000)
      let done = try #require(extent["patients_done"] as? Int)
      #expect(done >= 4096 && done < 9000)
      #expect(try table(folder, "partial/patients.csv").rows.count == done)
      #expect(try table(folder, "partial/quantiles.csv").rows.allSatisfy { $0[11] == String(done) })

      // Not by accident.
      let again = try population(Self.options, folder)
      #expect(again.status == 2 && again.errors.contains("holds an unfinished run"))
      let resumed = try population(Self.options, folder, "--resume", "--threads", "1")
      #expect(resumed.status == 0 && resumed.errors.isEmpty, "\(resumed.errors)")
      try expectReference(folder)
    }
  }

  @Test func aKilledRunGoesOn() throws {
    try Program.inFolder { folder in
      let killed = try interrupt(folder) { process in
        // Nobody else writes there meanwhile.
        let second = try? population(Self.options, folder, "--resume")
        #expect(second?.status == 2 && second?.errors.contains("is being written by another process") == true)
        kill(process.processIdentifier, SIGKILL)
      }
      #expect(killed.status == SIGKILL)
      #expect(try files(folder).keys.allSatisfy { $0.hasPrefix("partial") || $0 == "figures" })
      #expect(try population(Self.options, folder, "--resume").status == 0)
      try expectReference(folder)
    }
  }

  @Test func refusesToGoOnWithAnotherRunOrDamage() throws {
    try Program.inFolder { folder in
      _ = try interrupt(folder) { kill($0.processIdentifier, SIGKILL) }
      let others: [(replaced: String, by: String, says: String)] = [
        ("5", "6", "seed 5, not 6"), ("9000", "9001", "number of patients 9000, not 9001"),
        ("no-treatment", "cbt", "arms no-treatment, not cbt"),
        ("Protocols/ketamine-assisted-therapy.yaml", "Protocols/first.yaml", "protocol "),
      ]
      for other in others {
        var options = Self.options.map { $0 == other.replaced ? other.by : $0 }
        if other.by.hasSuffix("first.yaml") { options.removeLast(2) }
        let outcome = try population(options, folder, "--resume")
        #expect(outcome.status == 2 && outcome.errors.contains(other.says), "\(outcome.errors)")
      }
      let partial = folder.appendingPathComponent("out/partial")
      for name in ["counts", "edges", "patients.csv", "run"] {
        let file = partial.appendingPathComponent(name)
        let whole = try Data(contentsOf: file)
        var damaged = whole
        damaged[damaged.count / 2] ^= 1
        for content in [damaged, whole.prefix(whole.count / 2), Data()] {
          try content.write(to: file)
          let outcome = try population(Self.options, folder, "--resume")
          #expect(outcome.status == 2 && outcome.errors.contains("is damaged"), "\(name): \(outcome.errors)")
          #expect(outcome.errors.contains("to start over"))
        }
        try whole.write(to: file)
      }
      #expect(try population(Self.options, folder, "--resume").status == 0)
      try expectReference(folder)
    }
  }

  /// As on a full disk: a file may not grow any more.
  @Test(arguments: [10_000, 4_000]) func aFullDiskSpoilsNothing(_ limit: Int) throws {
    try Program.inFolder { folder in
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      let call = (["population"] + Self.options + ["-o", folder.path + "/out"]).joined(separator: " ")
      // In units of 512 bytes.
      shell.arguments = ["-c", "ulimit -f \(limit); '\(Program.path)' \(call) 2>'\(folder.path)/errors' >/dev/null"]
      shell.currentDirectoryURL = ProjectPaths.root
      try shell.run()
      shell.waitUntilExit()
      let errors = try String(contentsOfFile: folder.path + "/errors", encoding: .utf8)
      #expect(shell.terminationStatus == 1)
      #expect(errors.hasPrefix("error: cannot write ") && errors.contains("file too large"), "\(errors)")
      #expect(try files(folder).keys.allSatisfy { $0.hasPrefix("partial") || $0 == "figures" })
      #expect(try population(Self.options, folder, "--resume").status == 0)
      try expectReference(folder)
    }
  }

  /// A terminal of its own, as `script` makes one.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func aTerminalSeesRateAndTimeLeft() throws {
    try Program.inFolder { folder in
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/usr/bin/script")
      let call = (["population"] + Self.options + ["-o", folder.path + "/out"]).joined(separator: " ")
      shell.arguments = ["-qec", "'\(Program.path)' \(call) >/dev/null", folder.path + "/terminal"]
      shell.currentDirectoryURL = ProjectPaths.root
      shell.standardOutput = FileHandle.nullDevice
      shell.standardInput = FileHandle.nullDevice
      try shell.run()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 0)
      let seen = try String(contentsOfFile: folder.path + "/terminal", encoding: .utf8)
      #expect(seen.contains(/\d+ of 9,000 patients · [\d,.]+ a second · .*\d+ s left · No treatment/))
      try expectReference(folder)
    }
  }

  // MARK: patients that fail

  /// A model whose state runs away for patients with a positive rate.
  private static let model = """
    model *example()
      weight = 70; scale = 1; rate = -1; x = 1; x' = rate*x*x;
      glutamate := 1 + scale/x; madrs := 30*(1 + exp(-x))/2;
    end
    """

  private func study(_ vary: String, in folder: URL) throws -> String {
    try Data(Self.model.utf8).write(to: folder.appendingPathComponent("example.ant"))
    let text = """
      title: Failing
      duration: 2 weeks
      model: example.ant
      patients:
        count: 10
        vary:
          \(vary)
      arms:
        - {title: None}
        - {title: Talk, id: talk}
      """
    let file = folder.appendingPathComponent("study.yaml")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test func aPatientThatFailsIsARowWithACommand() throws {
    try Program.inFolder { folder in
      let path = try study("rate: {distribution: normal, mean: -0.5, sd: 0.4}", in: folder)
      let outcome = try population([path, "--patients", "2500"], folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let table = try table(folder)
      let column = Dictionary(uniqueKeysWithValues: table.header.enumerated().map { ($1, $0) })
      let (status, reason, command) = (column["status"] ?? 0, column["reason"] ?? 0, column["command"] ?? 0)
      let (rate, score) = (column["rate"] ?? 0, column["score.d14"] ?? 0)
      let failed = table.rows.filter { $0[status] == "failed" }
      #expect(table.rows.count == 5000 && failed.count > 200 && failed.count < 1000)
      for row in table.rows {
        let isPositive = (Double(row[rate]) ?? 0) > 1.0 / 336
        #expect((row[status] == "failed") == isPositive)
        #expect(row[reason].isEmpty != isPositive && row[command].isEmpty != isPositive)
        #expect(row[score].isEmpty == isPositive)
      }
      // The command gives the same row again.
      let first = try #require(failed.first { $0[1] == "talk" })
      #expect(first[command].contains("--first \(first[0]) --arm talk"))
      let words = first[command].split(separator: " ").map { $0 == "DIR" ? folder.path + "/again" : String($0) }
      let again = try Program.run(Array(words.dropFirst()))
      #expect(again.status == 1 && again.errors.contains("no patient was solved to the end"))
      let row = try String(contentsOfFile: folder.path + "/again/patients.csv", encoding: .utf8).split(separator: "\n")
      let all = try String(contentsOfFile: folder.path + "/out/patients.csv", encoding: .utf8).split(separator: "\n")
      #expect(row.count == 2 && all.contains(row[1]))
      // A neighbour of a failed patient has the same bits without it.
      let neighbour = try #require(table.rows.first { $0[status] == "completed" && $0[0] > first[0] })
      _ = try Program.run(["population", path, "--patients", "1", "--first", neighbour[0], "-o", folder.path + "/one"])
      let one = try String(contentsOfFile: folder.path + "/one/patients.csv", encoding: .utf8).split(separator: "\n")
      #expect(one.count == 3 && one[1...].allSatisfy { all.contains($0) })
    }
  }

  /// Draws that are no numbers: half of them overflow, the others vanish.
  @Test func aDrawThatIsNoNumberIsARow() throws {
    try Program.inFolder { folder in
      let path = try study("scale: {distribution: lognormal, median: 1, log_sd: 2000}", in: folder)
      let outcome = try population([path, "--patients", "40"], folder)
      let table = try table(folder)
      let refused = table.rows.filter { $0[2] == "refused" }
      #expect(outcome.status == 0 && refused.count > 10 && refused.count < 70, "\(outcome.errors)")
      #expect(refused.allSatisfy { !$0[3].isEmpty && $0[4].contains("--first \($0[0]) ") })
      #expect(table.rows.contains { $0[2] == "completed" })
    }
  }

  @Test func simulateNamesTheVerbForMany() throws {
    try Program.inFolder { folder in
      let outcome = try Program.run(["simulate", "Protocols/first.yaml", "-o", folder.path, "--patients", "20000"])
      #expect(outcome.status == 2 && outcome.errors.contains("\"rewire population\" takes any number of patients"))
    }
  }
}
