import Testing
import Trials

@Suite("Outcome layout")
struct OutcomeLayoutTests {
  @Test("Every column has one name of its own", arguments: [0, 3])
  func names(looks: Int) {
    var trial = GeneratedTrial(arms: 3, visits: 4, endpoints: [.changeByAncova, .response, .timeToRelapse])
    trial.design.scales = ["madrs", "qids"]
    if looks > 0 { trial.design.analysis.looks = InterimLooks(shares: [0.4, 0.7, 1], spending: .pocock) }
    let layout = OutcomeLayout(design: trial.design)
    let names = layout.names
    #expect(names.count == layout.count)
    #expect(!names.contains(""))
    #expect(Set(names).count == names.count)
    #expect(names[layout.column(arm: 1, visit: 2, scale: 1, .changeSD)] == "arm.arm1.visit.2.qids.changeSD")
    #expect(names[layout.column(contrast: 1, endpoint: 2, .ratio)] == "contrast.arm1-arm2.endpoint.2.ratio")
  }

  @Test("A row holds the numbers of its arms")
  func arms() {
    let trial = GeneratedTrial(perArm: 5, visits: 2)
    let analysis = TrialAnalysis(design: trial.design)
    let layout = analysis.layout
    var data = trial.data(0)
    for (index, scores) in [[40.0, 20], [30, 30], [30, 9], [30, 28], [20, 10], [40, .nan]].enumerated() {
      data.subjects[index].scores = scores
      data.subjects[index].arm = 0
      data.subjects[index].guess = index < 4 ? .active : index == 4 ? .control : .unsure
      data.subjects[index].leaving = index == 5 ? .init(day: 3, reason: .adverseEvent) : nil
      data.subjects[index].relapse = index < 3 ? .init(days: Double(index + 2), isEvent: index > 0) : nil
    }
    for index in 6..<10 { data.subjects[index].arm = 1 }
    let values = analysis.outcome(of: data).values
    func visit(_ field: OutcomeLayout.VisitField) -> Double {
      values[layout.column(arm: 0, visit: 1, scale: 0, field)]
    }
    #expect(visit(.observed) == 5)
    #expect(abs(visit(.change) - -10.6) < 1e-12)
    #expect(abs(visit(.changeSD) - 95.8.squareRoot()) < 1e-12)
    #expect(visit(.response) == 0.6)
    #expect(visit(.remission) == 0.4)
    func arm(_ field: OutcomeLayout.ArmField) -> Double { values[layout.column(arm: 0, field)] }
    #expect(arm(.randomised) == 6)
    #expect(abs(arm(.guessedRight) - 4.0 / 6) < 1e-12)
    #expect(abs(arm(.bang) - 0.5) < 1e-12)
    #expect(abs(arm(.leftForAdverseEvent) - 1.0 / 6) < 1e-12)
    #expect(arm(.leftForLackOfEffect) == 0)
    #expect(arm(.atRisk) == 3)
    #expect(arm(.relapsed) == 2)
    #expect(arm(.medianRelapse) == 3)
    // 20/40, 0, 21/30, 2/30, 10/20
    #expect(values[layout.column(arm: 0, responderStep: 10)] == 0.6)
    #expect(values[layout.column(arm: 0, responderStep: 11)] == 0.2)
    #expect(values[layout.column(arm: 0, responderStep: 0)] == 1)
    // Survival at 3.0625 of 7 days: one of two at risk after the censored one relapsed at day 3.
    #expect(values[layout.column(arm: 0, survivalStep: 14)] == 0.5)
    #expect(values[layout.column(arm: 0, survivalStep: 32)] == 0)
  }
}
