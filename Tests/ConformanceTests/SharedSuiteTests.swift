import Conformance
import Foundation
import TestSupport
import Testing

/// The SBML Test Suite's cases, where they lie beside the checkout: none may fail that is not listed, and none may be
/// listed that passes.
@Suite struct SharedSuiteTests {
  private static let cases = ProjectPaths.root.appendingPathComponent("../shared/conformance/sbml").standardizedFileURL
  private static let isThere = FileManager.default.fileExists(atPath: cases.path)

  /// `case,reason`
  private static func knownFailures() throws -> [String: String] {
    let list = ProjectPaths.root.appendingPathComponent("Tests/Fixtures/conformance/known-failures.csv")
    let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
    #expect(lines.first == "case,reason")
    var known: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ",", maxSplits: 1).map(String.init)
      #expect(parts.count == 2 && parts[0].count == 5, "a case and its reason: \(line)")
      known[parts[0]] = parts.last
    }
    return known
  }

  @Test(.enabled(if: isThere, "the test suite does not lie beside the checkout, in ../shared/conformance/sbml"))
  func knownFailuresOnly() throws {
    let folder = NSTemporaryDirectory() + "rewire-suite-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let known = try Self.knownFailures()
    let run = try ConformanceRun(casesFolder: Self.cases.path, folder: folder)
    #expect(run.cases.count >= 1000)
    let failures = try run.run()
    for failure in failures where known[failure.name] == nil {
      Issue.record("case \(failure.name) fails: \(ConformanceRun.line(failure.explanation))")
    }
    let failed = Set(failures.map(\.name))
    for name in known.keys.sorted() where !failed.contains(name) {
      Issue.record("case \(name) passes: take it off Tests/Fixtures/conformance/known-failures.csv")
    }
  }

  /// Each listed case is one of the suite.
  @Test(.enabled(if: isThere, "the test suite does not lie beside the checkout, in ../shared/conformance/sbml"))
  func listedCasesExist() throws {
    let names = Set(try SuiteCase.all(in: Self.cases.path).map(\.name))
    for name in try Self.knownFailures().keys { #expect(names.contains(name)) }
  }
}
