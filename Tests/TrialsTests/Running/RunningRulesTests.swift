import Testing
import Trials

/// Rules decide on what is observed at visits.
@Suite struct RunningRulesTests {
  /// Who has not improved by 30 % on day 8 gets the other drug, once.
  @Test func rescueStartsWhereItIsDue() throws {
    let design = try RunningFixture.rescue(subjects: 40)
    let data = try RunningFixture.data(design, 0..<2, [.asRun], detailed: [0, 1])
    let subjects = data.flatMap { $0[0].subjects }
    var (rescued, spared) = (0, 0)
    for subject in subjects where subject.leaving == nil || (subject.leaving?.day ?? 0) > 8 {
      let isDue = 100 * (subject.scores[2] - subject.scores[0]) / subject.scores[0] > -30
      #expect((subject.rescueDay == 8) == isDue)
      let doses = subject.exposures.filter { $0.subject == "ketamine" }.map(\.hours)
      #expect(doses.contains { $0 >= 192 } == isDue)
      rescued += isDue ? 1 : 0
      spared += isDue ? 0 : 1
    }
    #expect(rescued > 5 && spared > 5)
    // The rescue relieves: the course a day later is below what it was.
    let latent = subjects.filter { $0.rescueDay != nil && $0.latent[3].isFinite }
    #expect(RunningTests.mean(latent.map { $0.latent[3] - $0.latent[2] }) < -5)
  }

  @Test func stoppingEndsTheDosesAndWithdrawingTheData() throws {
    var design = try RunningFixture.daily(subjects: 30)
    design.dropout = 0
    design.arms[0].rules = [
      TrialRule(
        name: "enough", visits: [2], conditions: [TrialCondition(quantity: .score(0), relation: .atMost, value: 60)],
        action: .stopTreatment)
    ]
    design.arms[1].rules = [
      TrialRule(
        name: "out", visits: [3], conditions: [TrialCondition(quantity: .score(0), relation: .atLeast, value: 0)],
        action: .withdraw)
    ]
    for subject in try RunningFixture.data(design, detailed: [0])[0][0].subjects {
      if subject.arm == 0 {
        #expect(
          subject.exposures.filter { $0.unit == "mg" && $0.subject == "esketamine" }.map(\.hours) == [0, 72, 168])
        #expect(subject.leaving == nil)
      } else {
        #expect(subject.leaving == TrialSubject.Leaving(day: 15, reason: .rule))
        #expect(subject.scores.map(\.isFinite) == [true, true, true, true, false, false])
      }
    }
  }

  /// A rule that never acts leaves the course as it is without one, up to the solver's stops.
  @Test func aRuleThatNeverActsChangesNothing() throws {
    var design = try RunningFixture.daily(subjects: 20)
    design.dropout = 0
    let plain = try RunningFixture.data(design)[0][0].subjects
    for arm in design.arms.indices {
      design.arms[arm].rules = [
        TrialRule(
          name: "never", visits: [1, 3],
          conditions: [TrialCondition(quantity: .score(0), relation: .more, value: 100)], action: .withdraw)
      ]
    }
    let ruled = try RunningFixture.data(design)[0][0].subjects
    for (first, second) in zip(plain, ruled) {
      #expect(first.patient == second.patient && first.arm == second.arm)
      #expect(zip(first.latent, second.latent).allSatisfy { abs($0 - $1) < 1e-3 })
      #expect(abs(first.felt - second.felt) < 1e-3)
    }
  }
}
