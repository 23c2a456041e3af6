import Populations

/// When scores of each scale count as remission.
struct RemissionRule {
  /// Largest score in remission, for each scale of the design; nil: none is agreed on.
  let limits: [Double?]

  /// - Parameter limits: by the id of the scale; the MADRS has one of its own.
  init(limits: [String: Double], scales: [String]) {
    self.limits = scales.map { scale in
      limits[scale] ?? (scale.uppercased() == "MADRS" ? SymptomCourse.remissionScore : nil)
    }
  }

  /// 1 or 0; NaN for scales without a limit and missing scores.
  func value(_ score: Double, scale: Int) -> Double {
    guard let limit = limits[scale], !score.isNaN else { return .nan }
    return score <= limit ? 1 : 0
  }
}
