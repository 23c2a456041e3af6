import Randomness

extension BeliefModel {
  /// How the subjects of an arm guess when they are asked, without any simulation: the arm's acute effect is its
  /// typical one in everybody, and what differs between subjects is in their traits.
  ///
  /// Integrals over what is felt by sums of equal steps in normal deviates, that over optimism in closed form; within
  /// 1e-6 of the integrals for the library's parameters.
  /// - Parameters:
  ///   - intensity: typical acute effect of the arm, as in ``ArmExpectation``.
  ///   - doses: how often it was felt; 0: nothing could be.
  ///   - sideEffects: the probability that side effects were noticed.
  package func expectedGuesses(intensity: Double, doses: Int, sideEffects: Double) -> GuessShares {
    let limit = Elementary.log((0.5 + unsure) / (0.5 - unsure))
    let noise = (biasSpread * biasSpread + momentSpread * momentSpread / Double(max(doses, 1))).squareRoot()
    var active = 0.0
    var control = 0.0
    for (felt, share) in feelings(intensity, noise: noise) {
      let ofFelt = doses > 0 ? feltWeight * evidence.ofFelt(felt) : 0
      for noticed in [true, false] {
        let odds = evidence.priorLogOdds + ofFelt + sideEffectWeight * evidence.ofSideEffects(noticed)
        let weight = share * (noticed ? sideEffects : 1 - sideEffects)
        active += weight * below((odds - limit) / optimismSpread)
        control += weight * below((-limit - odds) / optimismSpread)
      }
    }
    return GuessShares(active: active, control: control, unsure: 1 - active - control)
  }

  /// What may be felt, with probabilities.
  private func feelings(_ intensity: Double, noise: Double) -> [(felt: Double, share: Double)] {
    let grid = stride(from: -5.0, through: 5.0, by: 0.125).map { ($0, NormalDistribution.density($0) * 0.125) }
    let sensitivities = intensity == 0 ? [(0.0, 1.0)] : grid
    return sensitivities.flatMap { deviate, share in
      let middle = intensity * Elementary.exp(feltSpread * deviate)
      return grid.map { (middle + noise * $0.0, share * $0.1) }
    }
  }

  /// The normal distribution function, also of the infinite quotients of a zero spread.
  private func below(_ x: Double) -> Double { x.isNaN ? 0.5 : NormalDistribution.cumulative(x) }
}
