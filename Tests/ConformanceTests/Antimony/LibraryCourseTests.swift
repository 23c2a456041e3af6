import Antimony
import Diagnostics
import Foundation
import Networks
import SBML
import TestSupport
import Testing

/// The antimony library turns a text into SBML; our reading of the text and our reading of that SBML must run alike.
@Suite(.enabled(if: PythonOracle.isAvailable, "needs the Python environment that set-up makes"))
struct LibraryCourseTests {
  private static let folder = ProjectPaths.fixtures.appendingPathComponent("antimony")
  private static let texts: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".ant") }.sorted().map { folder.appendingPathComponent($0).path }
  }()

  /// The library's SBML by path, from one Python process.
  private static func sbml() throws -> [String: String] {
    let script = try String(
      contentsOf: ProjectPaths.fixtures.appendingPathComponent("antimony_oracle.py"), encoding: .utf8)
    let output = try PythonOracle.run(script: script, arguments: ["--sbml"] + texts)
    return try JSONDecoder().decode([String: String].self, from: Data(output.utf8))
  }

  @Test func coursesAgree() throws {
    #expect(Self.texts.count >= 130)
    let times = (0...40).map { Double($0) * 0.15 }
    let answers = try Self.sbml()
    #expect(answers.count == Self.texts.count)
    for (path, text) in answers.sorted(by: { $0.key < $1.key }) {
      let name = path.split(separator: "/").last ?? ""
      do {
        let own = try AntimonyReader.read(path: path)
        var other = try SBMLReader.read(SourceText(name: "\(name).xml", text: text))
        // A species without a value begins with nothing in our reading, and with no number in SBML's.
        let open = Set(own.species.filter { $0.initial == .concentration(0) || $0.initial == .amount(0) }.map(\.id))
        for index in other.species.indices where open.contains(other.species[index].id) {
          other.species[index].initial = own.species.first { $0.id == other.species[index].id }?.initial
        }
        let worst = try Courses.difference(own, other, times: times) { $0.replacing(".", with: "_") }
        #expect(worst.size < 1e-7, "\(name): \(worst.place)")
      } catch {
        Issue.record("\(name): \(Message.text(error))")
      }
    }
  }
}
