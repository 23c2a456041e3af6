import Diagnostics

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
    func value(_ name: String, atMost limit: Double) throws -> Double {
      let name = "measurement.\(name)"
      let value = try parameters.value(name)
      guard value >= 0, value <= limit else {
        throw InputError("\"\(name)\" is \(value)", hint: "it must lie within 0 and \(limit)")
      }
      return value
    }
    fluctuation = try value("fluctuation", atMost: 2)
    persistence = try value("item_persistence", atMost: 1)
    bias = try value("\(rater.rawValue)_bias", atMost: 2)
    noise = try value("\(rater.rawValue)_noise", atMost: 2)
    inflation = try value("\(rater.rawValue)_inflation", atMost: 20)
  }

  /// Standard deviation of all errors of severity in a scale's scores.
  func spread(of scale: Scale, trait: Double) -> Double {
    let rating = scale.reporter == .clinician ? bias * bias + noise * noise : 0
    return (fluctuation * fluctuation + rating + trait * trait + scale.occasion * scale.occasion).squareRoot()
  }
}
