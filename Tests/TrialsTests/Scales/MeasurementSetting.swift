import Foundation
import TestSupport
import Trials

/// The library's scales and parameters, and measurements of many subjects at once.
enum MeasurementSetting {
  static func library() throws -> ScaleLibrary {
    try ScaleLibrary.read(folder: ProjectPaths.models.appendingPathComponent("scales").path)
  }

  static func parameters() throws -> TrialParameters {
    try TrialParameters.read(folder: ProjectPaths.models.appendingPathComponent("trial").path)
  }

  static func model(_ scales: [String], rater: RaterKind = .site, _ settings: [String: Double] = [:]) throws
    -> MeasurementModel
  {
    let library = try library()
    return try MeasurementModel(
      scales: scales.map { try library.scale($0) }, library: library,
      parameters: parameters().replacing(settings), rater: rater)
  }

  /// Scores of subjects `0..<count` at one visit, each with a rater of their own: `[subject * scales + scale]`.
  static func scores(
    _ model: MeasurementModel, count: Int, visit: Int = 0, seed: UInt64 = 7, decidesInclusion: Bool = false,
    expectedMADRS: (Int) -> Double
  ) -> [Double] {
    var all = [Double](repeating: .nan, count: count * model.scales.count)
    all.withUnsafeMutableBufferPointer { all in
      for patient in 0..<count {
        let subject = model.subject(seed: seed, patient: patient, rater: patient)
        model.measure(
          expectedMADRS: expectedMADRS(patient), subject: subject, visit: visit, decidesInclusion: decidesInclusion,
          scores: UnsafeMutableBufferPointer(rebasing: all[(patient * model.scales.count)...]))
      }
    }
    return all
  }

  static func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (square / Double(values.count - 1)).squareRoot())
  }

  static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let (meanFirst, deviationFirst) = meanAndDeviation(first)
    let (meanSecond, deviationSecond) = meanAndDeviation(second)
    let product = zip(first, second).reduce(0) { $0 + ($1.0 - meanFirst) * ($1.1 - meanSecond) }
    return product / Double(first.count - 1) / deviationFirst / deviationSecond
  }
}
