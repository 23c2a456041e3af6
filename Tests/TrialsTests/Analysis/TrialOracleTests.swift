import Foundation
import TestSupport
import Testing
import Trials

/// Whole trials analysed by R (`Tests/Fixtures/trials/oracle.R`).
@Suite("Trials analysed by R")
struct TrialOracleTests {
  private static let folder = ProjectPaths.fixtures.appendingPathComponent("trials")

  private static func lines(_ file: String) throws -> [[String]] {
    try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  private static func expected() throws -> [String: Double] {
    try lines("oracle.csv").reduce(into: [:]) { $0[$1[0]] = Double($1[1]) }
  }

  private func check(
    _ prefix: String, _ field: OutcomeLayout.EstimateField, _ name: String? = nil, endpoint: Int, _ tolerance: Double,
    _ outcome: ReplicateOutcome, _ layout: OutcomeLayout
  ) throws {
    let name = "\(prefix).\(name ?? "\(field)")"
    let expected = try #require(try Self.expected()[name])
    let found = outcome.values[layout.column(contrast: 0, endpoint: endpoint, field)]
    #expect(abs(found - expected) <= tolerance * max(abs(expected), 1), "\(name): \(found) instead of \(expected)")
  }

  @Test("Parallel arms: covariance, mixed model, response, relapse")
  func parallel() throws {
    let kinds: [TrialEndpoint.Kind] = [.changeByAncova, .changeByRepeatedMeasures, .response, .timeToRelapse]
    let trial = GeneratedTrial(perArm: 45, visits: 4, endpoints: kinds)
    let subjects = try Self.lines("parallel.csv").dropFirst().enumerated().map { index, cells in
      var subject = TrialSubject(patient: index, arm: try #require(Int(cells[0])))
      subject.stratum = try #require(Int(cells[1]))
      subject.scores = cells[2...5].map { Double($0) ?? .nan }
      subject.relapse = .init(days: try #require(Double(cells[6])), isEvent: cells[7] == "1")
      return subject
    }
    let analysis = TrialAnalysis(design: trial.design)
    let outcome = analysis.outcome(of: TrialData(replicate: 0, estimand: .asRun, subjects: subjects, screened: 90))
    let layout = analysis.layout
    for field in [
      OutcomeLayout.EstimateField.estimate, .standardError, .degreesOfFreedom, .pValue, .upper, .effectSize,
    ] {
      try check("ancova", field, endpoint: 0, 1e-9, outcome, layout)
    }
    // The precision of R's search for the covariance.
    try check("mixed", .estimate, endpoint: 1, 2e-4, outcome, layout)
    for field in [OutcomeLayout.EstimateField.estimate, .pValue, .ratio] {
      try check("response", field, endpoint: 2, 1e-9, outcome, layout)
    }
    for field in [OutcomeLayout.EstimateField.estimate, .standardError, .pValue] {
      try check("relapse", field, endpoint: 3, 1e-7, outcome, layout)
    }
  }

  @Test("A crossover: within subjects, and paired shares")
  func crossover() throws {
    var trial = GeneratedTrial(perArm: 24, visits: 2, endpoints: [.changeByAncova, .response])
    trial.design.crossover = Crossover(periodDays: [0, 30], periodLength: 7)
    trial.design.subjectCount = 24
    let subjects = try Self.lines("crossover.csv").dropFirst().map { cells in
      var subject = TrialSubject(patient: try #require(Int(cells[0])), arm: try #require(Int(cells[2])))
      subject.period = try #require(Int(cells[1]))
      subject.scores = cells[3...4].map { Double($0) ?? .nan }
      return subject
    }
    let analysis = TrialAnalysis(design: trial.design)
    let outcome = analysis.outcome(of: TrialData(replicate: 0, estimand: .asRun, subjects: subjects, screened: 24))
    #expect(outcome.values[analysis.layout.column(.randomised)] == 24)
    for field in [OutcomeLayout.EstimateField.estimate, .standardError, .degreesOfFreedom, .pValue, .upper] {
      try check("crossover", field, endpoint: 0, 1e-9, outcome, analysis.layout)
    }
    for field in [OutcomeLayout.EstimateField.estimate, .standardError, .pValue] {
      try check("paired", field, endpoint: 1, 1e-9, outcome, analysis.layout)
    }
  }
}
