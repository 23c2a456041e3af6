import Diagnostics
import Files
import Foundation
import Populations
import Reports
import Testing

@Suite struct ReportFileTests {
  static let context = RunContext(
    softwareVersion: "1.2.3", command: "rewire simulate study.yaml -o out", solver: "rodas5p", relativeTolerance: 1e-6,
    absoluteTolerance: 1e-9, versions: [("Swift", "6.3")], seconds: 3.21, threads: 2)

  private func inFolder<Result>(_ work: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reports-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try work(folder)
  }

  @Test func timeCourseIsWhole() throws {
    var study = SyntheticStudy.result
    study.arms = Array(study.arms.prefix(4))
    study.arms[3].series[0].p50[2] = .nan
    let table = try inFolder { folder in
      let file = try TimeCourseFile(study, path: folder + "/t.csv")
      try file.commit()
      return try CSVTable(TextFile.read(folder + "/t.csv"))
    }
    #expect(table.header == TimeCourseFile.columns)
    #expect(table.rows.count == study.arms.map { $0.series.count * $0.times.count }.reduce(0, +))
    #expect(Set(table.rows.map { $0[0] }) == ["untreated", "daily", "talking", "once"])
    let plasma = table.rows.filter { $0[0] == "once" && $0[4] == "compound_b.Cp" }
    #expect(plasma[1][1] == "0.0104167" && plasma[1][2] == "0.25" && plasma[1][5] == "ng/mL")
    #expect(plasma[2][8] == "")
    #expect(Double(plasma[5][8]).map { abs($0 / study.arms[3].series[0].p50[5] - 1) < 1e-5 } == true)
  }

  @Test func summaryIsJSONWithUnits() throws {
    let text = SummaryFile(SyntheticStudy.result, context: Self.context).text()
    let summary = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(summary.keys) == ["software", "model", "study", "stages", "arms", "notes", "run"])
    let software = try #require(summary["software"] as? [String: String])
    #expect(software["version"] == "1.2.3" && software["notice"] == "Research software, not medical advice.")
    let model = try #require(summary["model"] as? [String: Any])
    #expect((model["hash"] as? String)?.count == 64)
    #expect((summary["study"] as? [String: Any])?["seed"] as? Int == 20_261_123)
    let arms = try #require(summary["arms"] as? [[String: Any]])
    #expect(arms.count == 10)
    let endpoints = try #require(arms[3]["endpoints"] as? [[String: Any]])
    #expect(endpoints.allSatisfy { ($0["unit"] as? String)?.isEmpty == false && $0["median"] is NSNumber })
    let peak = try #require(endpoints.first { $0["id"] as? String == "plasma_peak.b" })
    #expect(peak["compound"] as? String == "b" && peak["n"] as? Int == 200)
    // A time that does not exist is null, not a number.
    let untreated = try #require(arms[0]["endpoints"] as? [[String: Any]])
    #expect(untreated.first { $0["id"] as? String == "glutamate_peak_time" }?["median"] is NSNull)
    let failures = try #require(arms[4]["failures"] as? [[String: Any]])
    #expect(failures.count == 1 && failures[0]["patient"] as? Int == 17)
    #expect((arms[4]["relapse"] as? [String: Any])?["censored"] as? Int == 40)
  }

  /// What depends on the machine and the clock stands in one block.
  @Test func onlyTheRunBlockDependsOnTheMachine() {
    var other = Self.context
    other.seconds = 99
    other.threads = 64
    other.versions = []
    func blocks(_ context: RunContext) -> [String] {
      guard case .object(let fields) = SummaryFile(SyntheticStudy.result, context: context).value else { return [] }
      return fields.filter { $0.name != "run" }.map { $0.name + $0.value.text() }
    }
    #expect(blocks(other).count == 6)
    for (first, second) in zip(blocks(Self.context), blocks(other)) { #expect(first.hashValue == second.hashValue) }
  }

  @Test func writesEveryFileAndNoOther() throws {
    try inFolder { folder in
      try StudyFiles(folder: folder).write(SyntheticStudy.result, context: Self.context, library: nil)
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      #expect(
        names == [
          "figures", "figures/overview-response.vl.json", "figures/overview-symptoms.vl.json",
          "figures/stage-bdnf.vl.json", "figures/stage-glutamate.vl.json", "figures/stage-madrs.vl.json",
          "figures/stage-occupancy.vl.json", "figures/stage-plasma.vl.json", "figures/stage-synapses.vl.json",
          "report.html", "summary.json", "timecourse.csv",
        ])
    }
  }

  /// A file in the way of one result: none of the others appears, and what was there stays.
  @Test func writesNothingWhenOneFileCannotBeWritten() throws {
    try inFolder { folder in
      let files = try StudyFiles(folder: folder)
      try FileManager.default.createDirectory(atPath: folder + "/report.html", withIntermediateDirectories: false)
      #expect(throws: FileError.isFolder(path: folder + "/report.html")) {
        try files.write(SyntheticStudy.result, context: Self.context, library: nil)
      }
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      #expect(names == ["figures", "report.html"])
    }
  }

  @Test func refusesAFolderThatIsAFile() throws {
    try inFolder { folder in
      try "x".write(toFile: folder + "/out", atomically: true, encoding: .utf8)
      #expect(throws: FileError.notAFolder(path: folder + "/out")) { try StudyFiles(folder: folder + "/out") }
      #expect(throws: FileError.self) { try StudyFiles(folder: folder + "/out/below") }
    }
  }
}
