/// How the drawn severities are moved and stretched so that those randomised have the wanted baseline.
struct SeverityMatch: Sendable, Hashable {
  /// Of the severities as drawn.
  var drawnMean: Double
  var drawnSD: Double
  var mean: Double
  var sd: Double
  /// Nobody with a score outside is randomised, as far as the wanted baseline tells: life until then may have brought
  /// some further than any trial's patients are.
  var limits: ClosedRange<Double>

  /// - Parameters:
  ///   - mean: the wanted one, as observed.
  ///   - sd: the same.
  ///   - reach: of the limits, in standard deviations.
  init(drawnMean: Double, drawnSD: Double, mean: Double, sd: Double, reach: Double) {
    self.drawnMean = drawnMean
    self.drawnSD = drawnSD
    self.mean = mean
    self.sd = sd
    limits = mean - reach * sd...mean + reach * sd
  }

  /// Tried one after the other, until the spread is not too wide.
  static let reaches = [2.5, 2, 1.75, 1.5]

  /// The range in which the model's severity means something: between its healthy score and the scale's end.
  static let range = 6.0...57.0

  func severity(_ drawn: Double) -> Double {
    let deviate = drawnSD > 0 ? (drawn - drawnMean) / drawnSD : 0
    return min(max(mean + sd * deviate, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Adjusts mean and spread until `observe` gives the target, or comes as close as it can.
  ///
  /// What is observed differs from what is drawn by errors of measurement, by life between screening and day 0, and by
  /// selection. Each round moves the mean by what is missing, and the variance likewise.
  ///
  /// - Parameter observe: mean and standard deviation on day 0 of those who would be randomised.
  mutating func fit(
    mean target: Double, sd targetSD: Double, observe: (SeverityMatch) throws -> (mean: Double, sd: Double)
  ) rethrows {
    for _ in 0..<Self.rounds {
      let seen = try observe(self)
      guard seen.mean.isFinite, seen.sd.isFinite else { return }
      if abs(seen.mean - target) < Self.closeEnough, abs(seen.sd - targetSD) < Self.closeEnough { return }
      mean += target - seen.mean
      sd = max(Self.leastSD, sd * sd + targetSD * targetSD - seen.sd * seen.sd, 0).squareRoot()
      mean = min(max(mean, Self.range.lowerBound), Self.range.upperBound)
      sd = min(sd, Self.greatestSD)
    }
  }

  private static let rounds = 12
  private static let closeEnough = 0.02
  /// Of the variance.
  private static let leastSD = 0.01
  private static let greatestSD = 20.0
}
