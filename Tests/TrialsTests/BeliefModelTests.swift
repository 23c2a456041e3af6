import Diagnostics
import Files
import Foundation
import Randomness
import TestSupport
import Testing
import Trials

/// The trial layer's own constants as the library has them.
func libraryParameters() throws -> TrialParameters {
  try TrialParameters.read(folder: ProjectPaths.models.path + "/trial")
}

@Suite("Belief")
struct BeliefModelTests {
  private static let drugAndPlacebo = [
    ArmExpectation(share: 1, isActive: true, intensity: 0.8, sideEffects: 0.1),
    ArmExpectation(share: 1, isActive: false, intensity: 0, sideEffects: 0.1),
  ]
  private static let plain = BeliefModel.Traits(relief: 4, optimism: 0, sensitivity: 1, bias: 0)

  private func model(
    _ arms: [ArmExpectation] = drugAndPlacebo, _ settings: [String: Double] = [:]
  ) throws -> BeliefModel {
    try BeliefModel(parameters: libraryParameters().replacing(settings), arms: arms)
  }

  @Test("Without cues the belief is the allocation's")
  func prior() throws {
    let twoToOne = try model([
      ArmExpectation(share: 2, isActive: true, intensity: 0.8, sideEffects: 0.1),
      ArmExpectation(share: 1, isActive: false, intensity: 0, sideEffects: 0.1),
    ])
    let odds = twoToOne.logOdds(Self.plain, knowledge: .blind, felt: nil, sideEffects: nil)
    expectClose(BeliefModel.probability(logOdds: odds), 2.0 / 3, relative: 1e-14)
  }

  @Test("Feeling the drug convinces, feeling nothing convinces less")
  func felt() throws {
    let model = try model()
    let strong = model.logOdds(Self.plain, knowledge: .blind, felt: 0.8, sideEffects: nil)
    let nothing = model.logOdds(Self.plain, knowledge: .blind, felt: 0, sideEffects: nil)
    #expect(strong > 1)
    #expect(nothing < -0.5)
    #expect(strong > -nothing)
    // Beyond what is expected nothing becomes stranger.
    #expect(model.logOdds(Self.plain, knowledge: .blind, felt: 40, sideEffects: nil) == strong)
    #expect(model.logOdds(Self.plain, knowledge: .blind, felt: -3, sideEffects: nil) == nothing)
  }

  @Test("The evidence is the log ratio of the mixtures' densities")
  func likelihoodRatio() throws {
    let settings = ["belief.expected_spread": 0.25, "belief.doubt": 0.2, "belief.lapse": 0.1]
    let evidence = try model(Self.drugAndPlacebo, settings).evidence
    func normal(_ x: Double, _ mean: Double) -> Double {
      0.9 * 0.3989422804014327 * Elementary.exp(-0.5 * (x - mean) * (x - mean) / 0.0625) / 0.25 + 0.05
    }
    for felt in [0, 0.1, 0.4, 0.7, 0.8] {
      let ratio = (0.8 * normal(felt, 0.8) + 0.2 * normal(felt, 0)) / normal(felt, 0)
      expectClose(evidence.ofFelt(felt), Elementary.log(ratio), absolute: 1e-12)
    }
  }

  @Test("An active placebo's acute effect is only partly like the drug's")
  func likeness() throws {
    let model = try model(Self.drugAndPlacebo, ["belief.likeness": 0.25])
    #expect(model.likeness(of: 0.8, control: .activePlacebo) == 0.2)
    #expect(model.likeness(of: 0.8, control: .lowDose) == 0.8)
    #expect(model.likeness(of: 0.8, control: nil) == 0.8)
  }

  @Test("What is felt varies with the subject and the occasion")
  func feeling() throws {
    let model = try model(Self.drugAndPlacebo, ["belief.moment_spread": 0.1])
    let traits = BeliefModel.Traits(relief: 4, optimism: 0, sensitivity: 1.5, bias: -0.05)
    var stream = RandomStream(seed: 9, patient: 1, purpose: "felt")
    var sum = 0.0
    var squares = 0.0
    let n = 10_000
    for _ in 0..<n {
      let felt = model.felt(acute: 0.4, traits, &stream)
      sum += felt
      squares += felt * felt
    }
    let mean = sum / Double(n)
    expectClose(mean, 0.55, absolute: 0.004)
    expectClose(squares / Double(n) - mean * mean, 0.01, absolute: 0.0006)
  }

  @Test("Arms that feel alike tell nothing")
  func alike() throws {
    let model = try model([
      ArmExpectation(share: 3, isActive: true, intensity: 0, sideEffects: 0.3),
      ArmExpectation(share: 1, isActive: false, intensity: 0, sideEffects: 0.3),
    ])
    expectClose(model.evidence.ofFelt(0.3), 0, absolute: 1e-14)
    expectClose(model.evidence.ofSideEffects(true), 0, absolute: 1e-14)
  }

