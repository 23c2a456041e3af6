import Populations
import Testing
import Trials
import Validation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Estimates against computations by hand.
@Suite struct TargetEstimateTests {
  /// Visits on days 0, 7 and 14; one scale.
  static func design(days: [Double] = [0, 7, 14]) -> TrialDesign {
    let arms = ["a", "b"].map { TrialArm(id: $0, title: $0, role: .active, control: nil, treatments: []) }
    return TrialDesign(
      title: "t", id: "t", durationDays: days.last ?? 1,
      enrolment: Enrolment(population: PopulationDescription(), diagnosis: "d"), arms: arms, subjectCount: 8,
      visits: days.map { TrialVisit(day: $0, title: "\($0)") }, scales: ["s"],
      analysis: AnalysisPlan(endpoints: [], contrasts: []))
  }

  static func data(_ rows: [(arm: Int, scores: [Double])]) -> TrialData {
    let subjects = rows.enumerated().map { index, row in
      var subject = TrialSubject(patient: index, arm: row.arm)
      subject.scores = row.scores
      return subject
    }
    return TrialData(replicate: 0, estimand: .asRun, subjects: subjects, screened: rows.count)
  }

  private static let rows: [(arm: Int, scores: [Double])] = [
    (0, [30, 20, 10]), (0, [32, 16, 16]), (0, [28, 18, .nan]), (0, [34, 10, 20]),
    (1, [30, 28, 26]), (1, [32, 15, 20]), (1, [28, 26, 24]), (1, [34, 30, 30]),
  ]

  private func estimate(
    _ statistic: TargetStatistic, versus: [Int] = [], shift: Double = 0,
    _ rows: [(arm: Int, scores: [Double])] = rows, days: [Double] = [0, 7, 14]
  ) -> TargetEstimate {
    TargetEstimator(design: Self.design(days: days), statistic: statistic)
      .estimate(Self.data(rows), arms: [0], versus: versus, shift: shift)
  }

  private let week = TargetStatistic.Reading(scale: 0, visit: 1)
  private let end = TargetStatistic.Reading(scale: 0, visit: 2)

  @Test func meansAreOverThoseWithAScore() {
    // Changes on day 7: -10, -16, -10, -24; on day 14, without the third: -20, -16, -14.
    let at7 = estimate(.meanChange(week))
    #expect(abs(at7.value + 15) < 1e-12)
    // Squares of deviations 25, 1, 25, 81 over 3 over 4.
    #expect(abs(at7.standardError - (132.0 / 12).squareRoot()) < 1e-12)
    #expect(abs(estimate(.meanChange(end)).value + 50.0 / 3) < 1e-12)
    #expect(abs(estimate(.meanChange(week), shift: 2.5).value + 12.5) < 1e-12)
  }

  @Test func theDifferenceIsAdjustedForTheBaseline() {
    // Both arms have the same baselines, so that the adjustment leaves the difference of means: -15 - (-6.25).
    #expect(abs(estimate(.difference(week), versus: [1]).value + 8.75) < 1e-9)
    #expect(abs(estimate(.difference(week), versus: [1], shift: 1).value + 7.75) < 1e-9)
  }

  @Test func effectSizes() {
    // Variances 44 and 166.75 / 3 (changes -2, -17, -2, -4, mean -6.25); J(6) by its definition.
    let pooled = ((132 + 156.75) / 6.0).squareRoot()
    let correction = exp(lgamma(3) - lgamma(2.5)) / 3.0.squareRoot()
    #expect(abs(estimate(.effectSize(week), versus: [1]).value + correction * 8.75 / pooled) < 1e-9)
    // Baselines 30, 32, 28, 34: variance 20/3.
    #expect(abs(estimate(.prePostEffect(week)).value + 15 / (20.0 / 3).squareRoot()) < 1e-9)
    #expect(abs(estimate(.shareOfBaseline(week)).value - 15.0 / 31) < 1e-12)
  }

