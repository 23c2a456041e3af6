import Diagnostics
import Randomness
import Statistics
import Testing
import Trials

@Suite("Unblinding")
struct UnblindingModelTests {
  private func setting(
    _ active: Int = 60, _ control: Int = 40, effect: Double = 5, expectancy: Double = 4
  ) throws -> UnblindingSetting {
    try UnblindingSetting(
      activeCount: active, controlCount: control, deviation: 11, effect: effect, expectancy: expectancy)
  }

  /// By SciPy's `nct`.
  @Test("Rejections are those of the noncentral t distribution")
  func noncentral() {
    let rejection = MeanTest(alpha: 0.05, degreesOfFreedom: 18).rejection(noncentrality: 2)
    expectClose(rejection.above, 0.473309043102, absolute: 1e-8)
    expectClose(rejection.below, 5.6626304739e-05, absolute: 1e-8)
    // As many degrees of freedom as make it normal.
    let normal = MeanTest(alpha: 0.05, degreesOfFreedom: 1e7).rejection(noncentrality: -1.5)
    expectClose(normal.below, 0.322771035956, absolute: 1e-6)
    // Few of them.
    expectClose(
      MeanTest(alpha: 0.05, degreesOfFreedom: 2).rejection(noncentrality: 1).total, 0.0952017554979, absolute: 2e-4)
  }

  @Test("A test of nothing rejects at its level", arguments: [0.01, 0.05, 0.2])
  func level(alpha: Double) {
    expectClose(
      MeanTest(alpha: alpha, degreesOfFreedom: 40).rejection(noncentrality: 0).total, alpha, absolute: 1e-7)
  }

  @Test("Guesses at random make no difference, whatever the expectancy")
  func random() throws {
    let guesses = GuessShares(active: 0.6, control: 0.3, unsure: 0.1)
    let model = UnblindingModel(try setting(), active: guesses, control: guesses)
    expectClose(model.falseDifference, 0, absolute: 1e-14)
    expectClose(model.falsePositives.total, 0.05, absolute: 1e-6)
    #expect(model.separation == 1)
  }

  @Test("The false difference is the expectancy times the sum of Bang's indices")
  func difference() throws {
    let active = GuessShares(active: 0.9, control: 0.06, unsure: 0.04)
    let control = GuessShares(active: 0.2, control: 0.7, unsure: 0.1)
    let model = UnblindingModel(try setting(), active: active, control: control)
    expectClose(model.falseDifference, -4 * (0.84 + 0.5), relative: 1e-12)
    let bang = try BlindingIndex.bang(
      BlindingGuesses(active: 90, control: 6, unsure: 4), isActiveArm: true)
    expectClose(active.balance(isActiveArm: true), bang.value, absolute: 1e-12)
  }

  @Test("Where everybody guesses right, arm and guess cannot be told apart")
  func allRight() throws {
    let model = UnblindingModel(
      try setting(), active: GuessShares(right: 1, isActiveArm: true),
      control: GuessShares(right: 1, isActiveArm: false))
    #expect(model.separation == 0)
    expectClose(model.adjustedPower.total, 0.05, absolute: 1e-6)
    #expect(model.subjects(forPower: 0.8) == nil)
    // 8 points of difference with a standard error of 2.25
    #expect(model.falsePositives.below > 0.9)
  }

  /// Data of the model itself, drawn and analysed: a t test, and least squares on arm and guess.
  @Test("Shares of rejections are those of drawn trials", arguments: [0.0, 5.0])
  func drawn(effect: Double) throws {
    let setting = try setting(60, 40, effect: effect, expectancy: 4)
    let active = GuessShares(active: 0.75, control: 0.15, unsure: 0.1)
    let control = GuessShares(active: 0.3, control: 0.5, unsure: 0.2)
    let model = UnblindingModel(setting, active: active, control: control)
    var plain = 0.0
    var adjusted = 0.0
    let trials = 4000
    for trial in 0..<trials {
      var stream = RandomStream(seed: 77, patient: trial, purpose: "unblinding")
      let data = DrawnTrial(setting, active: active, control: control, stream: &stream)
      if data.plainP < 0.05 { plain += 1 }
      if data.adjustedP < 0.05 { adjusted += 1 }
    }
    // Four standard errors are at most 0.032.
    expectClose(
      plain / Double(trials), effect > 0 ? model.apparentPower.total : model.falsePositives.total, absolute: 0.03)
    expectClose(adjusted / Double(trials), effect > 0 ? model.adjustedPower.total : 0.05, absolute: 0.03)
  }

