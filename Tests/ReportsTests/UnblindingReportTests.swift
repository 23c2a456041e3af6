import Diagnostics
import Foundation
import Reports
import TestSupport
import Testing
import Trials

@Suite("The report on blinding")
struct UnblindingReportTests {
  private static let context = RunContext(
    softwareVersion: "1.2.3", command: "rewire unblinding t.csv -o out", solver: "", relativeTolerance: 0,
    absoluteTolerance: 0, versions: [], seconds: nil, threads: nil)

  private func comparisons(name: String = "drug") throws -> [UnblindingComparison] {
    let table = try GuessTable(
      SourceText(
        name: "t.csv",
        text: "arm,kind,guess_active,guess_control,unsure\n\(name),active,40,6,4\nplacebo,control,12,31,7\n"))
    let parameters = try TrialParameters.read(folder: ProjectPaths.models.path + "/trial")
    return try UnblindingQuestion(effect: 4, expectancy: 3).comparisons(table, parameters: parameters)
  }

  @Test("The page holds its figures, escapes names and says what it is")
  func page() throws {
    let text = UnblindingPage(try comparisons(name: "<b>drug"), context: Self.context, library: nil).text()
    #expect(text.contains("&lt;b&gt;drug against placebo"))
    #expect(!text.contains("<b>drug"))
    #expect(text.contains(RunContext.notice))
    for id in ["false-positives-1", "power-1", "guesses-1"] { #expect(text.contains("id=\"data-\(id)\"")) }
  }

  @Test("Every figure has titled axes and a caption")
  func figures() throws {
    for figure in UnblindingPage(try comparisons(), context: Self.context, library: nil).figures {
      let text = figure.specification.text()
      #expect(text.contains("guesses right, %") || text.contains("share of trials, %"))
      #expect(figure.caption.count > 60)
    }
  }

  @Test("The file of results reads back and agrees with the model")
  func results() throws {
    let comparisons = try comparisons()
    let text = UnblindingResultFile(comparisons, context: Self.context).text()
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let list = try #require(object["comparisons"] as? [[String: Any]])
    let cases = try #require(list.first?["cases"] as? [[String: Any]])
    let found = try #require(cases.first?["false_positives"] as? Double)
    #expect(abs(found - comparisons[0].cases[0].model.falsePositives.total) < 1e-6)
    #expect((list.first?["by_share_right"] as? [Any])?.count == 105)
  }

  @Test("The table in the terminal is narrow enough and names its columns")
  func table() throws {
    let text = ConsoleTable(UnblindingTables.cases(try comparisons()[0]), width: 120).text()
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    #expect(text.contains("false +, %") && text.contains("James"))
  }
}
