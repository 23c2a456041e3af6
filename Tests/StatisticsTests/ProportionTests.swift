import Statistics
import Testing

@Suite("Shares against R and statsmodels")
struct ProportionTests {
  private static func comparisons() throws -> [ProportionComparison] {
    let table = try Oracle.table("proportions.csv")
    func column(_ name: String) throws -> [Int] { try #require(table[name]).map { Int($0) } }
    let (e1, n1, e2, n2) = (
      try column("events1"), try column("n1"), try column("events2"), try column("n2")
    )
    return try e1.indices.map {
      ProportionComparison(try Proportion(e1[$0], of: n1[$0]), against: try Proportion(e2[$0], of: n2[$0]))
    }
  }

  @Test func wilson() throws {
    let oracle = try Oracle.read("oracle.json")["proportions"]
    for (index, pair) in try Self.comparisons().enumerated() {
      for (share, expected) in [(pair.first, "wilson1"), (pair.second, "wilson2")] {
        let interval = share.wilson()
        #expect(abs(interval.lower - oracle[index][expected][0].number) < 1e-12)
        #expect(abs(interval.upper - oracle[index][expected][1].number) < 1e-12)
      }
    }
  }

  @Test func riskDifference() throws {
    let oracle = try Oracle.read("oracle_python.json")["newcombe"]
    for (index, pair) in try Self.comparisons().enumerated() {
      let difference = pair.riskDifference()
      #expect(difference.value == pair.first.share - pair.second.share)
      #expect(abs(difference.lower - oracle[index][0].number) < 1e-9, "\(pair)")
      #expect(abs(difference.upper - oracle[index][1].number) < 1e-9, "\(pair)")
    }
  }

  @Test func ratios() throws {
    let oracle = try Oracle.read("oracle.json")["proportions"]
    for (index, pair) in try Self.comparisons().enumerated() {
      for (ratio, expected) in [
        (pair.riskRatio(), oracle[index]["riskRatio"]), (pair.oddsRatio(), oracle[index]["oddsRatio"]),
      ] {
        #expect(Oracle.error(ratio.logStandardError, expected["standardError"].number) < 1e-9, "\(pair)")
        #expect(Oracle.error(ratio.lower, expected["lower"].number) < 1e-9, "\(pair)")
        #expect(Oracle.error(ratio.upper, expected["upper"].number) < 1e-9, "\(pair)")
        #expect(Oracle.error(ratio.pValue, expected["pValue"].number) < 1e-9, "\(pair)")
      }
    }
  }

  @Test func testsOfEquality() throws {
    let oracle = try Oracle.read("oracle.json")["proportions"]
    for (index, pair) in try Self.comparisons().enumerated() {
      #expect(Oracle.error(pair.fisherExact, oracle[index]["fisher"].number) < 1e-9, "\(pair)")
      // R gives no number where all patients have the same outcome.
      let events = pair.first.events + pair.second.events
      let isSame = events == 0 || events == pair.first.total + pair.second.total
      let expected = isSame ? 0 : oracle[index]["chiSquare"].number
      #expect(Oracle.error(pair.chiSquare.statistic, expected) < 1e-9, "\(pair)")
      #expect(Oracle.error(pair.chiSquare.pValue, isSame ? 1 : oracle[index]["chiSquareP"].number) < 1e-9)
    }
  }

  @Test func fishersTestOfLargeTables() throws {
    // Symmetrical tables of equal shares have p = 1; many patients neither overflow nor hang.
    let same = ProportionComparison(
      try Proportion(300_000, of: 1_000_000), against: try Proportion(300_000, of: 1_000_000))
    #expect(abs(same.fisherExact - 1) < 1e-9)
    let apart = ProportionComparison(
      try Proportion(900_000, of: 1_000_000), against: try Proportion(100_000, of: 1_000_000))
    #expect(apart.fisherExact == 0)
  }

  @Test func impossibleSharesAreErrors() {
    #expect(throws: StatisticsError.self) { try Proportion(0, of: 0) }
    #expect(throws: StatisticsError.self) { try Proportion(3, of: 2) }
    #expect(throws: StatisticsError.self) { try Proportion(-1, of: 2) }
  }

  @Test func numbersNeeded() throws {
    let clear = ProportionComparison(try Proportion(60, of: 100), against: try Proportion(30, of: 100)).riskDifference()
    let needed = NumberNeeded(clear)
    #expect(abs(needed.value - 1 / 0.3) < 1e-12)
    #expect(needed.interval == .bounded(lower: 1 / clear.upper, upper: 1 / clear.lower))
    let unclear = ProportionComparison(try Proportion(12, of: 40), against: try Proportion(10, of: 40)).riskDifference()
    guard case .throughInfinity(let fewer, let more) = NumberNeeded(unclear).interval else {
      Issue.record("an interval of the difference over 0 must go through infinity")
      return
    }
    #expect(fewer < 0 && more > 0 && fewer == 1 / unclear.lower && more == 1 / unclear.upper)
    let none = ProportionComparison(try Proportion(5, of: 10), against: try Proportion(5, of: 10)).riskDifference()
    #expect(NumberNeeded(none).value == .infinity)
    let harm = ProportionComparison(try Proportion(10, of: 100), against: try Proportion(40, of: 100)).riskDifference()
    #expect(NumberNeeded(harm).value < 0)
    guard case .bounded(let lower, let upper) = NumberNeeded(harm).interval else {
      Issue.record("a clear harm has bounds")
      return
    }
    #expect(lower < NumberNeeded(harm).value && NumberNeeded(harm).value < upper && upper < 0)
  }
}
