import Antimony
import Diagnostics
import Foundation
import Networks
import TestSupport
import Testing

/// The antimony library turns the same text into SBML; what both say must agree.
@Suite(.enabled(if: PythonOracle.isAvailable, "needs the Python environment that set-up makes"))
struct OracleTests {
  static let fixtures: [String] = files(in: ProjectPaths.fixtures.appendingPathComponent("antimony"))

  private static func files(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".ant") }.sorted().map { folder.appendingPathComponent($0).path }
  }

  /// One Python process for all texts.
  private static func ask(_ paths: [String]) throws -> [String: Answer] {
    let script = try String(
      contentsOf: ProjectPaths.fixtures.appendingPathComponent("antimony_oracle.py"), encoding: .utf8)
    let output = try PythonOracle.run(script: script, arguments: paths)
    return try JSONDecoder().decode([String: Answer].self, from: Data(output.utf8))
  }

  private static func check(_ paths: [String]) throws {
    for (path, answer) in try ask(paths).sorted(by: { $0.key < $1.key }) {
      if let error = answer.error {
        Issue.record("the antimony library cannot read \(path): \(error)")
        continue
      }
      do {
        let network = try AntimonyReader.read(path: path)
        let mine = NetworkDigest(network) { $0.replacing(".", with: "_") }
        let differences = mine.differences(from: answer.digest)
        #expect(differences.isEmpty, "\(path):\n\(differences.prefix(10).joined(separator: "\n"))")
      } catch {
        Issue.record("\(Message.text(error))")
      }
    }
  }

  @Test func agreesOnTheFixtures() throws {
    #expect(Self.fixtures.count >= 20)
    try Self.check(Self.fixtures)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: LibraryTests.patient)))
  func agreesOnTheModelLibrary() throws {
    // Files whose model is marked as a main one stand on their own.
    let compounds = try Self.files(in: ProjectPaths.models.appendingPathComponent("compounds")).filter {
      try String(contentsOfFile: $0, encoding: .utf8).contains("\nmodel *")
    }
    try Self.check([LibraryTests.patient] + compounds)
  }
}

/// What the script prints for one text.
private struct Answer: Decodable {
  struct Species: Decodable {
    var compartment: String
    var boundary: String
    var amount: String
    var factor: String?
    var start: [String]?
  }
  struct Reaction: Decodable {
    var reversible: String
    var changes: [String: [String]]
    var law: [String]
  }
  struct Event: Decodable {
    var startsTrue: String
    var isPersistent: String
    var usesTriggerTimeValues: String
    var trigger: [String]
    var margin: [String]
    var delay: [String]?
    var priority: [String]?
    var assignments: [String: [String]]
  }

  var error: String?
  var compartments: [String: [String]?]?
  var parameters: [String: [String]?]?
  var species: [String: Species]?
  var rates: [String: [String]]?
  var assignments: [String: [String]]?
  var reactions: [String: Reaction]?
  var events: [String: Event]?
  var algebraic: [[String]]?
  var functions: [String: [String]]?
  var stoichiometries: [String]?

  private static func numbers(_ texts: [String]?) -> [Double]? { texts.map { $0.map { Double($0) ?? .nan } } }

  var digest: NetworkDigest {
    var digest = NetworkDigest()
    digest.compartments = (compartments ?? [:]).mapValues(Self.numbers)
    digest.parameters = (parameters ?? [:]).mapValues(Self.numbers)
    digest.species = (species ?? [:]).mapValues {
      NetworkDigest.Species(
        compartment: $0.compartment, isBoundary: $0.boundary == "true", isAmount: $0.amount == "true",
        start: Self.numbers($0.start) ?? Array(repeating: 0, count: NetworkDigest.points), conversionFactor: $0.factor)
    }
    digest.rates = (rates ?? [:]).mapValues { Self.numbers($0) ?? [] }
    digest.assignments = (assignments ?? [:]).mapValues { Self.numbers($0) ?? [] }
    digest.reactions = (reactions ?? [:]).mapValues {
      NetworkDigest.Reaction(
        isReversible: $0.reversible == "true", changes: $0.changes.mapValues { Self.numbers($0) ?? [] },
        law: Self.numbers($0.law) ?? [])
    }
    digest.events = (events ?? [:]).mapValues {
      NetworkDigest.Event(
        startsTrue: $0.startsTrue == "true", isPersistent: $0.isPersistent == "true",
        usesTriggerTimeValues: $0.usesTriggerTimeValues == "true", trigger: Self.numbers($0.trigger) ?? [],
        margin: Self.numbers($0.margin) ?? [],
        delay: Self.numbers($0.delay), priority: Self.numbers($0.priority),
        assignments: $0.assignments.mapValues { Self.numbers($0) ?? [] })
    }
    digest.algebraic = (algebraic ?? []).map { NetworkDigest.normalized(Self.numbers($0) ?? []) }
    digest.sortAlgebraicRules()
    digest.functions = (functions ?? [:]).mapValues { Self.numbers($0) ?? [] }
    digest.stoichiometries = Set(stoichiometries ?? [])
    return digest
  }
}
