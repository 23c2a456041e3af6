import Foundation
import Populations
import Reports
import TestSupport
import Testing

@Suite struct FigureTests {
  private static let page = ReportPage(SyntheticStudy.result, context: ReportFileTests.context, library: nil)

  @Test func oneFigureForEachStageAfterTheOverview() {
    #expect(
      Self.page.figures.map(\.id) == [
        "overview-symptoms", "overview-response", "stage-plasma", "stage-occupancy", "stage-glutamate", "stage-bdnf",
        "stage-synapses", "stage-madrs",
      ])
  }

  /// Every specification is accepted by Vega-Lite itself and becomes a picture with marks in it.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: ProjectPaths.python.path)))
  func vegaLiteDrawsEveryFigure() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("figures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for figure in Self.page.figures {
      try figure.specification.text().write(
        to: folder.appendingPathComponent(figure.id), atomically: true, encoding: .utf8)
    }
    let process = Process()
    process.executableURL = ProjectPaths.python
    process.arguments = [
      "-c",
      """
      import pathlib, sys, vl_convert
      for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
          svg = vl_convert.vegalite_to_svg(path.read_text())
          print(path.name, svg.count("<path"), "days" in svg or "%" in svg or "day 7" in svg)
      """, folder.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let lines = output.split(separator: "\n")
    #expect(lines.count == Self.page.figures.count)
    for line in lines {
      let words = line.split(separator: " ")
      #expect((Int(words[1]) ?? 0) > 10 && words[2] == "True", "\(line)")
    }
  }

  /// The titles of the panels of a figure, rows one after the other.
  private func titles(_ figure: Figure) throws -> [String] {
    let data = Data(figure.specification.text().utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rows = root["vconcat"] as? [[String: Any]] ?? [root]
    return rows.flatMap { $0["concat"] as? [[String: Any]] ?? [] }.compactMap { panel in
      ((panel["title"] as? [String: Any])?["text"] as? [String])?.joined(separator: " ")
    }
  }

  @Test func armsWithTheSameCourseShareAPanel() throws {
    let plasma = try titles(try #require(Self.page.figures.first { $0.id == "stage-plasma" }))
    #expect(
      plasma == [
        "2 Compound A 10 mg daily", "4, 5, 8, 9 Compound B 0.5 mg/kg iv once", "6, 10 Compound C 25 mg oral once",
        "2 Compound A 10 mg daily", "4, 8, 9 Compound B 0.5 mg/kg iv once", "5 Compound B on days 0, 3, 7, 10, 14, 17",
        "6, 10 Compound C 25 mg oral once",
      ])
  }

  @Test func everyArmIsInEveryCourseFigure() throws {
    for figure in Self.page.figures where figure.id.hasPrefix("stage-") {
      let numbers = try titles(figure).flatMap { title in
        title.prefix { $0.isNumber || $0 == "," || $0 == " " }.split(whereSeparator: { !$0.isNumber }).compactMap {
          Int($0)
        }
      }
      let given = figure.caption.contains("no drug in arms 1, 3 and 7") ? [2, 4, 5, 6, 8, 9, 10] : Array(1...10)
      #expect(Set(numbers).isSuperset(of: given), "\(figure.id)")
    }
  }

  @Test func weakEvidenceIsMarked() throws {
    let symptoms = try titles(try #require(Self.page.figures.first { $0.id == "stage-madrs" }))
    #expect(symptoms.filter { $0.hasPrefix("10 ") }.allSatisfy { $0.hasSuffix("†") })
    #expect(symptoms.filter { $0.hasPrefix("4 ") }.allSatisfy { !$0.hasSuffix("†") })
  }

  @Test func captionsSayWhatIsDrawn() throws {
    let glutamate = try #require(Self.page.figures.first { $0.id == "stage-glutamate" })
    for words in ["Median", "25 to 75 %", "5 to 95 % of patients", "first 24 hours", "without treatment"] {
      #expect(glutamate.caption.contains(words))
    }
  }

  /// Spikes survive thinning: the largest value of a panel is the course's largest.
  @Test func thinningKeepsPeaks() throws {
    let plasma = try #require(Self.page.figures.first { $0.id == "stage-plasma" })
    let peak = SyntheticStudy.result.arms[4].series[0].p50.max() ?? 0
    let text = plasma.specification.text()
    #expect(text.contains("\"median\":\(NumberText.rounded(peak, digits: 4))"))
    #expect(text.utf8.count < 500_000)
  }

  @Test func oneArmAloneHasNoReference() {
    var study = SyntheticStudy.result
    study.arms = [study.arms[3]]
    let page = ReportPage(study, context: ReportFileTests.context, library: nil)
    #expect(page.figures.allSatisfy { !$0.specification.text().contains("untreated") })
    #expect(page.figures.count == 8)
  }
}
