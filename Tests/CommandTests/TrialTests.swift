import Diagnostics
import Foundation
import TestSupport
import Testing

/// `rewire trial` as a user runs it: whole, stopped, resumed, and with everything that can be wrong.
@Suite("rewire trial", .serialized)
struct TrialTests {
  private static let small = """
    title: Small
    population:
      diagnosis: depression
      file: \(ProjectPaths.protocols.path)/populations/trial-patients.yaml
    arms:
      - {id: cbt, title: CBT, blinding: open label, treatments: cbt weekly x 2}
      - {id: wait, title: Waiting, control: waitlist}
    sample size: 20
    visits: weeks 1, 2
    """

  private func trial(_ text: String, _ folder: URL, _ more: [String]) throws -> Program.Outcome {
    let file = folder.appendingPathComponent("t.yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return try Program.run(["trial", file.path, "-o", folder.path + "/out"] + more)
  }

  private func files(_ folder: URL) throws -> [String: Data] {
    let out = folder.appendingPathComponent("out")
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: out.path) {
      files[name] = FileManager.default.contents(atPath: out.appendingPathComponent(name).path)
    }
    return files
  }

  @Test("A small trial writes its result, whatever the threads, and says what it found")
  func whole() throws {
    let reports = try ["1", "3"].map { threads in
      try Program.inFolder { folder in
        let outcome = try trial(Self.small, folder, ["--replicates", "5", "--seed", "3", "--threads", threads])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("5 simulated trials of 20 subjects, seed 3"))
        #expect(outcome.output.contains("Research software, not medical advice."))
        let files = try files(folder)
        #expect(Set(files.keys).isSuperset(of: ["report.html", "result.json", "figures/scores.vl.json"]))
        #expect(files.keys.allSatisfy { !$0.hasPrefix("partial") && !$0.hasPrefix(".") })
        let json = try JSONSerialization.jsonObject(with: files["result.json"] ?? Data()) as? [String: Any]
        #expect((json?["estimands"] as? [Any])?.count == 4)
        #expect(json?["is_simulated"] as? Bool == true)
        // The command names the file, which differs between the two folders.
        return String(decoding: files["report.html"] ?? Data(), as: UTF8.self).replacing(folder.path, with: "")
      }
    }
    #expect(reports[0] == reports[1] && reports[0].contains("id=\"glance\""))
  }

  @Test("A dose beyond what was studied is warned of, on the page too, and is simulated")
  func safety() throws {
    try Program.inFolder { folder in
      let text = Self.small.replacing(
        "blinding: open label, treatments: cbt weekly x 2", with: "treatments: ketamine 3 mg/kg iv over 40 min on day 0"
      ).replacing("control: waitlist", with: "control: inert placebo")
      let outcome = try trial(text, folder, ["--replicates", "2"])
      #expect(outcome.status == 0 && outcome.errors.contains("warning: arm 1:"), "\(outcome.errors)")
      let page = String(decoding: try files(folder)["report.html"] ?? Data(), as: UTF8.self)
      let saysSo = page.contains("id=\"safety\"") && page.contains("<li>Arm 1:")
      #expect(saysSo)
    }
  }

  @Test("A stopped run says how to go on, and going on gives the bytes of an uninterrupted one")
  func resumed() throws {
    let options = ["--replicates", "1200", "--seed", "3"]
    try Program.inFolder { folder in
      let whole = try trial(Self.small, folder, options)
      #expect(whole.status == 0, "\(whole.errors)")
      let reference = try files(folder)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("out"))
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["trial", folder.path + "/t.yaml", "-o", folder.path + "/out"] + options
      process.currentDirectoryURL = ProjectPaths.root
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      while process.isRunning, !FileManager.default.fileExists(atPath: folder.path + "/out/partial/mark") {
        usleep(5000)
      }
      process.interrupt()
      process.waitUntilExit()
      #expect(process.terminationStatus == 130)
      let partial = try files(folder)
      let page = String(decoding: partial["partial/report.html"] ?? Data(), as: UTF8.self)
      #expect(page.contains("This result is partial.") && page.contains("--resume"))
      let refused = try trial(Self.small, folder, options)
      #expect(refused.status == 2 && refused.errors.contains("holds an unfinished run"))
      let other = try trial(Self.small, folder, ["--replicates", "1200", "--seed", "4", "--resume"])
      #expect(other.status == 2 && other.errors.contains("it has seed 3, not 4"))
      let resumed = try trial(Self.small, folder, options + ["--resume"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try files(folder) == reference)
    }
  }

  @Test(
    "Wrong input ends with status 2 and a place",
    arguments: [
      ("sample size: 20", "sample size: 0", "must be a whole number from 1 to 100000"),
      ("sample size: 20", "sample size: 10000000", "must be a whole number from 1 to 100000"),
      ("sample size: 20", "sample size: {cbt: 20, wait: 0}", "the arm \"wait\" has no patients"),
      (
        "sample size: 20", "sample size: 20\nallocation: {cbt: 0.7, wait: 0.4}",
        "the allocation adds up to 1.1, not to 1"
      ),
      ("visits: weeks 1, 2", "visits: days -1, 7", "is before the baseline"),
      ("visits: weeks 1, 2", "visits: weeks 1, 2\nscales: MADRAS", "unknown scale \"MADRAS\""),
      ("visits: weeks 1, 2", "visits: weeks 1, 2\nendpoints: cure", "unknown endpoint \"cure\""),
      ("visits: weeks 1, 2", "visits: weeks 1, 2\ncontrasts: cbt - none", "there is no arm \"none\""),
      ("cbt weekly x 2", "cbt weekly x 0", "a whole number above zero must follow \"x\""),
      ("cbt weekly x 2", "cbt", "the times of cbt are missing"),
    ])
  func wrongFiles(_ original: String, _ replacement: String, _ problem: String) throws {
    try Program.inFolder { folder in
      let outcome = try trial(Self.small.replacing(original, with: replacement), folder, ["--replicates", "2"])
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.errors.contains("t.yaml:") && outcome.errors.contains(problem), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/out/report.html"))
    }
  }

  @Test(
    "Wrong options end with status 2",
    arguments: [
      (["--replicates", "0"], "--replicates must be from 1 to 1000000, 0 is not"),
      (["--replicates", "-3"], "--replicates must be from 1 to 1000000, -3 is not"),
      (["--subjects", "21"], "--subjects 21 cannot be allocated 1:1"),
      (["--subjects", "0"], "--subjects must be from 1 to 100000, 0 is not"),
      (["--threads", "0"], "--threads must be from 1 to 1024, 0 is not"),
      (["--power", "1.5"], "--power must be from 0.05 to 0.99, 1.5 is not"),
      (["--assurance"], "--assurance has nothing that is uncertain"),
    ])
  func wrongOptions(_ options: [String], _ problem: String) throws {
    try Program.inFolder { folder in
      let outcome = try trial(Self.small, folder, options)
      #expect(outcome.status == 2 && outcome.errors.contains(problem), "\(outcome.errors)")
    }
  }
}
