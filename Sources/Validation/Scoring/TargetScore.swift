/// How one published target compares with what was simulated.
package struct TargetScore: Sendable {
  package enum Outcome: Sendable {
    case interval(IntervalScore)
    case ordinal(OrdinalScore)
    /// Counts as not simulated, never as a pass.
    case notSimulated(String)
    case notScored(String)
  }
  package var trial: String
  package var target: PublishedTarget
  /// In words; nil where nothing was planned.
  package var statistic: String?
  package var assumptions: [String]
  package var outcome: Outcome

  package var interval: IntervalScore? { if case .interval(let score) = outcome { score } else { nil } }
  package var ordinal: OrdinalScore? { if case .ordinal(let score) = outcome { score } else { nil } }

  /// Whether a rule belongs to it that was asked for.
  package var isScored: Bool { if case .notScored = outcome { false } else { true } }
  package var isSimulated: Bool { interval != nil || ordinal != nil }
}

/// The scores of a target with a band.
package struct IntervalScore: Sendable, Hashable {
  /// Replicates that gave an estimate.
  package var replicates: Int
  /// The mean estimate; of ratios the geometric mean.
  package var mean: Double
  /// Of the estimates, without the spread between trials; of ratios, of the logarithm.
  package var sd: Double
  /// The shift of the estimate that belongs to one standard deviation between trials; of ratios, of the logarithm.
  package var spread: Double
  /// Ends of the central 95 % of estimates with the spread between trials.
  package var low: Double
  package var high: Double
  /// Rule A: the mean estimate lies in the published band.
  package var isTight: Bool
  /// Rule B: the published value lies in the central 95 %.
  package var isPredictive: Bool
  /// Whether the central 95 % are no wider than allowed; nil: there is no published interval of such a trial.
  package var isNarrow: Bool?
  /// Of the normal density at the published value (of ratios, in logarithms).
  package var logScore: Double
}

/// The score of an order of arms.
package struct OrdinalScore: Sendable, Hashable {
  package struct Value: Sendable, Hashable {
    package var arm: String
    /// The mean over replicates of what is ordered.
    package var value: Double
  }
  package var replicates: Int
  package var values: [Value]
  /// Whether the means stand in the published order.
  package var isCorrect: Bool
  /// The share of replicates whose estimates do.
  package var share: Double
}
