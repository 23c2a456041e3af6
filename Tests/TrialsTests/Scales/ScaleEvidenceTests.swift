import Files
import Foundation
import TestSupport
import Testing
import Trials

@Suite("Evidence of scales")
struct ScaleEvidenceTests {
  private func records() throws -> [String: String] {
    let path = ProjectPaths.root.appendingPathComponent("Evidence/parameters/scales.yaml").path
    var records: [String: String] = [:]
    for record in try YAMLText.read(path).list("evidence") {
      let entries = try record.entries("a record")
      let id = try #require(entries.first { $0.key == "id" }).value.text("id")
      records[id] = try #require(entries.first { $0.key == "value" }).value.text("value")
    }
    return records
  }

  @Test("Every error of measurement has its record with the same value, and every record a number")
  func measurement() throws {
    let records = try records()
    let parameters = try MeasurementSetting.parameters()
    for name in parameters.names where name.hasPrefix("measurement.") {
      #expect(records["trial.\(name)"].flatMap(Double.init) == parameters.values[name], "\(name)")
    }
    for id in records.keys where id.hasPrefix("trial.") {
      #expect(parameters.values[String(id.dropFirst(6))] != nil, "\(id) is no parameter")
    }
  }

  @Test("Every scale and every trait has its record")
  func scales() throws {
    let records = try records()
    for scale in try MeasurementSetting.library().scales {
      #expect(records["scale.\(scale.id)"] != nil, "\(scale.id)")
      if scale.trait > 0 {
        let domain = try #require(scale.domain)
        #expect(records["scale.\(domain).trait"].flatMap(Double.init) == scale.trait, "\(scale.id)")
      }
    }
  }

  @Test("Items are what the derivation gives", .enabled(if: PythonOracle.isAvailable))
  func derivation() throws {
    let path = ProjectPaths.root.appendingPathComponent("scripts/derive-scales").path
    let script = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    #expect(throws: Never.self) { try PythonOracle.run(script: script, arguments: [path, "--check"]) }
  }
}
