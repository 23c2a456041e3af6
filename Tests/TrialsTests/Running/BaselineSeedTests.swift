import Testing
import Trials

@Suite("Baselines and seeds")
struct BaselineSeedTests {
  /// One rater's leniency (about 1.3 points between raters) must not decide what the baseline is matched to.
  @Test("The stated baseline comes out whatever the seed", arguments: [3, 7, 8] as [UInt64])
  func baseline(_ seed: UInt64) throws {
    var design = try RunningFixture.single()
    design.seed = seed
    let scores = try RunningFixture.data(design, 0..<60).flatMap { $0[0].subjects.map { $0.scores[0] } }
    let mean = scores.reduce(0, +) / Double(scores.count)
    // Four standard errors: of 60 raters, of 100 in the pilot, and of the subjects.
    #expect(abs(mean - 32) < 1)
  }
}
