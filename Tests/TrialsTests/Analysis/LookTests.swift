import Statistics
import Testing
import Trials

@Suite("Looks of a trial")
struct LookTests {
  private static let replicates = 2_000

  private func result(effects: [Double], futility: Double? = nil) throws -> (EstimandResult, GroupSequentialBoundary) {
    var trial = GeneratedTrial(perArm: 50, visits: 2, effects: effects)
    trial.design.analysis.looks = InterimLooks(shares: [0.4, 0.7, 1], spending: .pocock, futility: futility)
    let analysis = TrialAnalysis(design: trial.design)
    var tally = TrialTally(design: trial.design)
    tally.add((0..<Self.replicates).map { analysis.outcome(of: trial.data($0)) })
    let boundary = try GroupSequentialBoundary(shares: [0.4, 0.7, 1], alpha: 0.05, spending: .pocock)
    return (tally.result().estimands[0], boundary)
  }

  @Test("Trials end as often as the boundaries say, and fewer subjects are needed")
  func power() throws {
    let (result, boundary) = try result(effects: [-13, -8])
    // Without the noise of the baseline, which does not enter the change: 5 points over 10·√(2/50).
    let expected = boundary.exitProbabilities(drift: 2.5).upper
    let looks = try #require(result.looks)
    for (found, share) in zip(looks.crossed, expected) {
      // The t distribution of small looks and three Monte Carlo errors.
      #expect(abs(found.share - share) < 0.035)
    }
    let subjects = expected[0] * 40 + expected[1] * 70 + (1 - expected[0] - expected[1]) * 100
    #expect(abs(looks.subjects.mean - subjects) < 2)
    #expect(result.contrasts[0].endpoints[0].power.count == looks.crossed.reduce(0) { $0 + $1.count })
    #expect(looks.estimate.mean < -5.2)
  }

  @Test("Without an effect three looks reject as often as one")
  func size() throws {
    let (result, _) = try result(effects: [-8, -8])
    let power = result.contrasts[0].endpoints[0].power
    #expect(abs(power.share - 0.05) < 3 * 0.0049)
  }

  @Test("Futility ends trials without an effect early and rejects no more")
  func futility() throws {
    let (free, _) = try result(effects: [-8, -8])
    let (result, _) = try result(effects: [-8, -8], futility: 0.2)
    let looks = try #require(result.looks)
    #expect(looks.futile[0].share > 0.5)
    #expect(looks.futile[2].count == 0)
    #expect(looks.subjects.mean < 65)
    #expect(result.contrasts[0].endpoints[0].power.count <= free.contrasts[0].endpoints[0].power.count)
  }
}
