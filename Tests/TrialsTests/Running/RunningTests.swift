import Testing
import Trials

@Suite struct RunningTests {
  @Test func aTrialRuns() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let data = try RunningFixture.data(RunningFixture.single(), 0..<100, Estimand.allCases)
    print("single", clock.now - start)
    #expect(data.count == 100)
    for estimand in 0..<4 {
      for arm in 0..<2 {
        for visit in 0..<5 {
          let scores = data.flatMap { $0[estimand].subjects }.filter { $0.arm == arm }.map { $0.scores[visit] }.filter(
            \.isFinite)
          let lat = data.flatMap { $0[estimand].subjects }.filter { $0.arm == arm }.map { $0.latent[visit] }.filter(
            \.isFinite)
          let mean = scores.reduce(0, +) / Double(scores.count)
          let sd = (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)).squareRoot()
          print(estimand, arm, visit, scores.count, mean, sd, lat.reduce(0, +) / Double(lat.count))
        }
      }
    }
    print(data[0][0].subjects.prefix(3))
  }
}
