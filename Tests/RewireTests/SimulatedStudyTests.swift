import Foundation
import Rewire
import TestSupport
import Testing

@Suite struct SimulatedStudyTests {
  private static let path = ProjectPaths.protocols.appendingPathComponent("first.yaml").path

  @Test func simulatesPrintsAndWrites() throws {
    let study = try SimulatedStudy(protocolFile: Self.path, patients: 2, seed: 5)
    #expect(study.table.hasPrefix("Peaks along the chain"))
    #expect(study.table.split(separator: "\n").allSatisfy { $0.count <= 120 })
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(study.summary.utf8)) as? [String: Any])
    let facts = try #require(summary["study"] as? [String: Any])
    #expect(facts["patients"] as? Int == 2 && facts["seed"] as? Int == 5)

    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("study-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try study.write(to: folder.path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["figures", "report.html", "summary.json", "timecourse.csv"])
  }

  @Test func explainsWhatIsWrong() {
    let none = #expect(throws: StudyError.self) { try SimulatedStudy(protocolFile: "no/such.yaml") }
    #expect(none?.description == "error: there is no file \"no/such.yaml\"")
    let few = #expect(throws: StudyError.self) { try SimulatedStudy(protocolFile: Self.path, patients: 0) }
    #expect(few?.description == "error: the number of patients must be from 1 to 10000, 0 is not")
  }

  @Test func theVersionIsThatOfTheCitation() throws {
    let citation = try String(
      contentsOf: ProjectPaths.root.appendingPathComponent("CITATION.cff"), encoding: .utf8)
    #expect(citation.contains("\nversion: \(Version.current)\n"))
  }
}
