/// How many targets of a set, or of one domain of it, were simulated and met the rules.
package struct ScoreTotals: Sendable, Hashable {
  package var set: PublishedTarget.TargetSet
  /// Nil: all domains.
  package var domain: PublishedTarget.Domain?
  /// Targets with a band, simulated or not.
  package var targets = 0
  package var simulated = 0
  package var tight = 0
  package var predictive = 0
  /// Of those with a published interval.
  package var narrow = 0
  package var withWidth = 0
  /// Mean over those simulated; nil: none was.
  package var meanLogScore: Double?
  package var orders = 0
  package var ordersSimulated = 0
  package var ordersCorrect = 0

  /// Rules A and B hold for enough of all targets; those not simulated count as failed. Nil: there is no target.
  package func passes(_ rules: ValidationChoices.Rules) -> Bool? {
    guard targets + orders > 0 else { return nil }
    let all = Double(max(targets, 1))
    let bands =
      targets == 0 || (Double(tight) / all >= rules.tight && Double(predictive) / all >= rules.predictive)
    return bands && ordersCorrect == orders
  }

  init(set: PublishedTarget.TargetSet, domain: PublishedTarget.Domain?, scores: [TargetScore]) {
    self.set = set
    self.domain = domain
    var logScores: [Double] = []
    for score in scores
    where score.target.set == set && (domain == nil || score.target.domain == domain) && score.isScored {
      if score.target.rule == .ordinal {
        orders += 1
        if let ordinal = score.ordinal {
          ordersSimulated += 1
          if ordinal.isCorrect { ordersCorrect += 1 }
        }
        continue
      }
      targets += 1
      guard let interval = score.interval else { continue }
      simulated += 1
      if interval.isTight { tight += 1 }
      if interval.isPredictive { predictive += 1 }
      if let isNarrow = interval.isNarrow {
        withWidth += 1
        if isNarrow { narrow += 1 }
      }
      if interval.logScore.isFinite { logScores.append(interval.logScore) }
    }
    meanLogScore = logScores.isEmpty ? nil : logScores.reduce(0, +) / Double(logScores.count)
  }

  /// For each set first over all, then by domain; domains without targets are left out.
  package static func all(_ scores: [TargetScore]) -> [ScoreTotals] {
    [PublishedTarget.TargetSet.calibration, .validation].flatMap { set in
      let domains: [PublishedTarget.Domain?] = [nil] + PublishedTarget.Domain.allCases.map { $0 }
      return domains.map { ScoreTotals(set: set, domain: $0, scores: scores) }.filter { $0.targets + $0.orders > 0 }
    }
  }
}