  @Test func sharesAndRatios() {
    // Responses on day 7: the second (16 of 32) and the fourth in one arm, the second in the other.
    let response = TargetStatistic.Outcome.response(share: 0.5)
    #expect(estimate(.percent(response, week)).value == 50)
    #expect(abs(estimate(.percent(response, week)).standardError - 25) < 1e-12)
    #expect(estimate(.riskDifference(response, week), versus: [1]).value == 25)
    #expect(abs(estimate(.riskRatio(response, week), versus: [1]).value - 2) < 1e-12)
    #expect(abs(estimate(.oddsRatio(response, week), versus: [1]).value - 3) < 1e-12)
    #expect(
      abs(
        estimate(.oddsRatio(response, week), versus: [1]).standardError
          - (0.5 + 0.5 + 1 + 1.0 / 3).squareRoot()) < 1e-12)
    #expect(estimate(.percent(.remission(limit: 10), week)).value == 25)
    // On both visits: the second (16, 16) only; who misses one visit is judged by the other.
    let twice = TargetStatistic.Outcome.repeatedResponse(share: 0.5, count: 2, visits: [1, 2])
    #expect(estimate(.percent(twice, end)).value == 25)
  }

  @Test func anEarlyShareOfALaterDifference() {
    let rows: [(arm: Int, scores: [Double])] = [
      (0, [30, 27, 20]), (0, [32, 29, 22]), (0, [31, 28, 21]), (1, [30, 29, 26]), (1, [32, 31, 28]), (1, [31, 30, 27]),
    ]
    // Differences -2 and -6.
    let share = estimate(.shareOfDifference(week, later: end), versus: [1], rows)
    #expect(abs(share.value - 1.0 / 3) < 1e-9)
  }

  /// Relapse: two visits in a row at 22 or above, dated by the first; day 0 does not count.
  private let relapse = TargetStatistic.EventRule(
    scale: 0, event: .relapse(limit: 22, visits: 2), startDay: 0, amongResponders: false)

  @Test func timesToRelapse() {
    let days: [Double] = [0, 7, 14, 21, 28]
    let rows: [(arm: Int, scores: [Double])] = [
      (0, [30, 24, 25, 10, 10]), (0, [30, 24, 10, 23, 22]), (0, [30, 10, 10, 10, 10]), (0, [30, 10, .nan, .nan, .nan]),
    ]
    // Events on days 7 and 21, censored on days 28 and 7: survival 3/4, then 3/4 · 1/2.
    #expect(estimate(.medianDays(relapse), rows, days: days).value == 21)
    #expect(abs(estimate(.percentWithEvent(relapse), rows, days: days).value - 62.5) < 1e-9)
    // 7 + 0.75 · 14 + 0.375 · 7
    #expect(abs(estimate(.daysWithoutEvent(relapse), rows, days: days).value - 20.125) < 1e-9)
  }

  @Test func aMedianBeyondTheEndIsTheEnd() {
    let rows: [(arm: Int, scores: [Double])] = [(0, [30, 10, 10]), (0, [30, 10, 10]), (0, [30, 25, 25])]
    #expect(estimate(.medianDays(relapse), rows).value == 14)
  }

  @Test func lossOfResponseCountsFromTheLastDose() {
    let rule = TargetStatistic.EventRule(
      scale: 0, event: .responseLost(share: 0.5), startDay: 6, amongResponders: true)
    let days: [Double] = [0, 7, 14, 21]
    let rows: [(arm: Int, scores: [Double])] = [
      (0, [30, 10, 20, 10]), (0, [30, 14, 15, 16]), (0, [30, 20, 20, 20]), (0, [30, 15, 15, 10]),
    ]
    // Three in response on day 7: lost on day 14 (8 days), on day 21 (15 days), not lost (15 days).
    #expect(estimate(.medianDays(rule), rows, days: days).value == 15)
  }

  @Test func hazardRatios() {
    let rows: [(arm: Int, scores: [Double])] = [
      (0, [30, 10, 25, 25]), (0, [30, 10, 10, 10]), (0, [30, 10, 10, 10]), (1, [30, 25, 25, 25]),
      (1, [30, 25, 25, 25]),
      (1, [30, 10, 10, 10]),
    ]
    let ratio = estimate(.hazardRatio(relapse), versus: [1], rows, days: [0, 7, 14, 21])
    // Two tied events in one arm at 7, one in the other at 14: Efron's likelihood has its maximum where
    // d/db [b - ln(3r + 3) - ln(3r + 2) - ln(3r + 1)] = 0 with r = exp(b).
    let r = ratio.value
    let terms: [Double] = [3, 2, 1].map { 3 * r / (3 * r + $0) }
    #expect(abs(1 - terms.reduce(0, +)) < 1e-6)
    // Nobody relapses in one arm: there is no ratio.
    let none: [(arm: Int, scores: [Double])] = [
      (0, [30, 10, 10]), (0, [30, 10, 10]), (1, [30, 25, 25]), (1, [30, 10, 10]),
    ]
    #expect(estimate(.hazardRatio(relapse), versus: [1], none).value.isNaN)
  }

  @Test func whatCannotBeComputedIsNoNumber() {
    #expect(estimate(.meanChange(week), []).value.isNaN)
    #expect(estimate(.effectSize(week), versus: [1], [(0, [30, 20, 10])]).value.isNaN)
    #expect(estimate(.percent(.remission(limit: 10), week), [(0, [30, .nan, 10])]).value.isNaN)
  }
}
