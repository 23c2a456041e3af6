import Testing
import Trials

@Suite("Tally of replicates")
struct TrialTallyTests {
  private let trial = GeneratedTrial(perArm: 20, effects: [-14, -8], endpoints: [.changeByAncova, .response])
  private var outcomes: [ReplicateOutcome] {
    let analysis = TrialAnalysis(design: trial.design)
    return (0..<60).map { analysis.outcome(of: trial.data($0)) }
  }

  @Test("The result does not depend on how replicates are cut into blocks")
  func blocks() {
    var whole = TrialTally(design: trial.design)
    whole.add(outcomes)
    var parts = TrialTally(design: trial.design)
    for start in stride(from: 0, to: 60, by: 7) { parts.add(Array(outcomes[start..<min(start + 7, 60)])) }
    let (a, b) = (whole.result(), parts.result())
    #expect(a.estimands.count == 1)
    let one = a.estimands[0].contrasts[0].endpoints[0]
    let other = b.estimands[0].contrasts[0].endpoints[0]
    #expect(one.estimate == other.estimate)
    #expect(one.power == other.power)
    #expect(a.estimands[0].arms[0].survival.map(\.share) == b.estimands[0].arms[0].survival.map(\.share))
  }

  @Test("Power is the share of rejections, and estimates lie near the truth")
  func power() {
    var tally = TrialTally(design: trial.design)
    tally.add(outcomes)
    let layout = tally.layout
    let rejected = outcomes.count { $0.values[layout.column(contrast: 0, endpoint: 0, .pValue)] < 0.05 }
    let endpoint = tally.result().estimands[0].contrasts[0].endpoints[0]
    #expect(endpoint.power.count == rejected)
    #expect(endpoint.favourable.count == rejected)
    #expect(endpoint.notEstimable == 0)
    // The standard deviation of a difference is 10·√(2/20) = 3.2, of its mean over 60 replicates 0.41.
    #expect(abs(endpoint.estimate.mean - -6) < 1.7)
    #expect(abs(endpoint.estimate.sd - 3.16) < 1.2)
    #expect(endpoint.estimate.low < endpoint.estimate.mean && endpoint.estimate.mean < endpoint.estimate.high)
  }

  @Test("What could not be estimated is counted and does not reject")
  func notEstimable() {
    var rows = outcomes
    let column = OutcomeLayout(design: trial.design).column(contrast: 0, endpoint: 0, .pValue)
    for index in 0..<10 { rows[index].values[column] = .nan }
    var tally = TrialTally(design: trial.design)
    tally.add(rows)
    let endpoint = tally.result().estimands[0].contrasts[0].endpoints[0]
    #expect(endpoint.notEstimable == 10)
    #expect(endpoint.power.total == 60)
    #expect(endpoint.pValue.count == 50)
  }

  @Test("Quantiles interpolate between order statistics")
  func quantiles() {
    let summary = ReplicateSummary((0...80).map(Double.init) + [.nan])
    #expect(summary.count == 81)
    #expect(summary.low == 2 && summary.high == 78)
    #expect(ReplicateSummary([]).mean.isNaN)
    #expect(ReplicateSummary([3]).low == 3 && ReplicateSummary([3]).sd.isNaN)
  }
}
