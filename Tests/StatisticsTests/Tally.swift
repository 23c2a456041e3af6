import Randomness
import Statistics
import Testing

/// How often tests at 5 % reject and 95 % intervals hold the truth, over data sets drawn from fixed seeds.
struct Tally {
  static let dataSets = 10_000

  var rejected = 0
  var covered = 0
  var count = 0

  mutating func add(pValue: Double, lower: Double, upper: Double, truth: Double) {
    count += 1
    if pValue < 0.05 { rejected += 1 }
    if lower <= truth && truth <= upper { covered += 1 }
  }

  mutating func add(_ estimate: Estimate, truth: Double) {
    add(pValue: estimate.pValue, lower: estimate.lower, upper: estimate.upper, truth: truth)
  }

  mutating func add(_ ratio: RatioEstimate, truth: Double) {
    add(pValue: ratio.pValue, lower: ratio.lower, upper: ratio.upper, truth: truth)
  }

  var rejectedPercent: Double { 100 * Double(rejected) / Double(count) }
  var coveredPercent: Double { 100 * Double(covered) / Double(count) }

  func expectSize(_ name: String) {
    #expect(count == Self.dataSets, "\(name)")
    #expect((4.3...5.7).contains(rejectedPercent), "\(name): rejects \(rejectedPercent) % without an effect")
  }

  func expectCoverage(_ name: String) {
    #expect(count == Self.dataSets, "\(name)")
    #expect((94.3...95.7).contains(coveredPercent), "\(name): covers \(coveredPercent) %")
  }

  /// Runs `body` once for each data set, with draws of its own.
  static func forEach(_ purpose: String, _ body: (inout RandomStream) throws -> Void) rethrows {
    for dataSet in 0..<dataSets {
      var stream = RandomStream(seed: 20_261, patient: dataSet, purpose: purpose)
      try body(&stream)
    }
  }
}

extension RandomStream {
  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  mutating func count(_ total: Int, _ share: Double) -> Int {
    var events = 0
    for _ in 0..<total where uniform() < share { events += 1 }
    return events
  }
}
