import Testing
import Trials

@Suite("Measurement")
struct MeasurementTests {
  @Test("The mean observed MADRS is the expected one", arguments: [5.0, 10, 20, 30, 40, 50], RaterKind.allCases)
  func unbiased(expected: Double, rater: RaterKind) throws {
    let model = try MeasurementSetting.model(["MADRS"], rater: rater)
    let (mean, deviation) = MeasurementSetting.meanAndDeviation(
      MeasurementSetting.scores(model, count: 40_000) { _ in expected })
    #expect(abs(mean - expected) < 0.1)
    // The error of a deviation is near deviation/sqrt(2n) = 0.35 %.
    let closed = model.errorDeviation(0, expectedMADRS: expected)
    #expect(abs(deviation / closed - 1) < 0.02, "\(deviation) against \(closed)")
  }

  @Test("Means and errors of other scales are those of the quadrature", arguments: [10.0, 28, 45])
  func otherScales(expected: Double) throws {
    let library = try MeasurementSetting.library()
    let model = try MeasurementSetting.model(["MADRS"] + library.ids.filter { $0 != "MADRS" })
    let count = 20_000
    let width = model.scales.count
    let scores = MeasurementSetting.scores(model, count: count) { _ in expected }
    for (index, scale) in model.scales.enumerated() {
      let own = (0..<count).map { scores[$0 * width + index] }
      let (mean, deviation) = MeasurementSetting.meanAndDeviation(own)
      let closed = model.errorDeviation(index, expectedMADRS: expected)
      #expect(
        abs(mean - model.expectedScore(index, forMADRS: expected)) < 4 * closed / Double(count).squareRoot() + 0.01)
      #expect(abs(deviation / closed - 1) < 0.03, "\(scale.id): \(deviation) against \(closed)")
      #expect(own.allSatisfy { $0 >= scale.lowest && $0 <= scale.highest })
    }
  }

  @Test("Scores cannot leave the scale, and reach its ends")
  func ends() throws {
    let model = try MeasurementSetting.model(["MADRS", "CGI-S"])
    let low = MeasurementSetting.scores(model, count: 2_000) { _ in -40 }
    let high = MeasurementSetting.scores(model, count: 2_000) { _ in 140 }
    for (values, floor, ceiling) in [(0, 0.0, 60.0), (1, 1, 7)].map({ index, floor, ceiling in
      (stride(from: index, to: 4_000, by: 2).map { (low[$0], high[$0]) }, floor, ceiling)
    }) {
      #expect(values.allSatisfy { $0.0 >= floor && $0.1 <= ceiling })
      #expect(values.filter { $0.0 == floor }.count > 1_900)
      #expect(values.filter { $0.1 == ceiling }.count > 1_900)
    }
  }

  @Test("Nearly well and very ill subjects are measured without more bias than the ends allow")
  func nearEnds() throws {
    let model = try MeasurementSetting.model(["MADRS"])
    for expected in [0.5, 1, 2, 56, 58, 59.5] {
      let (mean, _) = MeasurementSetting.meanAndDeviation(
        MeasurementSetting.scores(model, count: 20_000) { _ in expected })
      #expect(abs(mean - expected) < 0.1, "\(expected): \(mean)")
    }
  }

  @Test("Scores that decide on inclusion are inflated at sites, less by remote raters, not by subjects")
  func inflation() throws {
    for (rater, points) in [(RaterKind.site, 1.5), (.remote, 0.3)] {
      let model = try MeasurementSetting.model(["MADRS", "PHQ-9"], rater: rater)
      let plain = MeasurementSetting.scores(model, count: 20_000) { _ in 25 }
      let inflated = MeasurementSetting.scores(model, count: 20_000, decidesInclusion: true) { _ in 25 }
      let difference = stride(from: 0, to: plain.count, by: 2).reduce(0) { $0 + inflated[$1] - plain[$1] } / 20_000
      #expect(abs(difference - points) < 0.05)
      #expect(stride(from: 1, to: plain.count, by: 2).allSatisfy { inflated[$0] == plain[$0] })
    }
  }

  @Test("A report that differs from the clinician's view moves self-reports only")
  func reported() throws {
    let model = try MeasurementSetting.model(["MADRS", "PHQ-9"])
    let subject = model.subject(seed: 3, patient: 11, rater: 2)
    func scores(reported: Double?) -> [Double] {
      var scores = [0.0, 0.0]
      scores.withUnsafeMutableBufferPointer {
        model.measure(expectedMADRS: 30, reported: reported, subject: subject, visit: 1, scores: $0)
      }
      return scores
    }
    #expect(scores(reported: nil) == scores(reported: 30))
    #expect(scores(reported: 2)[0] == scores(reported: nil)[0])
    #expect(scores(reported: 2)[1] < scores(reported: nil)[1])
  }
}
