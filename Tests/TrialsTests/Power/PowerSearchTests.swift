import Foundation
import Randomness
import Statistics
import Testing
import Trials

@Suite("Search for the sample size")
struct PowerSearchTests {
  /// Trials of two arms whose estimate is drawn from its exact distribution and tested with a known variance: the size
  /// for a power has a closed form. The draws of a replicate are the same at every size.
  private struct NormalTrials {
    var effect: Double
    var sd = 10.0
    var replicates = 1_000
    /// Standard deviation of the true effect between replicates.
    var uncertainty = 0.0
    var seed: UInt64 = 1

    func evaluate(_ units: Int) -> PowerEvaluation {
      let error = sd * (2 / Double(units)).squareRoot()
      var (count, sum) = (0, 0.0)
      for replicate in 0..<replicates {
        var stream = RandomStream(seed: seed, patient: replicate, purpose: "power")
        let estimate = effect + uncertainty * stream.normal() + error * stream.normal()
        sum += estimate
        if estimate / error < -1.959964 { count += 1 }
      }
      return PowerEvaluation(
        units: units, power: ReplicateShare(count: count, total: replicates), effect: sum / Double(replicates),
        standardError: error)
    }

    func exact(_ power: Double) -> Double {
      let wanted = 1.959964 + StandardNormal.quantile(power)
      return 2 * sd * sd * wanted * wanted / (effect * effect)
    }
  }

  @Test("The answer agrees with the closed form within its interval", arguments: [0.8, 0.9, 0.5], [-3.0, -5, -9])
  func closedForm(power: Double, effect: Double) throws {
    let trials = NormalTrials(effect: effect)
    let result = PowerSearch(target: power, alpha: 0.05).run(start: 40) { trials.evaluate($0) }
    let exact = trials.exact(power)
    let units = try #require(result.units)
    // Twice the Monte Carlo error of 1,000 replicates of the power, on the size: about 10 %.
    #expect(abs(Double(units) - exact) < max(0.12 * exact, 2), "\(units) instead of \(exact)")
    #expect(result.low <= Double(units) && Double(units) <= result.high)
    #expect(result.evaluations.count <= 8)
    #expect(result.problem == nil)
  }

  @Test("The interval holds the truth as often as it says")
  func coverage() {
    var covered = 0
    for seed in 1...200 {
      let trials = NormalTrials(effect: -5, replicates: 300, seed: UInt64(seed))
      let result = PowerSearch(target: 0.8, alpha: 0.05).run(start: 30) { trials.evaluate($0) }
      let exact = trials.exact(0.8)
      if result.low <= exact.rounded(.up), exact.rounded(.down) <= result.high { covered += 1 }
    }
    #expect(covered >= 170, "\(covered) of 200")
  }

  @Test("Without an effect no size is an answer")
  func unreachable() {
    let trials = NormalTrials(effect: 0, replicates: 200)
    let result = PowerSearch(target: 0.8, alpha: 0.05, largestUnits: 500).run(start: 40) { trials.evaluate($0) }
    #expect(result.units == nil)
    #expect(result.problem?.contains("is not reached") == true)
    #expect(result.evaluations.last?.units == 500)
    // Without a bound the search still ends before trials become absurd.
    let free = PowerSearch(target: 0.8, alpha: 0.05, largestUnits: 1_000_000).run(start: 40) { trials.evaluate($0) }
    #expect(free.units == nil)
    #expect((free.evaluations.last?.units ?? 0) <= 64 * 40)
  }

  @Test("An assurance below its ceiling is found, one above it is not")
  func assurance() throws {
    // Φ of 5/3.5 = 1.43 standard deviations: no size exceeds 92 %.
    let trials = NormalTrials(effect: -5, uncertainty: 3.5)
    let search = PowerSearch(target: 0.7, alpha: 0.05, largestUnits: 1_000)
    let units = try #require(search.run(start: 40) { trials.evaluate($0) }.units)
    // P(estimate < -1.96·e) with variance 3.5² + e².
    let error = 10 * (2 / Double(units)).squareRoot()
    let found = StandardNormal.below((5 - 1.959964 * error) / (3.5 * 3.5 + error * error).squareRoot())
    #expect(abs(found - 0.7) < 0.045)
    let high = PowerSearch(target: 0.97, alpha: 0.05, largestUnits: 1_000).run(start: 40) { trials.evaluate($0) }
    #expect(high.units == nil)
  }

  @Test("A huge effect needs the smallest trial, and failures of the runner are passed on")
  func ends() throws {
    let trials = NormalTrials(effect: -100)
    #expect(PowerSearch(target: 0.8, alpha: 0.05).run(start: 40) { trials.evaluate($0) }.units == 2)
    struct Stopped: Error {}
    #expect(throws: Stopped.self) {
      try PowerSearch(target: 0.8, alpha: 0.05).run(start: 40) { _ in throw Stopped() }
    }
  }

  @Test("Units become subjects by allocation")
  func allocation() {
    var design = GeneratedTrial(arms: 2, perArm: 30).design
    design.arms[0].allocation = 2
    design.subjectCount = 70
    #expect(design.units == 24)
    #expect(design.sized(units: 24).subjectCount == 72)
    let trials = NormalTrials(effect: -8)
    let result = PowerSearch(target: 0.8, alpha: 0.05).run(start: design.units) { trials.evaluate($0) }
    #expect(result.perArm(design)?[0] == 2 * (result.units ?? 0))
    #expect(result.subjects(design) == 3 * (result.units ?? 0))
  }
}
