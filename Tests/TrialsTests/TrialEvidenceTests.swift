import Files
import Foundation
import TestSupport
import Testing
import Trials

@Suite("Evidence of the trial layer")
struct TrialEvidenceTests {
  /// Both ways: no number without a record, no record without a number, and the same value in both.
  @Test("Every number of Models/trial that is ours has its record with the same value")
  func records() throws {
    let parts = ["belief", "care", "adverse", "dropout", "unblinding"]
    let path = ProjectPaths.root.path + "/Evidence/parameters/trial.yaml"
    var recorded: [String: Double] = [:]
    for record in try YAMLText.read(path).list("evidence") {
      let keys = try record.entries("a record")
      let id = try #require(keys.first { $0.key == "id" }).value.text("id")
      recorded[id] = try #require(keys.first { $0.key == "value" }).value.number("value")
    }
    let parameters = try libraryParameters()
    func isOurs(_ name: String) -> Bool { parts.contains { name.hasPrefix($0 + ".") } }
    for name in parameters.names where isOurs(name) {
      #expect(recorded["trial.\(name)"] == parameters.values[name], "\(name)")
    }
    for id in recorded.keys where isOurs(String(id.dropFirst(6))) {
      #expect(parameters.values[String(id.dropFirst(6))] != nil, "\(id) is no parameter")
    }
  }
}
