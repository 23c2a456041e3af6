import Testing
import Trials

@Suite struct RunningTests {
  /// Sixty replicates: the baseline as observed is matched, and the drug relieves.
  @Test func aTrialRuns() throws {
    let data = try RunningFixture.data(RunningFixture.single(), 0..<60)
    #expect(data.map { $0[0].replicate } == Array(0..<60))
    let subjects = data.flatMap { $0[0].subjects }
    #expect(subjects.count == 60 * 72)
    #expect(subjects.filter { $0.arm == 0 }.count == 60 * 48)
    let baseline = subjects.map { $0.scores[0] }
    let mean = baseline.reduce(0, +) / Double(baseline.count)
    let sd = (baseline.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(baseline.count - 1)).squareRoot()
    // Four standard errors of 4,320 subjects, and those of the 2,000 with whom it was matched.
    #expect(abs(mean - 32) < 0.7 && abs(sd - 6) < 0.5)
    func latent(_ arm: Int) -> Double {
      let values = subjects.filter { $0.arm == arm }.map { $0.latent[1] }.filter(\.isFinite)
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(latent(1) - latent(0) > 4)
  }
}
