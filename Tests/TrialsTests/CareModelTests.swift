import Diagnostics
import Randomness
import TestSupport
import Testing
import Trials

@Suite("Care in a trial")
struct CareModelTests {
  private func model(_ control: ControlType? = nil, _ settings: [String: Double] = [:]) throws -> CareModel {
    try CareModel(parameters: libraryParameters().replacing(settings), control: control)
  }

  @Test("Nothing is relieved on day 0, what is left is never negative, and some get worse")
  func bounds() throws {
    let model = try model()
    var worse = 0
    for patient in 0..<500 {
      var stream = RandomStream(seed: 1, patient: patient, purpose: "care")
      let traits = model.traits(&stream)
      #expect(model.remaining(traits, day: 0) == 1)
      #expect(model.remaining(traits, day: -3) == 1)
      for day in [0.1, 1, 2, 7, 30, 400] {
        let share = model.remaining(traits, day: day)
        #expect(share > 0 && share < 2.25)
      }
      if model.remaining(traits, day: 2) > 1 { worse += 1 }
    }
    // Φ(−0.3/0.36) of them; four standard errors are 35.
    #expect((65...140).contains(worse))
  }

  @Test("Hope fades to the part that stays, care builds up")
  func course() throws {
    let model = try model(
      nil, ["care.hope_onset": 0.5, "care.hope_kept": 0.25, "care.hope_fading": 5, "care.onset": 10])
    let hope = CareModel.Traits(hope: 0.4, care: 0)
    // 0.4 · (1 − e^−4) · (0.25 + 0.75 e^−0.4) on day 2
    expectClose(1 - model.remaining(hope, day: 2), 0.4 * 0.9816843611 * (0.25 + 0.75 * 0.6703200460), absolute: 1e-9)
    expectClose(1 - model.remaining(hope, day: 200), 0.1, absolute: 1e-12)
    let care = CareModel.Traits(hope: 0, care: 0.3)
    expectClose(1 - model.remaining(care, day: 10), 0.3 * (1 - 0.3678794412), absolute: 1e-9)
    let both = CareModel.Traits(hope: 0.4, care: 0.3)
    expectClose(
      model.remaining(both, day: 9), model.remaining(hope, day: 9) * model.remaining(care, day: 9), absolute: 1e-14)
  }

  @Test("A waitlist gives little of it, usual care some, placebos and drugs all")
  func controls() throws {
    let traits = CareModel.Traits(hope: 0.5, care: 0.3)
    let relieved = try [ControlType.waitlist, .usualCare, .inertPlacebo, .activePlacebo, .lowDose, .masked].map {
      1 - (try model($0)).remaining(traits, day: 28)
    }
    #expect(relieved[0] < 0.3 * relieved[2])
    #expect(relieved[1] > relieved[0] && relieved[1] < relieved[2])
    #expect(Set(relieved[2...] + [1 - (try model()).remaining(traits, day: 28)]).count == 1)
  }

  /// The two normal deviates are correlated as the parameter says: by the signs (2 asin ρ / π).
  @Test("People who hope much also get much from care")
  func correlation() throws {
    let model = try model(nil, ["care.correlation": 0.5, "care.hope": 0, "care.mean": 0])
    var agreement = 0.0
    let n = 20_000
    for patient in 0..<n {
      var stream = RandomStream(seed: 2, patient: patient, purpose: "care")
      let traits = model.traits(&stream)
      agreement += (traits.hope > 0) == (traits.care > 0) ? 1 : -1
    }
    expectClose(agreement / Double(n), 1.0 / 3, absolute: 0.028)
  }

  @Test("Parameters outside their ranges are errors")
  func refused() {
    #expect(throws: InputError.self) { try model(nil, ["care.correlation": 1.5]) }
    #expect(throws: InputError.self) { try CareModel(parameters: TrialParameters(values: [:]), control: nil) }
  }
}
