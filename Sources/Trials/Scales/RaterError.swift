/// The errors that a visit and a rater add, in standard deviations of severity: `measurement.*`.
struct RaterError: Sendable {
  /// From visit to visit in the subject.
  let fluctuation: Double
  /// Share of items that a subject answers alike at each visit.
  let persistence: Double
  /// Between raters.
  let bias: Double
  /// One rater from visit to visit.
  let noise: Double
  /// MADRS points by which scores are too high while they decide on inclusion.
  let inflation: Double

  /// - Throws: `InputError` when a parameter is missing or out of range.
  init(_ parameters: TrialParameters, rater: RaterKind) throws {
    let reading = ParameterReading(parameters, part: "measurement")
    fluctuation = try reading.value("fluctuation", 0...2)
    persistence = try reading.value("item_persistence", 0...1)
    bias = try reading.value("\(rater.rawValue)_bias", 0...2)
    noise = try reading.value("\(rater.rawValue)_noise", 0...2)
    inflation = try reading.value("\(rater.rawValue)_inflation", 0...20)
  }

  /// Standard deviation of all errors of severity in a scale's scores.
  func spread(of scale: Scale, trait: Double) -> Double {
    let rating = scale.reporter == .clinician ? bias * bias + noise * noise : 0
    return (fluctuation * fluctuation + rating + trait * trait + scale.occasion * scale.occasion).squareRoot()
  }
}