  @Test("Masked subjects notice nothing, open ones know")
  func knowledge() throws {
    let model = try model()
    let masked = model.logOdds(Self.plain, knowledge: .masked, felt: 0.9, sideEffects: true, surprise: 3)
    expectClose(masked, 0, absolute: 1e-15)
    #expect(
      BeliefModel.probability(
        logOdds: model.logOdds(
          Self.plain, knowledge: .knowsActive, felt: 0, sideEffects: nil)) == 1)
    #expect(
      BeliefModel.probability(
        logOdds: model.logOdds(
          Self.plain, knowledge: .knowsControl, felt: 0.9, sideEffects: nil)) == 0)
  }

  @Test("The weight of improvement is off in the library and works where it is on")
  func surprise() throws {
    let off = try model().logOdds(Self.plain, knowledge: .blind, felt: nil, sideEffects: nil, surprise: 2)
    expectClose(off, 0, absolute: 1e-15)
    let on = try model(Self.drugAndPlacebo, ["belief.improvement_weight": 0.5])
      .logOdds(Self.plain, knowledge: .blind, felt: nil, sideEffects: nil, surprise: 2)
    expectClose(on, 1, relative: 1e-14)
  }

  @Test("The relief solves its differential equation")
  func equation() throws {
    let model = try model(Self.drugAndPlacebo, ["belief.time_constant": 2])
    let turns = [(day: 0.0, logOdds: 0.5), (day: 1.5, logOdds: 3.0), (day: 8.0, logOdds: -1.0)]
    let days = [0.0, 1, 1.5, 3, 7.9, 8, 9, 30]
    let values = model.relief(Self.plain, turns: turns, at: days)
    // Classical Runge-Kutta steps of the same equation.
    var y = 0.0
    var day = 0.0
    let step = 0.001
    var found: [Double] = []
    for end in days {
      while day < end - 1e-9 {
        let odds = day < 1.5 - 1e-9 ? 0.5 : day < 8 - 1e-9 ? 3.0 : -1.0
        let target = 4 * (2 / (1 + Elementary.exp(-odds)) - 1)
        func slope(_ y: Double) -> Double { (target - y) / 2 }
        let k1 = slope(y)
        let k2 = slope(y + 0.5 * step * k1)
        let k3 = slope(y + 0.5 * step * k2)
        let k4 = slope(y + step * k3)
        y += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        day += step
      }
      found.append(y)
    }
    for (value, expected) in zip(values, found) { expectClose(value, expected, absolute: 1e-9) }
  }

  @Test("Certainty moves scores by E0 in the end, whichever the arm")
  func endpoints() throws {
    let model = try model()
    let known = model.relief(Self.plain, turns: [(day: 0, logOdds: .infinity)], at: [400])
    let without = model.relief(Self.plain, turns: [(day: 0, logOdds: -.infinity)], at: [400])
    expectClose(known[0], 4, relative: 1e-12)
    expectClose(without[0], -4, relative: 1e-12)
    #expect(model.factor(.remote) < model.factor(.site))
    #expect(model.factor(.site) <= model.selfReportFactor)
  }

  @Test("Guesses follow the belief, with a band of no opinion")
  func guesses() throws {
    let model = try model(Self.drugAndPlacebo, ["belief.unsure": 0.1])
    #expect(model.guess(logOdds: 0.1) == .unsure)
    #expect(model.guess(logOdds: -0.39) == .unsure)
    #expect(model.guess(logOdds: 0.42) == .active)
    #expect(model.guess(logOdds: -2) == .control)
  }

  @Test("Traits have the spreads that the parameters say, and the same stream gives the same subject")
  func traits() throws {
    let model = try model()
    var relief = 0.0
    var optimism = 0.0
    var bias = 0.0
    let n = 20_000
    for patient in 0..<n {
      var stream = RandomStream(seed: 5, patient: patient, purpose: "belief")
      let traits = model.traits(&stream)
      relief += traits.relief
      optimism += traits.optimism * traits.optimism
      bias += traits.bias * traits.bias
    }
    // Standard errors: 0.015, 0.01 and 0.00006.
    expectClose(relief / Double(n), 4, absolute: 0.06)
    expectClose(optimism / Double(n), 1, absolute: 0.04)
    expectClose(bias / Double(n), 0.0064, absolute: 0.00026)
    var first = RandomStream(seed: 5, patient: 3, purpose: "belief")
    var second = RandomStream(seed: 5, patient: 3, purpose: "belief")
    #expect(model.traits(&first) == model.traits(&second))
  }

  @Test("Parameters outside their ranges and arms without shares are errors")
  func refused() throws {
    let error = #expect(throws: InputError.self) { try model(Self.drugAndPlacebo, ["belief.lapse": 1.5]) }
    #expect(error?.explanation.problem == "the trial parameter \"belief.lapse\" is 1.5")
    #expect(throws: InputError.self) { try model([]) }
    #expect(throws: InputError.self) {
      try BeliefModel(parameters: TrialParameters(values: [:]), arms: Self.drugAndPlacebo)
    }
  }
}
