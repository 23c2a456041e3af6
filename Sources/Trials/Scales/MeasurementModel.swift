import Diagnostics
import Randomness

/// How scores come from severity: what is expected in the mean, items score it one by one.
///
/// A score's error has four parts: the subject's fluctuation from visit to visit, which all scales of a visit share; the
/// rater, partly constant and partly new at each visit, which all clinicians' scales share; what a scale measures besides
/// severity; and the items, of which a share is answered alike at each visit. Averaged over all four the MADRS is the
/// expected one, since the severity that belongs to it is found with the errors averaged in.
package struct MeasurementModel: Sendable {
  /// In the order of the scores.
  package let scales: [Scale]
  /// Where each scale's items start among the items of a visit.
  package let itemOffsets: [Int]
  /// Items of all scales.
  package let itemCount: Int

  private let plans: [ScalePlan]
  private let curves: [ScoreCurve]
  private let reference: SeverityTable
  private let severityOfMADRS: ScoreCurve
  private let error: RaterError

  /// - Parameters:
  ///   - scales: the first is the one that the trial's severity stands for: what it measures besides severity counts
  ///     as severity, and the others differ by it.
  ///   - parameters: `measurement.*`.
  /// - Throws: `InputError` when a parameter is missing or out of range, or the library has no MADRS.
  package init(scales: [Scale], library: ScaleLibrary, parameters: TrialParameters, rater: RaterKind) throws {
    let error = try RaterError(parameters, rater: rater)
    let madrs = try library.scale("MADRS")
    let first = scales.first?.trait ?? 0
    let traits = scales.indices.map { index in
      index == 0 ? 0 : (first * first + scales[index].trait * scales[index].trait).squareRoot()
    }
    self.error = error
    self.scales = scales
    itemCount = scales.reduce(0) { $0 + $1.items.count }
    itemOffsets = scales.indices.map { index in scales[..<index].reduce(0) { $0 + $1.items.count } }
    plans = zip(scales, traits).map { ScalePlan($0, trait: $1) }
    curves = zip(scales, traits).map { ScoreCurve($0, spread: error.spread(of: $0, trait: $1)) }
    severityOfMADRS = ScoreCurve(madrs, spread: error.spread(of: madrs, trait: 0))
    reference = SeverityTable(severityOfMADRS, highest: madrs.highest)
  }

  /// Measures all scales at one visit. Does not allocate.
  ///
  /// - Parameters:
  ///   - expectedMADRS: what the MADRS is in the mean; outside 0 to 60 the nearer end.
  ///   - visit: below 4,096; another number for each visit of the subject, whatever is measured at it.
  ///   - decidesInclusion: whether the score decides on inclusion, so that the rater's wish to include inflates it.
  ///   - scores: gets one number for each scale.
  ///   - items: gets `itemCount` item scores; nil: nobody asks.
  package func measure(
    expectedMADRS: Double, subject: MeasuredSubject, visit: Int, decidesInclusion: Bool = false,
    scores: UnsafeMutableBufferPointer<Double>, items: UnsafeMutableBufferPointer<Int8>? = nil
  ) {
    var stream = RandomStream(
      seed: subject.seed, patient: subject.patient, purpose: "measurement.visit", attempt: visit)
    let fluctuation = error.fluctuation * stream.normal()
    let rating = error.bias * subject.leniency + error.noise * stream.normal()
    let felt = reference.severity(score: expectedMADRS) + fluctuation
    let rated =
      (decidesInclusion ? reference.severity(score: expectedMADRS + error.inflation) + fluctuation : felt) + rating
    for (index, plan) in plans.enumerated() {
      let row = items.map { UnsafeMutableBufferPointer(rebasing: $0[itemOffsets[index]...]) }
      scores[index] = plan.score(
        severity: plan.isRated ? rated : felt, subject: subject, visit: visit, persistence: error.persistence,
        items: row)
    }
  }

  /// The mean score of a scale when the expected MADRS is `madrs`.
  ///
  /// - Parameter scale: position.
  package func expectedScore(_ scale: Int, forMADRS madrs: Double) -> Double {
    curves[scale].score(severity: reference.severity(score: madrs))
  }

  /// The expected MADRS at which a scale's mean score is `score`.
  package func expectedMADRS(forScore score: Double, _ scale: Int) -> Double {
    severityOfMADRS.score(severity: curves[scale].severity(score: score))
  }

  /// Standard deviation of one score about its mean, over subjects with the same severity, raters and visits.
  ///
  /// - Complexity: 49 evaluations of the scale.
  package func errorDeviation(_ scale: Int, expectedMADRS: Double) -> Double {
    let severity = reference.severity(score: expectedMADRS)
    let spread = error.spread(of: scales[scale], trait: plans[scale].trait)
    var mean = 0.0
    var square = 0.0
    for deviate in stride(from: -6.0, through: 6.0, by: 0.25) {
      let weight = 0.25 * NormalDistribution.density(deviate)
      let shifted = severity + spread * deviate
      let score = scales[scale].expectedScore(severity: shifted)
      mean += weight * score
      square += weight * (score * score + scales[scale].variance(severity: shifted))
    }
    return (square - mean * mean).squareRoot()
  }
}
