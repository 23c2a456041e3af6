import Randomness

/// Who is measured and by whom: what does not change from visit to visit.
///
/// All numbers of a measurement follow from the seed, the patient, the rater, the scale and the visit: not from what was
/// measured before or beside.
package struct MeasuredSubject: Sendable {
  let seed: UInt64
  let patient: Int
  /// A standard normal deviate: how high this rater scores everybody.
  let leniency: Double

  /// - Parameters:
  ///   - patient: index of the virtual patient in the study.
  ///   - rater: who rates this subject; the same number is the same rater. Raters of other replicates need other
  ///     numbers.
  package init(seed: UInt64, patient: Int, rater: Int) {
    self.seed = seed
    self.patient = patient
    var stream = RandomStream(seed: seed, patient: rater, purpose: "measurement.rater")
    leniency = stream.normal()
  }
}
