/// The power of a trial averaged over what is not known about its parameters (O'Hagan, Stevens and Campbell 2005,
/// doi:10.1002/pst.175): each replicate has values of its own, drawn as the design's `uncertain` says.
package struct Assurance: Sendable, Hashable {
  /// With parameters drawn for each replicate.
  package let assurance: ReplicateShare
  /// With the parameters as they stand.
  package let power: ReplicateShare
  /// The mean and the 95 % range of one trial's estimate with drawn parameters: of both the unknown truth and chance.
  package let estimate: ReplicateSummary

  /// - Parameters:
  ///   - drawn: the primary endpoint of the replicates with drawn parameters.
  ///   - fixed: the same with the parameters as they stand.
  package init?(drawn: EstimandResult, fixed: EstimandResult) {
    guard let one = drawn.contrasts.first?.endpoints.first, let other = fixed.contrasts.first?.endpoints.first else {
      return nil
    }
    assurance = one.favourable
    power = other.favourable
    estimate = one.estimate
  }
}
