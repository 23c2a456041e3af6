import Randomness

/// What stands between a patient's course and the numbers in a trial's data: care, belief, measurement, adverse events
/// and leaving, with their parameters.
struct ObservationLayer: Sendable {
  let measurement: MeasurementModel
  let belief: BeliefModel
  let adverse: AdverseEventModel
  let dropout: DropoutModel
  let arms: [ArmFacts]
  /// How much of the relief by belief a rater's scores show.
  private let raterFactor: Double
  /// The position of the scale whose items go into data; nil: not measured.
  let itemScale: Int?
  /// By arm.
  let controls: [ControlType?]
  /// By arm, and for everybody before day 0.
  private let care: [CareModel]
  private let careBefore: CareModel
  /// Days of the lead-in, and whether something is given in it.
  private let leadInDays: Double
  private let isTreatedBefore: Bool

  /// The MADRS in the mean, as a clinician rates it and as the subject itself would.
  struct Expected: Sendable {
    var rated: Double
    var reported: Double

    /// Before anything of the trial has had an effect.
    static func untouched(_ latent: Double) -> Expected { Expected(rated: latent, reported: latent) }
  }

  /// What one subject brings along.
  struct Traits {
    var measured: MeasuredSubject
    var belief: BeliefModel.Traits
    var care: CareModel.Traits
  }

  /// - Parameter arms: in the order of the design.
  /// - Throws: `InputError` for parameters that are missing or out of range, and unknown scales.
  init(design: TrialDesign, parameters: TrialParameters, scales: ScaleLibrary, arms: [ArmFacts]) throws {
    let measured = try design.scales.map { try scales.scale($0) }
    measurement = try MeasurementModel(
      scales: measured, library: scales, parameters: parameters, rater: design.rater)
    let adverse = try AdverseEventModel(parameters: parameters)
    self.adverse = adverse
    let told = arms.map { arm in
      ArmExpectation(
        share: arm.share, isActive: arm.isActive, intensity: arm.intensity,
        sideEffects: adverse.sideEffects(
          day: design.durationDays, drugDays: Double(arm.drugDays.count), intensity: arm.sideEffects))
    }
    // How alike effects feel is the belief's own number.
    let plain = try BeliefModel(parameters: parameters, arms: told)
    controls = design.arms.map(\.control)
    belief = try BeliefModel(
      parameters: parameters,
      arms: zip(told, design.arms).map { told, arm in
        var alike = told
        alike.intensity = plain.likeness(of: told.intensity, control: arm.control)
        return alike
      })
    dropout = try DropoutModel(parameters: parameters, factor: design.dropout)
    care = try design.arms.map { try CareModel(parameters: parameters, control: $0.control) }
    careBefore = try CareModel(parameters: parameters, control: nil)
    self.arms = arms
    raterFactor = belief.factor(design.rater)
    itemScale = measured.firstIndex { $0.id == Self.itemScaleID }
    leadInDays = design.leadIn?.durationDays ?? 0
    isTreatedBefore = design.leadIn?.treatments.isEmpty == false
  }

  private static let itemScaleID = "MADRS"

  var scaleCount: Int { measurement.scales.count }

  func traits(_ patient: Int, rater: Int, streams: TrialStreams) -> Traits {
    var beliefStream = streams.belief(patient)
    var careStream = streams.care(patient)
    return Traits(
      measured: measurement.subject(seed: streams.seed, patient: patient, rater: rater),
      belief: belief.traits(&beliefStream), care: careBefore.traits(&careStream))
  }

  /// What is expected of the MADRS when the model's is `latent`.
  ///
  /// - Parameters:
  ///   - arm: nil before day 0.
  ///   - day: of the trial.
  ///   - relief: by belief, in points.
  func expected(latent: Double, _ traits: Traits, arm: Int?, day: Double, relief: Double) -> Expected {
    let care = arm.map { self.care[$0] } ?? careBefore
    let left = latent * care.remaining(traits.care, day: day + leadInDays)
    return Expected(rated: left - raterFactor * relief, reported: left - belief.selfReportFactor * relief)
  }

  /// What is believed before day 0: that a lead-in is a treatment, if there is one.
  func turnsBefore(_ traits: Traits) -> [(day: Double, logOdds: Double)] {
    guard leadInDays > 0 else { return [] }
    return [
      (
        -leadInDays,
        belief.logOdds(
          traits.belief, knowledge: isTreatedBefore ? .knowsActive : .masked, felt: nil, sideEffects: nil)
      )
    ]
  }

  /// What is expected of the MADRS on day 0.
  func expectedAtStart(latent: Double, _ traits: Traits) -> Expected {
    let turns = turnsBefore(traits)
    let relief = turns.isEmpty ? 0 : belief.relief(traits.belief, turns: turns, at: [0])[0]
    return expected(latent: latent, traits, arm: nil, day: 0, relief: relief)
  }

  /// By how many standard deviations of its error an improvement exceeds what certainty of a treatment would bring.
  func surprise(_ score: Double, baseline: Double, deviation: Double) -> Double {
    deviation > 0 ? (baseline - score - belief.meanRelief) / deviation : 0
  }
}
