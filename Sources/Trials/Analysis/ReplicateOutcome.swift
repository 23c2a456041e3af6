/// What one replicate of a trial showed under one estimand, as a flat row with the places of ``OutcomeLayout``.
package struct ReplicateOutcome: Sendable, Equatable {
  /// From 0.
  package var replicate: Int
  package var estimand: Estimand
  /// As many as the layout has columns; NaN where something could not be estimated.
  package var values: [Double]

  package init(replicate: Int, estimand: Estimand, values: [Double]) {
    self.replicate = replicate
    self.estimand = estimand
    self.values = values
  }
}
