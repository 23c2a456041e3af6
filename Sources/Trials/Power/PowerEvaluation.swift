/// What simulated replicates of a trial of one size showed about its primary endpoint.
package struct PowerEvaluation: Sendable, Hashable {
  /// Subjects in the arm with the smallest allocation, over its share: an arm with allocation a has `units`·a.
  package var units: Int
  /// Replicates that reject in favour of the arm.
  package var power: ReplicateShare
  /// The mean over replicates of the estimate and of its standard error; NaN where nothing was estimable.
  package var effect: Double
  package var standardError: Double

  package init(units: Int, power: ReplicateShare, effect: Double, standardError: Double) {
    self.units = units
    self.power = power
    self.effect = effect
    self.standardError = standardError
  }

  /// Of the first endpoint of the first contrast.
  ///
  /// - Parameter result: of the trial with that many units, under one estimand.
  package init?(units: Int, result: EstimandResult) {
    guard let endpoint = result.contrasts.first?.endpoints.first else { return nil }
    self.init(
      units: units, power: endpoint.favourable, effect: endpoint.estimate.mean,
      standardError: endpoint.standardError.mean)
  }
}
