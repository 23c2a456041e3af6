/// The severity whose mean score is a given one, by one look-up.
struct SeverityTable: Sendable {
  private static let stepsPerPoint = 16.0
  private let severities: [Double]
  private let highest: Double

  /// - Parameter highest: the scale's highest score; the table starts at 0.
  init(_ curve: ScoreCurve, highest: Double) {
    self.highest = highest
    severities = (0...Int(highest * Self.stepsPerPoint)).map { curve.severity(score: Double($0) / Self.stepsPerPoint) }
  }

  /// Scores outside the scale count as its ends.
  func severity(score: Double) -> Double {
    let place = min(max(score, 0), highest) * Self.stepsPerPoint
    let index = min(Int(place), severities.count - 2)
    let share = place - Double(index)
    return severities[index] + share * (severities[index + 1] - severities[index])
  }
}
