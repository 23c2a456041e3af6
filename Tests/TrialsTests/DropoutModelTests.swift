import Diagnostics
import Randomness
import TestSupport
import Testing
import Trials

@Suite("Dropping out and adverse events")
struct DropoutModelTests {
  private static let settings = [
    "dropout.other": 0.001, "dropout.lack_observed": 0.004, "dropout.lack_unobserved": 0.002, "dropout.enough": 0.25,
    "dropout.adverse_event": 0.003,
  ]

  private func model(factor: Double = 1) throws -> DropoutModel {
    try DropoutModel(parameters: libraryParameters().replacing(Self.settings), factor: factor)
  }

  @Test("Hazards add up from what was observed, what was not, and adverse events")
  func hazards() throws {
    let model = try model()
    let unchanged = model.hazards(observed: 0, present: 0, adverseEvent: false)
    expectClose(unchanged.lackOfEffect, 0.006, relative: 1e-12)
    expectClose(unchanged.total, 0.007, relative: 1e-12)
    let improved = model.hazards(observed: -0.4, present: -0.3, adverseEvent: true)
    #expect(improved.lackOfEffect == 0)
    expectClose(improved.total, 0.004, relative: 1e-12)
    // Worse than at the start counts up to twice.
    expectClose(
      model.hazards(observed: 2, present: 0, adverseEvent: false).lackOfEffect, 2 * 0.004 + 0.002, relative: 1e-12)
    // Only the latent change differs.
    expectClose(
      model.hazards(observed: -0.5, present: 0, adverseEvent: false).lackOfEffect, 0.002, relative: 1e-12)
    #expect(try self.model(factor: 0).hazards(observed: 1, present: 1, adverseEvent: true).total == 0)
  }

  @Test("Shares and reasons of those who leave are those of competing exponential times")
  func leaving() throws {
    let model = try model(factor: 10)
    let hazards = model.hazards(observed: 0, present: 0, adverseEvent: true)
    var counts: [TrialSubject.Leaving.Reason: Int] = [:]
    let n = 40_000
    for patient in 0..<n {
      var stream = RandomStream(seed: 3, patient: patient, purpose: "dropout")
      guard let leaving = model.leaving(hazards, from: 7, days: 7, &stream) else { continue }
      #expect(leaving.day >= 7 && leaving.day < 14)
      counts[leaving.reason, default: 0] += 1
    }
    // 1 − e^−0.7 leave in seven days at a hazard of 0.1; four standard errors are 0.01.
    let left = Double(counts.values.reduce(0, +)) / Double(n)
    expectClose(left, 0.5034146962, absolute: 0.01)
    for (reason, share) in [
      (TrialSubject.Leaving.Reason.lackOfEffect, 0.6), (.adverseEvent, 0.3), (.other, 0.1),
    ] {
      expectClose(Double(counts[reason] ?? 0) / (left * Double(n)), share, absolute: 0.014)
    }
  }

  @Test("Nobody leaves without a hazard, and the stream moves on by the same number of draws")
  func none() throws {
    let model = try model(factor: 0)
    let hazards = model.hazards(observed: 0, present: 0, adverseEvent: true)
    var stream = RandomStream(seed: 3, patient: 1, purpose: "dropout")
    var twin = stream
    #expect(model.leaving(hazards, from: 0, days: 1000, &stream) == nil)
    _ = twin.uniform()
    _ = twin.uniform()
    #expect(stream.uniform() == twin.uniform())
  }

  @Test("Side effects come with days and with a drug, acute events with what is felt")
  func adverseEvents() throws {
    let model = try AdverseEventModel(
      parameters: libraryParameters().replacing([
        "adverse.background": 0.03, "adverse.drug": 0.2, "adverse.easing": 10, "adverse.acute": 0.5,
      ]))
    #expect(model.sideEffects(day: 0, drugDays: 0, intensity: 1) == 0)
    // 1 − exp(−0.3·(1 − e^−2)), and 0.4 more of the same for a drug of intensity 0.2
    expectClose(model.sideEffects(day: 20, drugDays: 0, intensity: 0.2), 0.2284851931, absolute: 1e-9)
    expectClose(model.sideEffects(day: 20, drugDays: 20, intensity: 0.2), 0.4540704286, absolute: 1e-9)
    #expect(model.acuteEvent(felt: -0.2) == 0)
    expectClose(model.acuteEvent(felt: 0.6), 0.3, relative: 1e-12)
    #expect(model.acuteEvent(felt: 3) == 0.5)
  }
}
