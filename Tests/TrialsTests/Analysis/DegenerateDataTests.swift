import Testing
import Trials

@Suite("Analyses of data that say nothing")
struct DegenerateDataTests {
  static let kinds: [TrialEndpoint.Kind] = [
    .changeByAncova, .changeByRepeatedMeasures, .response, .remission, .timeToRelapse,
  ]
  private let trial = GeneratedTrial(perArm: 12, endpoints: kinds)

  private func areProbabilities(_ values: [Double]) -> Bool { values.allSatisfy { $0 >= 0 && $0 <= 1 } }
  private func areUnknown(_ values: [Double]) -> Bool { values.allSatisfy(\.isNaN) }

  private func pValues(_ change: (inout TrialData) -> Void) -> [Double] {
    var data = trial.data(0)
    change(&data)
    let analysis = TrialAnalysis(design: trial.design)
    let values = analysis.outcome(of: data).values
    #expect(values.count == analysis.layout.count)
    return Self.kinds.indices.map { values[analysis.layout.column(contrast: 0, endpoint: $0, .pValue)] }
  }

  @Test("Complete data have every estimate")
  func complete() { #expect(areProbabilities(pValues { _ in })) }

  @Test("Without subjects or scores nothing is estimated")
  func nothing() {
    #expect(areUnknown(pValues { $0.subjects = [] }))
    #expect(areUnknown(Array(pValues { $0.subjects = Array($0.subjects.prefix(1)) }.prefix(4))))
    let missing = pValues { data in
      for index in data.subjects.indices {
        data.subjects[index].scores = []
        data.subjects[index].relapse = nil
        data.subjects[index].failure = "not solved"
      }
    }
    #expect(areUnknown(missing))
  }

  @Test("An arm without scores leaves the shares and means unknown")
  func emptyArm() {
    let values = pValues { data in
      for index in data.subjects.indices where data.subjects[index].arm == 1 {
        data.subjects[index].scores = [30, .nan, .nan]
      }
    }
    #expect(areUnknown(Array(values.prefix(4))))
    #expect(!values[4].isNaN)
  }

  @Test("Scores that do not vary give no test of means")
  func constant() {
    let values = pValues { data in
      for index in data.subjects.indices {
        data.subjects[index].scores = [30, 20, 20]
        data.subjects[index].relapse = .init(days: 14, isEvent: false)
      }
    }
    #expect(values[0].isNaN && values[1].isNaN && values[4].isNaN)
    #expect(values[2] == 1 && values[3] == 1)
  }

  @Test("Infinite scores and impossible arms are as if missing")
  func absurd() {
    let values = pValues { data in
      data.subjects[0].scores = [.infinity, 20, -.infinity]
      data.subjects[1].relapse = .init(days: -3, isEvent: true)
      data.subjects[2].arm = 7
      data.subjects[3].relapse = .init(days: .nan, isEvent: true)
    }
    #expect(areProbabilities(values))
  }

  @Test("One baseline for all is no covariate")
  func sameBaseline() {
    let values = pValues { data in for index in data.subjects.indices { data.subjects[index].scores[0] = 30 } }
    #expect(areProbabilities(values))
  }
}
