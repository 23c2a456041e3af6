import Testing
import Trials

@Suite("Measurement")
struct MeasurementTests {
  @Test("The mean observed MADRS is the expected one", arguments: [5.0, 10, 20, 30, 40, 50], RaterKind.allCases)
  func unbiased(expected: Double, rater: RaterKind) throws {
    let model = try MeasurementSetting.model(["MADRS"], rater: rater)
    let count = 40_000
    let (mean, deviation) = MeasurementSetting.meanAndDeviation(
      MeasurementSetting.scores(model, count: count) { _ in expected })
    #expect(abs(mean - expected) < 0.1)
    // The error of a deviation is near deviation/sqrt(2n) = 0.35 %.
    let closed = model.errorDeviation(0, expectedMADRS: expected)
    #expect(abs(deviation / closed - 1) < 0.02, "\(deviation) against \(closed)")
    #expect((2...5).contains(deviation), "\(deviation)")
  }
}
