import Diagnostics
import Simulation
import TestSupport
import Testing
import Trials
import Validation

@Suite struct ValidationRunTests {
  /// Data without a simulation: scores of `drug` fall by 10 and of all others by 4, give or take what the subject's
  /// and the replicate's numbers make of it.
  private func made(_ part: DerivedPart, _ replicate: Int) -> TrialData {
    let design = part.design
    let subjects = (0..<60).map { index -> TrialSubject in
      var subject = TrialSubject(patient: index, arm: index % design.arms.count)
      let fall = design.arms[subject.arm].id == "drug" ? 10.0 : 4.0
      let noise = Double((index * 7 + replicate * 3) % 11) - 5
      subject.scores = design.visits.indices.flatMap { visit in
        design.scales.map { _ in visit == 0 ? 30 + Double(index % 5) : 30 - fall + noise }
      }
      return subject
    }
    return TrialData(replicate: replicate, estimand: part.estimand, subjects: subjects, screened: 60)
  }

  private func score(_ text: String, replicates: Int = 60) throws -> TrialScore {
    let derived = try ValidationFixture.derived(text, replicates: replicates)
    let rules = ValidationChoices.Rules(tight: 0.65, predictive: 0.88, width: 2)
    return try ValidationRun(rules: rules).score(derived) { part, body in
      for replicate in 0..<part.replicates { try body(made(part, replicate)) }
      return ["a note"]
    }
  }

  @Test func targetsAreScored() throws {
    let score = try score(
      ValidationFixture.trial(targets: [
        ValidationFixture.target(), ValidationFixture.target(id: "t2", value: "-50", low: "-55", high: "-45"),
        ValidationFixture.order("control < drug"),
      ]))
    let first = try #require(score.scores[0].interval)
    #expect(abs(first.mean + 6) < 1 && first.isTight && first.isPredictive && first.replicates == 60)
    // The spread between trials of ketamine, in points.
    #expect(abs(first.spread - 3) < 1e-9)
    let second = try #require(score.scores[1].interval)
    #expect(!second.isTight && !second.isPredictive && second.logScore < first.logScore)
    let order = try #require(score.scores[2].ordinal)
    #expect(order.isCorrect && order.share == 1 && order.values.map(\.arm) == ["control", "drug"])
    #expect(score.notes == ["a note"])
    let totals = ScoreTotals.all(score.scores)
    #expect(totals.map(\.domain) == [nil, .dose])
    #expect(totals[0].targets == 2 && totals[0].tight == 1 && totals[0].ordersCorrect == 1)
    #expect(totals[0].passes(ValidationChoices.Rules(tight: 0.65, predictive: 0.88, width: 2)) == false)
    #expect(totals[0].passes(ValidationChoices.Rules(tight: 0.5, predictive: 0.5, width: 2)) == true)
  }

  @Test func whatIsNotSimulatedNeverPasses() throws {
    let score = try score(
      ValidationFixture.trial(targets: [
        ValidationFixture.target(), ValidationFixture.target(id: "t2", scale: "BDI-II"),
      ]))
    let totals = ScoreTotals.all(score.scores)[0]
    #expect(totals.targets == 2 && totals.simulated == 1 && totals.tight == 1 && totals.predictive == 1)
    #expect(totals.passes(ValidationChoices.Rules(tight: 0.65, predictive: 0.5, width: 2)) == false)
  }

  @Test func aRefusedDesignIsAReason() throws {
    let derived = try ValidationFixture.derived(ValidationFixture.trial())
    let run = ValidationRun(rules: .init(tight: 0.65, predictive: 0.88, width: 2))
    let score = try run.score(derived) { _, _ in throw InputError("something is wrong") }
    guard case .notSimulated(let reason) = score.scores[0].outcome else {
      Issue.record("it was simulated")
      return
    }
    #expect(reason == "the design cannot be run: something is wrong")
    #expect(throws: RunStopped.self) { try run.score(derived) { _, _ in throw RunStopped() } }
  }

  /// The estimate's own scores do not depend on what else is scored.
  @Test func scoresStandAlone() throws {
    let alone = try score(ValidationFixture.trial())
    let beside = try score(
      ValidationFixture.trial(targets: [ValidationFixture.target(), ValidationFixture.order("control < drug")]))
    #expect(alone.scores[0].interval == beside.scores[0].interval)
  }
}
