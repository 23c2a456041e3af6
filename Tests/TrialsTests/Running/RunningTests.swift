import Foundation
import Testing
import Trials

/// Small trials of the library's patients from end to end.
@Suite struct RunningTests {
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func sd(_ values: [Double]) -> Double {
    let mean = mean(values)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }

  /// Sixty replicates: the baseline as observed is matched, and the drug relieves.
  @Test func theBaselineIsMatchedAndTheDrugActs() throws {
    let data = try RunningFixture.data(RunningFixture.single(), 0..<60)
    #expect(data.map { $0[0].replicate } == Array(0..<60))
    let subjects = data.flatMap { $0[0].subjects }
    #expect(subjects.count == 60 * 72)
    #expect(subjects.filter { $0.arm == 0 }.count == 60 * 48)
    let baseline = subjects.map { $0.scores[0] }
    // Four standard errors of 4,320 subjects, and those of the 2,000 with whom it was matched.
    #expect(abs(Self.mean(baseline) - 32) < 0.7 && abs(Self.sd(baseline) - 6) < 0.5)
    func latent(_ arm: Int) -> Double {
      Self.mean(subjects.filter { $0.arm == arm }.map { $0.latent[1] }.filter(\.isFinite))
    }
    #expect(latent(1) - latent(0) > 4)
  }

  /// A limit on the score of screening lets in those who scored too high by chance: without treatment they fall, once
  /// nothing depends on the score. Without a limit nobody falls.
  @Test func inclusionByTheScoreRegressesToTheMean() throws {
    func fall(limit: Double?) throws -> (fall: Double, screened: Int) {
      var design = try RunningFixture.single(subjects: 200)
      design.enrolment.baseline = nil
      design.dropout = 0
      design.enrolment.screeningDays = 1
      if let limit {
        design.enrolment.inclusion = [TrialCondition(quantity: .score(0), relation: .atLeast, value: limit)]
      }
      let data = try RunningFixture.data(design, 0..<10)
      let subjects = data.flatMap { $0[0].subjects }
      if let limit { #expect(subjects.allSatisfy { $0.screening >= limit }) }
      return (Self.mean(subjects.map { $0.screening - $0.scores[0] }), data[0][0].screened)
    }
    let without = try fall(limit: nil)
    let with = try fall(limit: 32)
    // The inflation by raters at screening alone is 1.5 points.
    #expect(without.fall < 2 && without.screened == 200)
    #expect(with.fall > without.fall + 0.7 && with.screened > 260)
  }

  /// Four weeks between screening and day 0, in which some recover: those randomised have the stated baseline all the
  /// same.
  @Test func theBaselineIsMatchedAfterScreening() throws {
    var design = try RunningFixture.single(subjects: 150)
    design.enrolment.baseline = (37, 5.7)
    design.enrolment.screeningDays = 28
    design.enrolment.inclusion = [TrialCondition(quantity: .score(0), relation: .atLeast, value: 28)]
    let baseline = try RunningFixture.data(design, 0..<10).flatMap { $0[0].subjects.map { $0.scores[0] } }
    #expect(baseline.count == 1500)
    #expect(abs(Self.mean(baseline) - 37) < 0.8 && abs(Self.sd(baseline) - 5.7) < 0.8)
  }

  @Test func missedVisitsAreAsOftenAsStated() throws {
    var design = try RunningFixture.single(subjects: 300)
    design.missedVisits = 0.2
    design.dropout = 0
    let subjects = try RunningFixture.data(design, 0..<4).flatMap { $0[0].subjects }
    #expect(subjects.allSatisfy { $0.scores[0].isFinite })
    let later = subjects.flatMap { $0.scores[1...] }
    let share = Double(later.count { $0.isNaN }) / Double(later.count)
    // Five standard errors of 4,800 visits.
    #expect(abs(share - 0.2) < 5 * (0.16 / 4800).squareRoot())
  }

  @Test func visitsStayInTheirWindows() throws {
    var design = try RunningFixture.daily(subjects: 40)
    for visit in design.visits.indices { design.visits[visit].window = 4 }
    let subjects = try RunningFixture.data(design).flatMap { $0[0].subjects }
    for subject in subjects {
      #expect(subject.days[0] == 0)
      #expect(zip(subject.days, subject.days.dropFirst()).allSatisfy { $0 < $1 })
      #expect(zip(subject.days, design.visits).allSatisfy { abs($0 - $1.day) <= 4 && $0 == $0.rounded() })
    }
    #expect(Set(subjects.map { $0.days[3] }).count > 4)
  }

  /// What relieves nothing leaves each subject where it would have been without the drug, and its control arm as it is.
  @Test func withoutBenefitTheCourseIsUntreated() throws {
    var design = try RunningFixture.single(subjects: 60)
    design.dropout = 0
    let data = try RunningFixture.data(design, 0..<1, [.asRun, .noBenefit, .masked])[0]
    var untreated = design
    untreated.arms[0].treatments = []
    untreated.arms[0].control = nil
    let bare = try RunningFixture.data(untreated)[0][0]
    for (index, subject) in data[1].subjects.enumerated() {
      if subject.arm == 0 {
        #expect(subject.latent == bare.subjects[index].latent)
        #expect(subject.felt == data[0].subjects[index].felt && subject.felt > 0)
      } else {
        #expect(subject.scores == data[0].subjects[index].scores)
      }
      #expect(data[2].subjects[index].latent == data[0].subjects[index].latent)
    }
  }

  /// With one active arm to one control and nothing to notice, a guess says nothing about the arm.
  @Test func maskedGuessesAreChance() throws {
    var design = try RunningFixture.single(subjects: 300)
    design.arms[0].allocation = 1
    design.arms[1].control = .inertPlacebo
    design.arms[1].treatments = []
    let data = try RunningFixture.data(design, 0..<8, [.asRun, .masked])
    func right(_ estimand: Int) -> Double {
      let guesses = data.flatMap { $0[estimand].subjects }.filter { $0.guess != .unsure }
      return Double(guesses.count { ($0.guess == .active) == ($0.arm == 0) }) / Double(guesses.count)
    }
    // Five standard errors of about 2,000 guesses.
    #expect(abs(right(1) - 0.5) < 0.06)
    #expect(right(0) > 0.55)
  }

  @Test func detailsAreKeptWhereAskedFor() throws {
    var design = try RunningFixture.daily(subjects: 8)
    design.dropout = 0
    let data = try RunningFixture.data(design, 0..<2, detailed: [1])
    #expect(data[0][0].subjects.allSatisfy { $0.items.isEmpty && $0.exposures.isEmpty })
    for subject in data[1][0].subjects {
      #expect(subject.items.count == 60)
      for visit in 0..<6 where subject.scores[visit].isFinite {
        #expect(subject.items[visit * 10..<visit * 10 + 10].reduce(0) { $0 + Int($1) } == Int(subject.scores[visit]))
      }
      #expect(subject.exposures.count == (subject.arm == 0 ? 36 : 28))
      #expect(subject.exposures.map(\.hours) == subject.exposures.map(\.hours).sorted())
    }
  }
}
