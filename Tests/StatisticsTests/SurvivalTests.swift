import Diagnostics
import Foundation
import Statistics
import Testing

@Suite("Survival against R's survival")
struct SurvivalTests {
  static let names = ["survival_1", "survival_2", "survival_3"]

  private static func data(_ name: String) throws -> (times: SurvivalTimes, arm: [Double], x: [Double]) {
    let table = try Oracle.table("\(name).csv")
    let times = try SurvivalTimes(
      times: try #require(table["time"]), events: try #require(table["event"]).map { $0 == 1 })
    return (times, try #require(table["arm"]), try #require(table["x"]))
  }

  private static func oracle(_ name: String) throws -> Oracle.Value { try Oracle.read("oracle.json")["survival"][name] }

  @Test(arguments: names) func curve(name: String) throws {
    let curve = SurvivalCurve(try Self.data(name).times)
    let oracle = try Self.oracle(name)
    #expect(curve.steps.map(\.time) == oracle["time"].numbers)
    #expect(curve.steps.map { Double($0.atRisk) } == oracle["atRisk"].numbers)
    for (index, step) in curve.steps.enumerated() {
      #expect(abs(step.survival - oracle["survival"][index].number) < 1e-12)
      guard step.survival > 0 else {
        #expect(step.standardError.isNaN && step.lower.isNaN && step.upper.isNaN)
        continue
      }
      #expect(abs(step.standardError - oracle["standardError"][index].number) < 1e-12)
      #expect(abs(step.lower - oracle["lower"][index].number) < 1e-10)
      #expect(abs(step.upper - oracle["upper"][index].number) < 1e-10)
    }
    let median = curve.median
    for (value, expected) in [
      (median.value, "median"), (median.lower, "medianLower"), (median.upper, "medianUpper"),
    ] {
      #expect((value ?? .nan) == oracle[expected].number || (value == nil && oracle[expected].number.isNaN))
    }
  }

  @Test(arguments: names) func logRank(name: String) throws {
    let data = try Self.data(name)
    let oracle = try Self.oracle(name)["logRank"]
    let test = try LogRankTest(data.times, isFirst: data.arm.map { $0 == 0 })
    #expect(Double(test.observed) == oracle["observed"][0].number)
    #expect(Oracle.error(test.expected, oracle["expected"][0].number) < 1e-10)
    #expect(Oracle.error(test.statistic, oracle["statistic"].number) < 1e-9)
    #expect(Oracle.error(test.pValue, oracle["pValue"].number) < 1e-9)
    let turned = try LogRankTest(data.times, isFirst: data.arm.map { $0 == 1 })
    #expect(abs(turned.statistic - test.statistic) < 1e-9 * test.statistic)
    // Everyone in one stratum, and two copies of the data as two strata.
    #expect(try LogRankTest(data.times, isFirst: data.arm.map { $0 == 0 }, strata: data.arm.map { _ in 7 }) == test)
    let twice = try SurvivalTimes(
      times: data.times.times + data.times.times, events: data.times.events + data.times.events)
    let both = try LogRankTest(
      twice, isFirst: (data.arm + data.arm).map { $0 == 0 },
      strata: data.arm.map { _ in 0 } + data.arm.map { _ in 1 })
    #expect(abs(both.statistic - 2 * test.statistic) < 1e-9 * test.statistic)
  }

  @Test(arguments: names) func cox(name: String) throws {
    let data = try Self.data(name)
    for (covariate, expected) in [
      (data.arm, try Self.oracle(name)["coxArm"]), (data.x, try Self.oracle(name)["coxX"]),
    ] {
      let fit = try CoxRegression(data.times, covariate: covariate)
      #expect(abs(fit.coefficient.value - expected["value"].number) < 1e-8)
      #expect(Oracle.error(fit.coefficient.standardError, expected["standardError"].number) < 1e-7)
      #expect(Oracle.error(fit.logLikelihood, expected["logLikelihood"].number) < 1e-10)
      #expect(Oracle.error(fit.coefficient.pValue, expected["wald"].number) < 1e-7)
      #expect(Oracle.error(fit.likelihoodRatioP, expected["likelihood"].number) < 1e-7)
      #expect(Oracle.error(fit.scoreP, expected["score"].number) < 1e-7)
      #expect(abs(log(fit.hazardRatio.lower) - fit.coefficient.lower) < 1e-12)
    }
  }

  @Test func aHazardThatIsInfiniteIsSaid() throws {
    let times = try SurvivalTimes(times: [1, 2, 3, 4, 5, 6], events: [true, true, true, false, false, false])
    #expect {
      try CoxRegression(times, covariate: [1, 1, 1, 0, 0, 0])
    } throws: {
      Message.text($0).contains("without end")
    }
    #expect(throws: StatisticsError.self) { try CoxRegression(times, covariate: [1, 1, 1, 1, 1, 1]) }
    #expect(throws: StatisticsError.self) { try CoxRegression(times, covariate: [1, .nan, 1, 1, 1, 1]) }
    #expect(throws: StatisticsError.self) { try CoxRegression(times, covariate: [1]) }
    let none = try SurvivalTimes(times: [1, 2], events: [false, false])
    #expect(throws: StatisticsError.self) { try CoxRegression(none, covariate: [0, 1]) }
    #expect(throws: StatisticsError.self) { try LogRankTest(none, isFirst: [true, false]) }
    #expect(SurvivalCurve(none).steps.isEmpty && SurvivalCurve(none).survival(at: 9) == 1)
  }

  @Test func timesAreChecked() {
    #expect(throws: StatisticsError.self) { try SurvivalTimes(times: [1, -1], events: [true, true]) }
    #expect(throws: StatisticsError.self) { try SurvivalTimes(times: [.nan], events: [true]) }
    #expect(throws: StatisticsError.self) { try SurvivalTimes(times: [], events: []) }
    #expect(throws: StatisticsError.self) { try SurvivalTimes(times: [1], events: []) }
  }
}
