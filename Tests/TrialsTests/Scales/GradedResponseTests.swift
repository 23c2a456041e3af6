import Testing
import Trials

@Suite("Graded responses")
struct GradedResponseTests {
  static let severities = stride(from: -6.0, through: 6, by: 0.5)

  @Test("Probabilities add up to 1 and give mean and variance")
  func moments() throws {
    for scale in try MeasurementSetting.library().scales {
      for severity in Self.severities {
        for item in scale.items {
          let probabilities = item.probabilities(severity: severity)
          #expect(probabilities.count == item.thresholds.count + 1)
          #expect(probabilities.allSatisfy { $0 >= 0 })
          #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
          let scores = probabilities.indices.map { Double(item.lowest + $0) }
          let mean = zip(scores, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
          let square = zip(scores, probabilities).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
          #expect(abs(item.expectedScore(severity: severity) - mean) < 1e-12)
          #expect(abs(item.variance(severity: severity) - square) < 1e-12)
        }
      }
    }
  }

  @Test("Every scale's characteristic curve ascends from end to end")
  func monotone() throws {
    for scale in try MeasurementSetting.library().scales {
      let curve = Self.severities.map { scale.expectedScore(severity: $0) }
      #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 < $1 }, "\(scale.id)")
      #expect(scale.expectedScore(severity: -40) - scale.lowest < 1e-3)
      #expect(scale.highest - scale.expectedScore(severity: 60) < 1e-3)
    }
  }

  /// 40,000 scores of each item at one severity against the model's probabilities: chi-square over the scores that can
  /// be expected ten times.
  @Test("Items are scored with the model's frequencies")
  func frequencies() throws {
    let model = try MeasurementSetting.model(
      ["MADRS"], ["measurement.fluctuation": 0, "measurement.site_bias": 0, "measurement.site_noise": 0])
    let madrs = model.scales[0]
    let expected = madrs.expectedScore(severity: 0.25)
    let count = 40_000
    var frequencies = madrs.items.map { [Double](repeating: 0, count: $0.thresholds.count + 1) }
    var scores = [0.0]
    var items = [Int8](repeating: 0, count: 10)
    scores.withUnsafeMutableBufferPointer { scores in
      items.withUnsafeMutableBufferPointer { items in
        for patient in 0..<count {
          let subject = model.subject(seed: 4, patient: patient, rater: 0)
          model.measure(expectedMADRS: expected, subject: subject, visit: 0, scores: scores, items: items)
          for item in 0..<10 { frequencies[item][Int(items[item])] += 1 }
        }
      }
    }
    for (item, observed) in zip(madrs.items, frequencies) {
      let wanted = item.probabilities(severity: 0.25).map { $0 * Double(count) }
      let terms = zip(observed, wanted).filter { $1 >= 10 }.map { ($0 - $1) * ($0 - $1) / $1 }
      // The 99.99 % point of six degrees of freedom is 27.9.
      #expect(terms.reduce(0, +) < 27.9, "\(item.name)")
    }
  }
}
