import Statistics
import Testing

@Suite("Differences of means against R")
struct MeanDifferenceTests {
  @Test(arguments: ["means_1", "means_2", "means_3"])
  func welchAndHedges(name: String) throws {
    let table = try Oracle.table("\(name).csv")
    let rows = Array(zip(try #require(table["value"]), try #require(table["group"])))
    let first = Sample(rows.filter { $0.1 == 0 }.map(\.0))
    let second = Sample(rows.filter { $0.1 == 1 }.map(\.0))
    let oracle = try Oracle.read("oracle.json")["means"][name]
    let welch = try MeanDifference.welch(first, minus: second)
    #expect(Oracle.error(welch.degreesOfFreedom, oracle["welch"]["degreesOfFreedom"].number) < 1e-10)
    let hedges = try MeanDifference.hedges(first, minus: second)
    for (estimate, expected) in [(welch, oracle["welch"]), (hedges, oracle["hedges"])] {
      #expect(Oracle.error(estimate.value, expected["value"].number) < 1e-9)
      #expect(Oracle.error(estimate.standardError, expected["standardError"].number) < 1e-9)
      #expect(Oracle.error(estimate.lower, expected["lower"].number) < 1e-9)
      #expect(Oracle.error(estimate.upper, expected["upper"].number) < 1e-9)
      #expect(Oracle.error(estimate.pValue, expected["pValue"].number) < 1e-9)
    }
  }

  @Test func tooLittleIsAnError() {
    let good = Sample([1, 2, 3])
    #expect(throws: StatisticsError.self) { try MeanDifference.welch(good, minus: Sample([1])) }
    #expect(throws: StatisticsError.self) { try MeanDifference.hedges(Sample([]), minus: good) }
    #expect(throws: StatisticsError.self) { try MeanDifference.hedges(Sample([1, 1]), minus: Sample([2, 2])) }
    #expect(throws: StatisticsError.self) { try MeanDifference.welch(Sample([1, .nan]), minus: good) }
  }
}
