import Diagnostics
import Randomness

/// How scores come from severity: what is expected in the mean, items score it one by one.
///
/// A score's error has four parts: the subject's fluctuation from visit to visit, which all scales of a visit share; the
/// rater, partly constant and partly new at each visit, which all clinicians' scales share; what a scale measures besides
/// severity; and the items, of which a share is answered alike at each visit. Averaged over all four the MADRS is the
/// expected one, since the severity that belongs to it is found with the errors averaged in.
///
/// All numbers of a measurement follow from the seed, the patient, the rater, the scale and the visit: not from what was
/// measured before or beside.
package struct MeasurementModel: Sendable {
  /// In the order of the scores.
  package let scales: [Scale]
  /// Where each scale's items start among the items of a visit.
  package let itemOffsets: [Int]
  /// Items of all scales.
  package let itemCount: Int

  private let plans: [ScalePlan]
  private let deviateOffsets: [Int]
  private let spreads: [Double]
  private let curves: [ScoreCurve]
  private let traits: ScaleTraits
  private let madrs: ScoreCurve
  private let severities: SeverityTable
  private let error: RaterError

  /// - Parameters:
  ///   - scales: the first is the one that the trial's severity stands for: what it measures besides severity counts
  ///     as severity, and the others differ by it.
  ///   - parameters: `measurement.*`.
  /// - Throws: `InputError` when a parameter is missing or out of range, or the library has no MADRS.
  package init(scales: [Scale], library: ScaleLibrary, parameters: TrialParameters, rater: RaterKind) throws {
    let error = try RaterError(parameters, rater: rater)
    let reference = try library.scale("MADRS")
    let traits = ScaleTraits(scales)
    let plans = try scales.map { ScalePlan($0, whole: try library.whole(of: $0)) }
    let spreads = scales.indices.map { error.spread(of: scales[$0], trait: traits.deviation($0)) }
    self.scales = scales
    self.error = error
    self.traits = traits
    self.plans = plans
    self.spreads = spreads
    itemCount = scales.reduce(0) { $0 + $1.items.count }
    itemOffsets = scales.indices.map { index in scales[..<index].reduce(0) { $0 + $1.items.count } }
    deviateOffsets = plans.indices.map { index in plans[..<index].reduce(0) { $0 + $1.itemCount } }
    curves = zip(scales, spreads).map { ScoreCurve($0, spread: $1) }
    madrs = ScoreCurve(reference, spread: error.spread(of: reference, trait: 0))
    severities = SeverityTable(madrs, highest: reference.highest)
  }

  /// One subject with its rater.
  ///
  /// - Parameters:
  ///   - patient: index of the virtual patient in the study.
  ///   - rater: the same number is the same rater; raters of other replicates need other numbers.
  package func subject(seed: UInt64, patient: Int, rater: Int) -> MeasuredSubject {
    var stream = RandomStream(seed: seed, patient: rater, purpose: "measurement.rater")
    return MeasuredSubject(
      seed: seed, patient: patient, leniency: stream.normal(), traits: traits.values(seed: seed, patient: patient),
      deviates: plans.flatMap { $0.lastingDeviates(seed: seed, patient: patient) })
  }

  /// Measures all scales at one visit. Does not allocate.
  ///
  /// - Parameters:
  ///   - expectedMADRS: what the MADRS is in the mean, as a clinician sees it; outside 0 to 60 the nearer end.
  ///   - reported: the same as the subject reports it; nil: no different.
  ///   - visit: below 4,096; another number for each visit of the subject, whatever is measured at it.
  ///   - decidesInclusion: whether the score decides on inclusion, so that the rater's wish to include inflates it.
  ///   - scores: gets one number for each scale.
  ///   - items: gets `itemCount` item scores; nil: nobody asks.
  package func measure(
    expectedMADRS: Double, reported: Double? = nil, subject: MeasuredSubject, visit: Int,
    decidesInclusion: Bool = false, scores: UnsafeMutableBufferPointer<Double>,
    items: UnsafeMutableBufferPointer<Int8>? = nil
  ) {
    var stream = RandomStream(
      seed: subject.seed, patient: subject.patient, purpose: "measurement.visit", attempt: visit)
    let fluctuation = error.fluctuation * stream.normal()
    let rating = error.bias * subject.leniency + error.noise * stream.normal()
    let rated = severities.severity(score: expectedMADRS + (decidesInclusion ? error.inflation : 0)) + rating
    let felt = severities.severity(score: reported ?? expectedMADRS)
    for (index, plan) in plans.enumerated() {
      let start = deviateOffsets[index]
      scores[index] = plan.score(
        severity: (plan.isRated ? rated : felt) + fluctuation + subject.traits[index], seed: subject.seed,
        patient: subject.patient, visit: visit, persistence: error.persistence,
        lasting: subject.deviates[start..<start + plan.itemCount],
        items: items.map { UnsafeMutableBufferPointer(rebasing: $0[itemOffsets[index]...]) })
    }
  }

  /// The mean score of a scale when the expected MADRS is `madrs`.
  ///
  /// - Parameter scale: position.
  package func expectedScore(_ scale: Int, forMADRS madrs: Double) -> Double {
    curves[scale].score(severity: severities.severity(score: madrs))
  }

  /// The expected MADRS at which a scale's mean score is `score`.
  ///
  /// - Parameter scale: position.
  package func expectedMADRS(forScore score: Double, _ scale: Int) -> Double {
    madrs.score(severity: curves[scale].severity(score: score))
  }

  /// Standard deviation of one score about its mean, over subjects with the same severity, raters and visits.
  ///
  /// - Complexity: 49 evaluations of the scale.
  package func errorDeviation(_ scale: Int, expectedMADRS: Double) -> Double {
    let severity = severities.severity(score: expectedMADRS)
    var mean = 0.0
    var square = 0.0
    for (deviate, weight) in ScoreCurve.nodes {
      let shifted = severity + spreads[scale] * deviate
      let score = scales[scale].expectedScore(severity: shifted)
      mean += weight * score
      square += weight * (score * score + scales[scale].variance(severity: shifted))
    }
    return (square - mean * mean).squareRoot()
  }
}
