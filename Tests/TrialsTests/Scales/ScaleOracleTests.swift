import Foundation
import TestSupport
import Testing
import Trials

/// Means, variances and averaged means of items against an independent computation in twenty digits.
@Suite("Scales against an oracle")
struct ScaleOracleTests {
  @Test("Items of all scales", .enabled(if: PythonOracle.isAvailable))
  func items() throws {
    let script = try String(
      contentsOf: ProjectPaths.fixtures.appendingPathComponent("scales_oracle.py"), encoding: .utf8)
    let settings: [String: Double] = [
      "measurement.fluctuation": 0.3, "measurement.site_bias": 0, "measurement.site_noise": 0,
    ]
    let model = try MeasurementSetting.model(["MADRS"], settings)
    let severities = [-2.2, -0.4, 0, 1.3, 2.9]
    let scales = try MeasurementSetting.library().scales
    let questions = scales.flatMap { scale in
      scale.items.flatMap { item in severities.map { (scale: scale, item: item, severity: $0) } }
    }
    let lines = questions.map { question in
      ([question.severity, question.scale.id == "MADRS" ? 0.3 : 0, question.item.discrimination]
        + question.item.thresholds).map { "\($0)" }
        .joined(separator: " ")
    }
    let answers = try PythonOracle.run(script: script, input: lines.joined(separator: "\n")).split(separator: "\n")
    try #require(answers.count == questions.count)
    var averaged = [Double](repeating: 0, count: severities.count)
    for (question, answer) in zip(questions, answers) {
      let numbers = answer.split(separator: " ").compactMap { Double($0) }
      let mean = question.item.expectedScore(severity: question.severity) - Double(question.item.lowest)
      #expect(abs(mean - numbers[0]) < 1e-12)
      #expect(abs(question.item.variance(severity: question.severity) - numbers[1]) < 1e-12)
      if question.scale.id == "MADRS", let index = severities.firstIndex(of: question.severity) {
        averaged[index] += numbers[2]
      }
    }
    // The averaged curve is what maps severity to an expected score and back; its table is interpolated.
    let madrs = try MeasurementSetting.library().scale("MADRS")
    let exact = try MeasurementSetting.model(
      ["MADRS"], settings.merging(["measurement.fluctuation": 0]) { $1 })
    for (severity, wanted) in zip(severities, averaged) {
      // The severity that an unaveraged model gives this score is the severity itself.
      let plain = madrs.expectedScore(severity: severity)
      #expect(abs(exact.expectedScore(0, forMADRS: plain) - plain) < 1e-3)
      let deviation = model.errorDeviation(0, expectedMADRS: wanted)
      let quadrature = try averagedDeviation(madrs, severity: severity, spread: 0.3)
      #expect(abs(deviation - quadrature) < 1e-3 * quadrature, "\(severity)")
    }
  }

  /// The deviation of a score at a severity that is seen with an error, by Simpson's rule.
  private func averagedDeviation(_ scale: Scale, severity: Double, spread: Double) throws -> Double {
    let steps = 2_000
    var sums = (weight: 0.0, mean: 0.0, square: 0.0)
    for step in 0...steps {
      let deviate = -8 + 16 * Double(step) / Double(steps)
      let weight = exp(-deviate * deviate / 2) * (step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2)
      let score = scale.expectedScore(severity: severity + spread * deviate)
      let noise = scale.variance(severity: severity + spread * deviate)
      sums.weight += weight
      sums.mean += weight * score
      sums.square += weight * (score * score + noise)
    }
    let mean = sums.mean / sums.weight
    return (sums.square / sums.weight - mean * mean).squareRoot()
  }
}
