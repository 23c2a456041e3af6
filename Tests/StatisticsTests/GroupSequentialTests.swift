import Foundation
import Randomness
import Statistics
import Testing

@Suite("Group-sequential boundaries")
struct GroupSequentialTests {
  @Test("Critical values and exit probabilities agree with quadrature by scipy")
  func oracle() throws {
    let cases = try Oracle.read("sequential.json")["cases"].items
    #expect(cases.count == 20)
    for item in cases {
      let spending: SpendingFunction = item["kind"].content as? String == "pocock" ? .pocock : .obrienFleming
      let boundary = try GroupSequentialBoundary(
        shares: item["shares"].numbers, alpha: item["alpha"].number, spending: spending)
      for (found, expected) in zip(boundary.critical, item["critical"].numbers) {
        #expect(abs(found - expected) < 1e-5)
      }
      let exits = boundary.exitProbabilities(drift: item["drift"].number)
      for (found, expected) in zip(exits.upper, item["upper"].numbers) { #expect(abs(found - expected) < 1e-6) }
      for (found, expected) in zip(exits.lower, item["lower"].numbers) { #expect(abs(found - expected) < 1e-8) }
    }
  }

  @Test("Five equal looks have the published values")
  func published() throws {
    let shares = [0.2, 0.4, 0.6, 0.8, 1]
    let flat = try GroupSequentialBoundary(shares: shares, alpha: 0.05, spending: .pocock).critical
    let steep = try GroupSequentialBoundary(shares: shares, alpha: 0.05, spending: .obrienFleming).critical
    for (found, expected) in zip(flat, [2.4380, 2.4268, 2.4101, 2.3966, 2.3859]) {
      #expect(abs(found - expected) < 2e-4)
    }
    for (found, expected) in zip(steep, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]) {
      #expect(abs(found - expected) < 2e-4)
    }
  }

  @Test("A single look has the normal quantile; without an effect all exits add up to alpha")
  func size() throws {
    let single = try GroupSequentialBoundary(shares: [1], alpha: 0.05, spending: .pocock)
    #expect(abs(single.critical[0] - 1.959963985) < 1e-8)
    for shares in [[0.01, 0.011, 1], [0.9, 0.999, 1], (1...20).map { Double($0) / 20 }] {
      for spending in [SpendingFunction.obrienFleming, .pocock] {
        let boundary = try GroupSequentialBoundary(shares: shares, alpha: 0.05, spending: spending)
        let exits = boundary.exitProbabilities(drift: 0)
        #expect(abs(exits.upper.reduce(0, +) - 0.025) < 1e-6, "\(shares) \(spending)")
        #expect(abs(exits.lower.reduce(0, +) - 0.025) < 1e-6)
      }
    }
  }

  @Test("Drawn processes cross as often as computed")
  func drawn() throws {
    let boundary = try GroupSequentialBoundary(shares: [0.3, 0.7, 1], alpha: 0.05, spending: .obrienFleming)
    let expected = boundary.exitProbabilities(drift: 2.5).upper
    var counts = [0.0, 0, 0]
    for path in 0..<40_000 {
      var stream = RandomStream(seed: 3, patient: path, purpose: "sequential")
      var (score, before) = (0.0, 0.0)
      for (look, share) in boundary.shares.enumerated() {
        score += 2.5 * (share - before) + (share - before).squareRoot() * stream.normal()
        before = share
        if abs(score / share.squareRoot()) >= boundary.critical[look] {
          if score > 0 { counts[look] += 1 }
          break
        }
      }
    }
    // Three standard errors of a share of 40,000.
    for (count, share) in zip(counts, expected) {
      #expect(abs(count / 40_000 - share) < 3 * (share * (1 - share) / 40_000).squareRoot())
    }
  }

  @Test("Conditional power has its closed form")
  func conditionalPower() throws {
    let boundary = try GroupSequentialBoundary(shares: [1], alpha: 0.05, spending: .pocock)
    // B = 0.7071, trend 1.4142: (1.96 - 0.7071 - 0.7071)/0.7071 = 0.7718
    #expect(abs(boundary.conditionalPower(statistic: 1, share: 0.5) - StandardNormal.above(0.771807)) < 1e-6)
    #expect(boundary.conditionalPower(statistic: 1, share: 1).isNaN)
  }

  @Test("Shares that do not ascend to 1 are an error", arguments: [[], [0.5], [0.5, 0.5, 1], [0, 1], [0.6, 0.4, 1]])
  func wrong(shares: [Double]) {
    #expect(throws: StatisticsError.self) {
      try GroupSequentialBoundary(shares: shares, alpha: 0.05, spending: .pocock)
    }
  }
}
