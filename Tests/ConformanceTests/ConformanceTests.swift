import Conformance
import Diagnostics
import Foundation
import TestSupport
import Testing

/// The room on the cases of its own in `Tests/Fixtures/conformance`, whose expected results are closed forms.
@Suite struct ConformanceTests {
  private static var fixtures: String { ProjectPaths.fixtures.appendingPathComponent("conformance").path }

  private func inFolder(_ work: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "rewire-conformance-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try work(folder)
  }

  @Test func casesAreWrittenAndJudged() throws {
    try inFolder { folder in
      let failures = try ConformanceRun(casesFolder: Self.fixtures, folder: folder).run()
      #expect(failures.isEmpty, "\(failures)")
      let first = try String(contentsOfFile: folder + "/00001.csv", encoding: .utf8).split(separator: "\n")
      #expect(first.first == "time,drug,gone,elimination,unknown" && first.count == 6)
      #expect(first[1] == "0.0,8.0,0.0,4.0,NaN")
      let second = try String(contentsOfFile: folder + "/00002.csv", encoding: .utf8).split(separator: "\n")
      #expect(second[1] == "0.0,1.0,-INF" && second.last?.hasSuffix(",-INF") == true)
    }
  }

  @Test func chosenCases() throws {
    try inFolder { folder in
      let run = try ConformanceRun(casesFolder: Self.fixtures, names: ["00002"], folder: folder, threads: 1)
      #expect(run.cases.map(\.name) == ["00002"])
      #expect(try run.run().isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["00002.csv", "failures.csv"])
    }
    #expect(throws: ConformanceError.unknownCase("99", known: ["00001", "00002"])) {
      try ConformanceRun(casesFolder: Self.fixtures, names: ["99"], folder: "unused")
    }
    #expect(throws: ConformanceError.noCases(folder: "/no/such")) {
      try ConformanceRun(casesFolder: "/no/such", folder: "unused")
    }
  }

  /// A case that fails is listed with its reason; the others run.
  @Test func badCasesStopNoOthers() throws {
    try inFolder { folder in
      let cases = folder + "-cases"
      defer { try? FileManager.default.removeItem(atPath: cases) }
      try FileManager.default.copyItem(atPath: Self.fixtures, toPath: cases)
      func copy(_ name: String, _ change: (String, String) throws -> Void) throws {
        let target = "\(cases)/\(name)"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for file in ["settings.txt", "sbml-l2v4.xml", "results.csv"] {
          let text = try String(contentsOfFile: "\(cases)/00002/00002-\(file)", encoding: .utf8)
          try text.write(toFile: "\(target)/\(name)-\(file)", atomically: true, encoding: .utf8)
        }
        try change(target, name)
      }
      func rewrite(_ path: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
      }
      try copy("00010") { try rewrite("\($0)/\($1)-sbml-l2v4.xml", "</listOfRules>", "") }
      try copy("00011") { try rewrite("\($0)/\($1)-settings.txt", "variables: x", "variables: y") }
      try copy("00012") { try rewrite("\($0)/\($1)-settings.txt", "duration: 1", "duration: soon") }
      try copy("00013") { try rewrite("\($0)/\($1)-results.csv", "0, 1.0,", "0, 1.1,") }
      try copy("00014") { try FileManager.default.removeItem(atPath: "\($0)/\($1)-sbml-l2v4.xml") }
      let failures = try ConformanceRun(casesFolder: cases, folder: folder).run()
      #expect(failures.map(\.name) == ["00010", "00011", "00012", "00013", "00014"])
      #expect(failures[1].explanation.problem.contains("\"y\""))
      #expect(failures[2].explanation.problem.contains("\"soon\""))
      #expect(failures[3].explanation.problem == "not as expected: x at time 0.0: 1.0 for 1.1")
      #expect(failures[4].explanation.problem.contains("has no model"))
      let written = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(written == ["00001.csv", "00002.csv", "00013.csv", "failures.csv"])
      let table = try String(contentsOfFile: folder + "/failures.csv", encoding: .utf8)
      #expect(table.hasPrefix("case,reason\n00010,") && table.split(separator: "\n").count == 6)
    }
  }

  /// The suite's rule: absolute + relative · |expected|; no number and infinity must be met exactly.
  @Test func judging() throws {
    let judge = try CaseJudge(#require(SuiteCase.all(in: Self.fixtures).last))
    func row(_ time: Double, _ x: Double, _ endless: String = "-INF") -> String { "\(time),\(x),\(endless)\n" }
    func verdict(_ rows: String...) throws -> String? {
      try judge.disagreement(of: "time,x,endless\n" + rows.joined())
    }
    let (middle, last) = (row(0.5, exp(0.5)), row(1, exp(1)))
    // Tolerances 1e-6 and 1e-5: 1.1e-5 around 1.
    #expect(try verdict(row(0, 1 + 1.05e-5), middle, last) == nil)
    #expect(try verdict(row(0, 1 + 1.15e-5), middle, last)?.hasPrefix("x at time 0.0") == true)
    #expect(try verdict(row(0, .nan), middle, last) != nil)
    #expect(try verdict(row(0, 1, "INF"), middle, last) != nil)
    #expect(try verdict(row(0, 1, "NaN"), middle, last) != nil)
    #expect(try verdict(row(0, 1), middle) == "2 rows, 3 expected")
    #expect(try judge.disagreement(of: "time,x\n0,1\n0,1\n0,1\n") != nil)
    #expect(throws: ConformanceError.unreadable("high", file: "results")) {
      try judge.disagreement(of: "time,x,endless\n0,high,1\n")
    }
  }
}
