import Foundation
import Populations
import Reports
import Testing
import Trials

@Suite("result.json of a trial")
struct TrialResultFileTests {
  /// Two arms with made-up rows: each column's values are the column's number plus the replicate's.
  private static func result(looks: Bool = false) -> (TrialResult, OutcomeLayout) {
    var plan = AnalysisPlan(
      endpoints: [.init(kind: .changeByAncova, scale: 0, visit: 1), .init(kind: .response, scale: 0, visit: 1)],
      contrasts: [TrialContrast(arm: 0, versus: 1)])
    if looks { plan.looks = InterimLooks(shares: [0.5, 1], spending: .obrienFleming) }
    let design = TrialDesign(
      title: "made \"up\"", id: "MADE-1", durationDays: 7,
      enrolment: Enrolment(population: PopulationDescription(), diagnosis: "depression"),
      arms: [
        TrialArm(id: "drug", title: "Drug", role: .active, control: nil, treatments: []),
        TrialArm(id: "placebo", title: "Placebo", role: .control, control: .inertPlacebo, treatments: []),
      ], subjectCount: 20, visits: [TrialVisit(day: 0, title: "baseline"), TrialVisit(day: 7, title: "week 1")],
      scales: ["MADRS"], analysis: plan)
    var tally = TrialTally(design: design)
    let layout = tally.layout
    for estimand in [Estimand.asRun, .masked] {
      tally.add(
        (0..<4).map { replicate in
          var values = (0..<layout.count).map { Double($0 + replicate) }
          values[layout.column(contrast: 0, endpoint: 0, .pValue)] = replicate < 3 ? 0.01 : .nan
          values[layout.column(contrast: 0, endpoint: 0, .estimate)] = -5 + Double(replicate)
          values[layout.column(contrast: 0, .response)] = 0.25
          values[layout.column(contrast: 0, .adverseEvents)] = [-0.1, 0, 0.1, 0.2][replicate]
          values[layout.column(arm: 0, .medianRelapse)] = .nan
          if looks {
            values[layout.column(.stoppedAt)] = replicate == 0 ? 1 : 2
            values[layout.column(.crossed)] = replicate < 2 ? 1 : 0
          }
          return ReplicateOutcome(replicate: replicate, estimand: estimand, values: values)
        })
    }
    return (tally.result(), layout)
  }

  private static func json(_ result: TrialResult) throws -> [String: Any] {
    let context = RunContext(
      softwareVersion: "0.1.0", command: "rewire trial made.yaml", solver: "rodas5p", relativeTolerance: 1e-6,
      absoluteTolerance: 1e-9, versions: [], seconds: nil, threads: nil)
    let text = TrialResultFile(result, context: context).text()
    return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static func at(_ value: Any?, _ path: Any...) -> Any? {
    path.reduce(value) { value, key in
      if let name = key as? String { return (value as? [String: Any])?[name] }
      let items = value as? [Any] ?? []
      return (key as? Int).flatMap { items.indices.contains($0) ? items[$0] : nil }
    }
  }

  @Test("Numbers stand where the documentation says")
  func numbers() throws {
    let (result, layout) = Self.result()
    let file = try Self.json(result)
    #expect(Self.at(file, "is_simulated") as? Bool == true)
    #expect(Self.at(file, "trial", "title") as? String == "made \"up\"")
    #expect((Self.at(file, "estimands") as? [Any])?.count == 2)
    #expect(Self.at(file, "estimands", 1, "estimand") as? String == "masked")
    let visit = Self.at(file, "estimands", 0, "arms", 1, "visits", 1)
    #expect(Self.at(visit, "visit") as? String == "week 1")
    let change = Double(layout.column(arm: 1, visit: 1, scale: 0, .change)) + 1.5
    #expect(Self.at(visit, "mean_change", "mean") as? Double == change)
    let response = Double(layout.column(arm: 1, visit: 1, scale: 0, .response)) + 1.5
    #expect(Self.at(visit, "response_percent", "mean") as? Double == 100 * response)
    #expect(Self.at(file, "estimands", 0, "arms", 0, "median_days_to_relapse", "mean") is NSNull)

    let contrast = Self.at(file, "estimands", 0, "contrasts", 0)
    let endpoint = Self.at(contrast, "endpoints", 0)
    #expect(Self.at(endpoint, "difference", "mean") as? Double == -3.5)
    #expect(Self.at(endpoint, "power", "count") as? Int == 3)
    #expect(Self.at(endpoint, "power", "replicates") as? Int == 4)
    #expect(Self.at(endpoint, "not_estimable") as? Int == 1)
    #expect(Self.at(endpoint, "power", "monte_carlo_standard_error") as? Double == 0.216506)
    #expect(Self.at(contrast, "response", "number_needed", "value") as? Double == 4)
    #expect(Self.at(contrast, "adverse_events", "number_needed", "through_infinity") as? Bool == true)
    #expect(Self.at(contrast, "endpoints", 1, "odds_ratio") != nil)
    #expect(Self.at(file, "estimands", 0, "looks") == nil)
  }

  @Test("Looks say where trials ended")
  func looks() throws {
    let file = try Self.json(Self.result(looks: true).0)
    let looks = Self.at(file, "estimands", 0, "looks")
    #expect(Self.at(looks, "at", 0, "crossed", "count") as? Int == 1)
    #expect(Self.at(looks, "at", 1, "crossed", "count") as? Int == 1)
    #expect(Self.at(file, "estimands", 0, "contrasts", 0, "endpoints", 0, "power", "count") as? Int == 2)
  }

  @Test("The same results give the same bytes")
  func same() throws {
    let context = RunContext(
      softwareVersion: "0.1.0", command: "c", solver: "s", relativeTolerance: 1e-6, absoluteTolerance: 1e-9,
      versions: [], seconds: nil, threads: nil)
    #expect(
      TrialResultFile(Self.result().0, context: context).text()
        == TrialResultFile(Self.result().0, context: context).text())
  }
}
