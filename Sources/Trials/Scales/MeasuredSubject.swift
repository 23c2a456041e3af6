/// Who is measured and by whom: what does not change from visit to visit. Made by `MeasurementModel.subject`.
package struct MeasuredSubject: Sendable {
  let seed: UInt64
  let patient: Int
  /// A standard normal deviate: how high this rater scores everybody.
  let leniency: Double
  /// What each scale measures in this person besides severity, in severity.
  let traits: [Double]
  /// How far each item lies off at all visits, in severity; scale after scale.
  let deviates: [Double]
}
