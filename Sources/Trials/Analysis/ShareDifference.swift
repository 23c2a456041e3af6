package import Statistics

/// A difference of two arms' shares over the replicates, and its inverse.
package struct ShareDifference: Sendable {
  package let difference: ReplicateSummary
  /// Mean ends of Newcombe's interval in one trial.
  package let lower: Double
  package let upper: Double

  /// How many are treated for one more with the event: the inverse of the mean difference, with the inverse of the range
  /// of 95 % of the replicates. For a wanted event a positive number is needed to treat, for a harm to harm.
  package var numberNeeded: NumberNeeded {
    NumberNeeded(
      Estimate(
        value: difference.mean, standardError: difference.sd, degreesOfFreedom: .infinity, lower: difference.low,
        upper: difference.high, pValue: .nan))
  }

  /// The same with the interval that one trial would report, on average.
  package var numberNeededInOneTrial: NumberNeeded {
    NumberNeeded(
      Estimate(
        value: difference.mean, standardError: difference.sd, degreesOfFreedom: .infinity, lower: lower, upper: upper,
        pValue: .nan))
  }
}
