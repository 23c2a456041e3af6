import Populations

/// When scores of each scale of a design count as remission.
struct RemissionRule: Sendable {
  /// The highest score in remission; nil: none is agreed on.
  private let limits: [Double?]

  /// - Parameter scales: what the library says; a MADRS that is not among them has its usual limit.
  init(design: TrialDesign, scales: [Scale]) {
    limits = design.scales.map { id in
      if let scale = scales.first(where: { $0.id == id }) { return scale.remission }
      return id.uppercased() == "MADRS" ? SymptomCourse.remissionScore : nil
    }
  }

  /// 1 or 0; NaN for scales without a limit and missing scores.
  func value(_ score: Double, scale: Int) -> Double {
    guard let limit = limits[scale], !score.isNaN else { return .nan }
    return score <= limit ? 1 : 0
  }
}
