import Diagnostics
import Simulation
package import Trials

/// Simulates derived trials and scores their targets.
package struct ValidationRun: Sendable {
  /// Runs replicates 0 ..< count of a part's design and hands each out in order. Returns sentences on what the design
  /// cannot meet.
  package typealias Simulation = (DerivedPart, (TrialData) throws -> Void) throws -> [String]

  package let rules: ValidationChoices.Rules

  package init(rules: ValidationChoices.Rules) { self.rules = rules }

  /// One trial with the scores of its targets, in their order.
  ///
  /// A design that the simulation refuses (`ExplainedError`) makes its targets not simulated, with the reason.
  /// - Throws: what `simulate` throws beside that, as when it was stopped.
  package func score(_ derived: DerivedTrial, simulate: Simulation) throws -> TrialScore {
    let folds = derived.targets.map { target in
      target.plan.map { TargetFold(target, plan: $0, parts: derived.parts) }
    }
    var failed: [Int: String] = [:]
    var notes: [String] = []
    for (index, part) in derived.parts.enumerated() {
      let needing = folds.compactMap { $0 }.filter { $0.neededParts.contains(index) }
      guard !needing.isEmpty else { continue }
      do {
        let said = try simulate(part) { data in
          for fold in needing { fold.add(data, part: index) }
        }
        notes += said.filter { !notes.contains($0) }
      } catch let error as any ExplainedError where !(error is RunStopped) {
        failed[index] = "the design cannot be run: \(error.explanation.problem)"
      }
    }
    let scores = zip(derived.targets, folds).map { target, fold in
      TargetScore(
        trial: derived.trial.id, target: target.target, statistic: target.plan?.statistic.title,
        assumptions: target.plan?.assumptions ?? [], outcome: outcome(target, fold, failed))
    }
    return TrialScore(derived: derived, scores: scores, notes: notes)
  }

  private func outcome(_ target: DerivedTarget, _ fold: TargetFold?, _ failed: [Int: String]) -> TargetScore.Outcome {
    switch target.outcome {
    case .notSimulated(let reason): return .notSimulated(reason)
    case .notScored(let reason): return .notScored(reason)
    case .planned:
      guard let fold else { return .notSimulated("it was not planned") }
      if let reason = fold.neededParts.sorted().compactMap({ failed[$0] }).first { return .notSimulated(reason) }
      return fold.outcome(rules)
    }
  }
}

/// A trial with what became of its targets.
package struct TrialScore: Sendable {
  package var derived: DerivedTrial
  package var scores: [TargetScore]
  /// What its designs could not meet, as sentences.
  package var notes: [String]
}

/// Everything that a validation found.
package struct ValidationResult: Sendable {
  package var trials: [TrialScore]
  package var totals: [ScoreTotals]
  package var rules: ValidationChoices.Rules

  package init(_ trials: [TrialScore], rules: ValidationChoices.Rules) {
    self.trials = trials
    self.rules = rules
    totals = ScoreTotals.all(trials.flatMap(\.scores))
  }

  package var scores: [TargetScore] { trials.flatMap(\.scores) }
}
