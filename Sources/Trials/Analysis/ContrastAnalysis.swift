import Statistics

/// What two arms' shares at the primary visit, adverse events and guesses say: the part of a row that belongs to a
/// contrast whatever its endpoints.
struct ContrastAnalysis {
  let design: TrialDesign
  let layout: OutcomeLayout
  let remission: RemissionRule
  let primary: (visit: Int, scale: Int)

  /// - Parameter rows: of the subjects of each arm.
  func write(_ data: ObservedScores, rows: [[Int]], into values: inout [Double]) {
    for (position, contrast) in design.analysis.contrasts.enumerated() {
      let (first, second) = (rows[contrast.arm], rows[contrast.versus])
      typealias Field = OutcomeLayout.ContrastField
      func compare(_ fields: (Field, Field, Field), _ value: (Int) -> Double) {
        var (a, b) = (RunningMoments(), RunningMoments())
        for row in first { a.add(value(row)) }
        for row in second { b.add(value(row)) }
        guard let one = a.proportion, let other = b.proportion else { return }
        let difference = ProportionComparison(one, against: other).riskDifference()
        values[layout.column(contrast: position, fields.0)] = difference.value
        values[layout.column(contrast: position, fields.1)] = difference.lower
        values[layout.column(contrast: position, fields.2)] = difference.upper
      }
      let (visit, scale) = primary
      compare((.response, .responseLower, .responseUpper)) { data.response($0, visit: visit, scale: scale) }
      compare((.remission, .remissionLower, .remissionUpper)) {
        remission.value(data.scoreWithBaseline($0, visit: visit, scale: scale), scale: scale)
      }
      compare((.adverseEvents, .adverseEventsLower, .adverseEventsUpper)) {
        data.subjects[$0].hadAdverseEvent ? 1 : 0
      }
      compare((.discontinuation, .discontinuationLower, .discontinuationUpper)) {
        data.subjects[$0].leaving?.reason == .adverseEvent ? 1 : 0
      }
      values[layout.column(contrast: position, .james)] = james(contrast, data, first, second)
    }
  }

  /// Of an active arm against a control; NaN between arms of one kind.
  private func james(_ contrast: TrialContrast, _ data: ObservedScores, _ first: [Int], _ second: [Int]) -> Double {
    let isActive = design.arms[contrast.arm].role != .control
    guard isActive != (design.arms[contrast.versus].role != .control) else { return .nan }
    let guesses = (ArmAnalysis.guesses(data, first), ArmAnalysis.guesses(data, second))
    let index = try? BlindingIndex.james(
      active: isActive ? guesses.0 : guesses.1, control: isActive ? guesses.1 : guesses.0)
    return index?.value ?? .nan
  }
}