  @Test("The number of subjects for a power is the smallest that reaches it")
  func subjects() throws {
    let active = GuessShares(right: 0.8, isActiveArm: true)
    let control = GuessShares(right: 0.7, isActiveArm: false)
    let model = UnblindingModel(try setting(50, 50), active: active, control: control)
    let enough = try #require(model.subjects(forPower: 0.8))
    func power(_ arm: Int) throws -> Double {
      UnblindingModel(try setting(arm, arm), active: active, control: control).adjustedPower.total
    }
    #expect(try power(enough / 2) >= 0.8)
    #expect(try power(enough / 2 - 1) < 0.8)
  }

  @Test("Numbers that make no sense are refused")
  func refused() {
    #expect(throws: InputError.self) { try setting(1, 40) }
    #expect(throws: InputError.self) { try setting(60, 10_000_001) }
    #expect(throws: InputError.self) { try setting(60, 40, effect: -1) }
    #expect(throws: InputError.self) { try setting(60, 40, expectancy: .nan) }
    #expect(throws: InputError.self) {
      try UnblindingSetting(activeCount: 10, controlCount: 10, deviation: 0, effect: 1, expectancy: 1)
    }
    #expect(throws: InputError.self) {
      try UnblindingSetting(activeCount: 10, controlCount: 10, deviation: 1, effect: 1, expectancy: 1, alpha: 1)
    }
  }
}

/// One trial drawn from the model, and its two p values.
private struct DrawnTrial {
  var plainP: Double
  var adjustedP: Double

  init(_ setting: UnblindingSetting, active: GuessShares, control: GuessShares, stream: inout RandomStream) {
    var arm: [Double] = []
    var guess: [Double] = []
    var change: [Double] = []
    for (count, shares, isActive) in [(setting.activeCount, active, 1.0), (setting.controlCount, control, 0.0)] {
      for _ in 0..<count {
        let u = stream.uniform()
        let said: Double = u < shares.active ? 1 : u < shares.active + shares.control ? -1 : 0
        arm.append(isActive)
        guess.append(said)
        change.append(-setting.effect * isActive - setting.expectancy * said + setting.deviation * stream.normal())
      }
    }
    plainP = Self.p(change, on: [arm])
    adjustedP = Self.p(change, on: [arm, guess])
  }

  /// The p value of the first covariate, by the normal equations of centred columns.
  private static func p(_ outcome: [Double], on columns: [[Double]]) -> Double {
    let n = Double(outcome.count)
    func centred(_ x: [Double]) -> [Double] {
      let mean = x.reduce(0, +) / n
      return x.map { $0 - mean }
    }
    func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let y = centred(outcome)
    var x = centred(columns[0])
    if columns.count > 1 {
      // What the guess leaves of the arm (Frisch, Waugh and Lovell).
      let g = centred(columns[1])
      let slope = product(x, g) / product(g, g)
      x = zip(x, g).map { $0 - slope * $1 }
      let own = product(y, g) / product(g, g)
      let rest = zip(y, g).map { $0 - own * $1 }
      return p(x, rest, freedom: n - 3)
    }
    return p(x, y, freedom: n - 2)
  }

  private static func p(_ x: [Double], _ y: [Double], freedom: Double) -> Double {
    let xx = x.reduce(0) { $0 + $1 * $1 }
    let slope = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / xx
    let rest = zip(x, y).reduce(0) { $0 + ($1.1 - slope * $1.0) * ($1.1 - slope * $1.0) }
    return StudentT(freedom).beyond(slope / (rest / freedom / xx).squareRoot())
  }
}
