import Files
import Foundation
import Randomness
import TestSupport
import Testing
import Trials

@Suite("Published guesses")
struct PublishedGuessTests {
  private func published() throws -> [PublishedGuesses] {
    try PublishedGuesses.read(ProjectPaths.root.path + "/Evidence/guess-rates.yaml")
  }

  /// The table of Documentation/blinding.md. A change of parameters must change it too.
  @Test("What the model predicts is what the documentation says")
  func documented() throws {
    let documented = [
      "mapp2": 0.851, "lin2022": 0.608, "rabkin1986": 0.793, "tads2024": 0.606, "lii2023": 0.5,
      "bogenschutz2022": 0.834, "szigeti2021": 0.514, "mapp1": 0.851, "jelovac2025": 0.553,
    ]
    let trials = try published()
    #expect(Set(trials.map(\.id)) == Set(documented.keys))
    for trial in trials {
      let predicted = try trial.predictedOverall(libraryParameters())
      expectClose(predicted, try #require(documented[trial.id]), absolute: 0.004)
    }
  }

  /// At least five, with sources, on which nothing was chosen.
  @Test("Enough trials have a source, and enough of them are predictions")
  func enough() throws {
    let trials = try published()
    #expect(trials.filter { $0.overall != nil }.count >= 8)
    #expect(trials.filter { $0.use == .prediction && $0.overall != nil }.count >= 5)
    #expect(trials.allSatisfy { !$0.source.isEmpty && $0.doi != nil })
  }

  /// The closed sums against guesses of drawn subjects.
  @Test("Expected guesses are those of drawn subjects", arguments: [(0.5, 1, 0.3), (0.0, 4, 0.6), (0.35, 0, 0.2)])
  func sampled(intensity: Double, doses: Int, sideEffects: Double) throws {
    let model = try BeliefModel(
      parameters: libraryParameters(),
      arms: [
        ArmExpectation(share: 2, isActive: true, intensity: 0.5, sideEffects: 0.6),
        ArmExpectation(share: 1, isActive: false, intensity: 0.1, sideEffects: 0.3),
      ])
    let expected = model.expectedGuesses(intensity: intensity, doses: doses, sideEffects: sideEffects)
    var counts: [TrialSubject.Guess: Double] = [:]
    let n = 40_000
    for patient in 0..<n {
      var stream = RandomStream(seed: 11, patient: patient, purpose: "guess")
      let traits = model.traits(&stream)
      let felt = (0..<doses).map { _ in model.felt(acute: intensity, traits, &stream) }
      let noticed = stream.uniform() < sideEffects
      let odds = model.logOdds(
        traits, knowledge: .blind, felt: doses > 0 ? felt.reduce(0, +) / Double(doses) : nil, sideEffects: noticed)
      counts[model.guess(logOdds: odds), default: 0] += 1
    }
    // Four standard errors are at most 0.01.
    expectClose((counts[.active] ?? 0) / Double(n), expected.active, absolute: 0.01)
    expectClose((counts[.control] ?? 0) / Double(n), expected.control, absolute: 0.01)
    expectClose(expected.active + expected.control + expected.unsure, 1, absolute: 1e-12)
  }
}
