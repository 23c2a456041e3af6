import Antimony
import Conformance
import Diagnostics
import Foundation
import Networks
import SBML
import TestSupport
import Testing

/// The antimony library writes the suite's cases in Antimony; read by us, each runs as the case itself does, except
/// where the library's own round trip loses something: those are listed with what is lost.
@Suite(.enabled(if: PythonOracle.isAvailable, "needs the Python environment that set-up makes"))
struct SuiteRoundTripTests {
  private static let cases = ProjectPaths.root.appendingPathComponent("../shared/conformance/sbml").standardizedFileURL
  private static let isThere = FileManager.default.fileExists(atPath: cases.path)

  /// `case,reason`
  private static func lost() throws -> [String: String] {
    let list = ProjectPaths.fixtures.appendingPathComponent("conformance/antimony-round-trips.csv")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").dropFirst()
    return Dictionary(
      lines.map { line in
        let parts = line.split(separator: ",", maxSplits: 1).map(String.init)
        return (parts[0], parts.last ?? "")
      }, uniquingKeysWith: { $1 })
  }

  /// What differs between the case and the text; nil when nothing does.
  private static func difference(_ item: SuiteCase, _ text: String) throws -> String? {
    let settings = try CaseSettings(path: item.settingsPath)
    let own = try AntimonyReader.read(path: text)
    let original = try SBMLReader.read(path: try item.modelPath())
    // Names of submodels' elements are joined by dots here, by one line there.
    let worst = try Courses.difference(own, original, times: settings.times) {
      $0.replacing(".", with: "_").replacing("__", with: "_")
    }
    return worst.size < 1e-6 ? nil : worst.place
  }

  @Test(.enabled(if: isThere, "the test suite does not lie beside the checkout, in ../shared/conformance/sbml"))
  func textsRunAsTheirCases() throws {
    let folder = NSTemporaryDirectory() + "rewire-round-trips-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let script = try String(
      contentsOf: ProjectPaths.fixtures.appendingPathComponent("antimony_suite.py"), encoding: .utf8)
    _ = try PythonOracle.run(script: script, arguments: [Self.cases.path, folder])
    let lost = try Self.lost()
    var compared = 0
    for item in try SuiteCase.all(in: Self.cases.path) where lost[item.name] == nil {
      let text = "\(folder)/\(item.name).ant"
      guard FileManager.default.fileExists(atPath: text) else { continue }
      do {
        if let place = try Self.difference(item, text) { Issue.record("case \(item.name): \(place)") }
        compared += 1
      } catch {
        Issue.record("case \(item.name): \(Message.text(error))")
      }
    }
    #expect(compared >= 1000)
  }
}
