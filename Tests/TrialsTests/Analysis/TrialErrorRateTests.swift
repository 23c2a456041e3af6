import Testing
import Trials

/// How often analyses of trials without any effect reject, and how often intervals hold the truth.
@Suite("Error rates of trials' analyses")
struct TrialErrorRateTests {
  private static let replicates = 10_000

  private func endpoints(
    _ kinds: [TrialEndpoint.Kind], effects: [Double], _ change: (inout GeneratedTrial) -> Void = { _ in }
  ) -> (rejected: [Double], covered: [Double]) {
    var trial = GeneratedTrial(perArm: 40, visits: 4, effects: effects, endpoints: kinds)
    change(&trial)
    let analysis = TrialAnalysis(design: trial.design)
    let layout = analysis.layout
    var rejected = [Double](repeating: 0, count: kinds.count)
    var covered = rejected
    for replicate in 0..<Self.replicates {
      let values = analysis.outcome(of: trial.data(replicate)).values
      for endpoint in kinds.indices {
        func field(_ field: OutcomeLayout.EstimateField) -> Double {
          values[layout.column(contrast: 0, endpoint: endpoint, field)]
        }
        if field(.pValue) < 0.05 { rejected[endpoint] += 1 }
        let truth = effects[0] - effects[1]
        if field(.lower) <= truth && truth <= field(.upper) { covered[endpoint] += 1 }
      }
    }
    return (rejected.map { 100 * $0 / Double(Self.replicates) }, covered.map { 100 * $0 / Double(Self.replicates) })
  }

  @Test("Parallel arms with dropout reject in 4.3 to 5.7 % without an effect")
  func size() {
    let kinds: [TrialEndpoint.Kind] = [.changeByAncova, .changeByRepeatedMeasures, .response, .timeToRelapse]
    let rates = endpoints(kinds, effects: [-16, -16]) { $0.leaving = 0.1 }.rejected
    for (kind, rate) in zip(kinds, rates) { #expect((4.3...5.7).contains(rate), "\(kind): \(rate) %") }
  }

  @Test("Intervals of changes hold a true effect in 94.3 to 95.7 %")
  func coverage() {
    let rates = endpoints([.changeByAncova, .changeByRepeatedMeasures], effects: [-13, -8]) { $0.leaving = 0.1 }.covered
    for rate in rates { #expect((94.3...95.7).contains(rate), "\(rate) %") }
  }

  @Test("A crossover rejects in 4.3 to 5.7 % without an effect, whatever the periods do")
  func crossover() {
    var trial = GeneratedTrial(perArm: 10, visits: 2, effects: [-10, -10])
    trial.design.crossover = Crossover(periodDays: [0, 30], periodLength: 7)
    let analysis = TrialAnalysis(design: trial.design)
    let column = analysis.layout.column(contrast: 0, endpoint: 0, .pValue)
    var rejected = 0.0
    for replicate in 0..<Self.replicates {
      var data = trial.data(replicate)
      for index in data.subjects.indices {
        let pair = index / 2
        data.subjects[index].patient = pair
        data.subjects[index].period = (index + pair) % 2
        // The second period is worse by 6 points for everybody.
        if data.subjects[index].period == 1 { data.subjects[index].scores[1] += 6 }
      }
      if analysis.outcome(of: data).values[column] < 0.05 { rejected += 1 }
    }
    let rate = 100 * rejected / Double(Self.replicates)
    #expect((4.3...5.7).contains(rate), "\(rate) %")
  }
}
