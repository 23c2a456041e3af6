/// The log-rank test of equal survival in two arms (Mantel 1966; Peto and Peto 1972, doi:10.2307/2344317), with the
/// hypergeometric variance for ties, summed over strata where there are some.
package struct LogRankTest: Sendable, Hashable {
  /// Events of the first arm.
  package let observed: Int
  /// How many of all events the first arm would have had with equal hazards.
  package let expected: Double
  package let variance: Double

  /// With one degree of freedom.
  package var statistic: Double {
    let difference = Double(observed) - expected
    return difference * difference / variance
  }
  package var pValue: Double { ChiSquare(1).above(statistic) }

  /// O(n·log n).
  ///
  /// - Parameters:
  ///   - isFirst: for each patient whether it belongs to the first arm.
  ///   - strata: for each patient the number of its stratum; empty for one stratum.
  /// - Throws: ``StatisticsError`` when lengths differ or no event has patients of both arms at risk.
  package init(_ data: SurvivalTimes, isFirst: [Bool], strata: [Int] = []) throws(StatisticsError) {
    guard isFirst.count == data.times.count, strata.isEmpty || strata.count == data.times.count else {
      throw .unusable("arms or strata have not one value for each patient")
    }
    let order = data.order
    var sums = Sums()
    if strata.isEmpty {
      sums.add(data, order, isFirst)
    } else {
      for stratum in Set(strata).sorted() { sums.add(data, order.filter { strata[$0] == stratum }, isFirst) }
    }
    guard sums.variance > 0 else {
      throw .unusable("the log-rank test needs an event while patients of both arms are at risk")
    }
    observed = sums.observed
    expected = sums.expected
    variance = sums.variance
  }

  private struct Sums {
    var observed = 0
    var expected = 0.0
    var variance = 0.0

    mutating func add(_ data: SurvivalTimes, _ order: [Int], _ isFirst: [Bool]) {
      var firstAtRisk = 0
      for row in order where isFirst[row] { firstAtRisk += 1 }
      var index = 0
      while index < order.count {
        let time = data.times[order[index]]
        let (n, n1) = (Double(order.count - index), Double(firstAtRisk))
        var events = 0
        while index < order.count, data.times[order[index]] == time {
          let row = order[index]
          if data.events[row] {
            events += 1
            if isFirst[row] { observed += 1 }
          }
          if isFirst[row] { firstAtRisk -= 1 }
          index += 1
        }
        guard events > 0 else { continue }
        let d = Double(events)
        expected += d * n1 / n
        if n > 1 { variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1) }
      }
    }
  }
}
