import Statistics

/// The looks at the primary endpoint of the primary contrast, on those enrolled first: when a trial would have ended and
/// with what.
///
/// The statistic is the normal deviate of the analysis' p value. Boundaries are two-sided; futility does not bind them:
/// it makes the error smaller, never larger.
struct LookAnalysis: Sendable {
  private let design: TrialDesign
  private let looks: InterimLooks
  private let boundary: GroupSequentialBoundary

  /// Nil where the design has no looks, or shares from which no boundary follows.
  init?(design: TrialDesign) {
    guard let looks = design.analysis.looks else { return nil }
    let spending: SpendingFunction =
      switch looks.spending {
      case .obrienFleming: .obrienFleming
      case .pocock: .pocock
      }
    guard
      let boundary = try? GroupSequentialBoundary(
        shares: looks.shares, alpha: design.analysis.alpha, spending: spending)
    else { return nil }
    self.design = design
    self.looks = looks
    self.boundary = boundary
  }

  /// - Parameter estimate: of the primary endpoint and contrast over some rows.
  func write(
    _ data: ObservedScores, _ layout: OutcomeLayout, into values: inout [Double],
    estimate: (_ rows: [Int]) -> EndpointEstimate
  ) {
    let patients = order(data)
    for (look, share) in looks.shares.enumerated() {
      let isLast = look == looks.shares.count - 1
      let enrolled = isLast ? patients.count : Int((share * Double(patients.count)).rounded(.up))
      let rows = data.subjects.indices.filter { (patients[data.subjects[$0].patient] ?? 0) < enrolled }
      let found = estimate(rows)
      let statistic = statistic(found)
      values[layout.column(look: look)] = statistic
      let crossed = abs(statistic) >= boundary.critical[look]
      let futile =
        !isLast && !crossed
        && looks.futility.map { boundary.conditionalPower(statistic: statistic, share: share) < $0 } ?? false
      guard crossed || futile || isLast else { continue }
      values[layout.column(.stoppedAt)] = Double(look + 1)
      values[layout.column(.crossed)] = crossed ? 1 : 0
      values[layout.column(.futile)] = futile ? 1 : 0
      values[layout.column(.estimate)] = found.estimate
      values[layout.column(.subjects)] = Double(enrolled)
      return
    }
  }

  /// Positive for benefit; NaN where nothing could be estimated.
  private func statistic(_ estimate: EndpointEstimate) -> Double {
    let kind = design.analysis.endpoints[0].kind
    let isBetterBelow = kind != .response && kind != .remission
    let size = -StandardNormal.quantile(0.5 * estimate.pValue)
    return (estimate.estimate < 0) == isBetterBelow ? size : -size
  }

  /// The number of each patient in the order of enrolment.
  private func order(_ data: ObservedScores) -> [Int: Int] {
    var order: [Int: Int] = [:]
    for subject in data.subjects where order[subject.patient] == nil { order[subject.patient] = order.count }
    return order
  }
}
