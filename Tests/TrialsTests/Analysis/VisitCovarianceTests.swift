import Testing
import Trials

@Suite("Covariance of the mixed model in a trial")
struct VisitCovarianceTests {
  /// One visit after a baseline that is the same for all: the mixed model is then the comparison of two means.
  private func estimate(_ covariance: VisitCovariance) -> (error: Double, expected: [VisitCovariance: Double]) {
    var trial = GeneratedTrial(perArm: 30, visits: 2, effects: [-12, -6], endpoints: [.changeByRepeatedMeasures])
    trial.design.analysis.covariance = covariance
    var data = trial.data(0)
    var changes: [[Double]] = [[], []]
    for index in data.subjects.indices {
      let arm = data.subjects[index].arm
      // The first arm spreads three times as much, and is larger.
      if arm == 1, index > 30 { data.subjects[index].scores[1] = .nan }
      let change = data.subjects[index].scores[1] - data.subjects[index].scores[0]
      data.subjects[index].scores[0] = 32
      data.subjects[index].scores[1] = 32 + (arm == 0 ? 3 : 1) * change
      if !change.isNaN { changes[arm].append((arm == 0 ? 3 : 1) * change) }
    }
    let analysis = TrialAnalysis(design: trial.design)
    let error = analysis.outcome(of: data).values[
      analysis.layout.column(contrast: 0, endpoint: 0, .standardError)]
    let counts = changes.map { Double($0.count) }
    let squares = changes.map { arm in
      let mean = arm.reduce(0, +) / Double(arm.count)
      return arm.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let pooled = (squares[0] + squares[1]) / (counts[0] + counts[1] - 2)
    let own = zip(squares, counts).map { $0 / ($1 - 1) / $1 }.reduce(0, +)
    return (
      error, [.shared: (pooled * (1 / counts[0] + 1 / counts[1])).squareRoot(), .byArm: own.squareRoot()]
    )
  }

  @Test("Is shared by the arms or each arm's own, as the trial says", arguments: VisitCovariance.allCases)
  func standardError(covariance: VisitCovariance) throws {
    let (error, expected) = estimate(covariance)
    let shared = try #require(expected[.shared])
    let byArm = try #require(expected[.byArm])
    #expect(abs(shared - byArm) > 0.1)
    #expect(abs(error - (covariance == .shared ? shared : byArm)) < 1e-6)
  }
}
