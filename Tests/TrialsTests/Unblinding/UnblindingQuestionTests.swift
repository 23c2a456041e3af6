import Diagnostics
import Foundation
import Pharmacology
import Populations
import TestSupport
import Testing
import Trials

@Suite("Questions about blinding")
struct UnblindingQuestionTests {
  private func comparisons(
    _ name: String, _ question: UnblindingQuestion = UnblindingQuestion()
  ) throws -> [UnblindingComparison] {
    let models = ProjectPaths.models.path
    let design = try TrialDesign.read(
      ProjectPaths.root.path + "/Protocols/trials/\(name).yaml", library: TreatmentLibrary.read(models: models),
      scales: ScaleLibrary.read(folder: models + "/scales").ids)
    return try question.comparisons(
      design, published: PublishedGuesses.read(ProjectPaths.root.path + "/Evidence/guess-rates.yaml"),
      parameters: libraryParameters())
  }

  @Test("A trial's arms give the numbers, its rater the size of what belief does")
  func design() throws {
    let comparison = try #require(try comparisons("psilocybin-doses").first)
    #expect(comparison.setting.activeCount == 79 && comparison.setting.controlCount == 79)
    // Rated from afar: 0.6 of the 4 points that subjects report.
    expectClose(comparison.setting.expectancy, 2.4, absolute: 1e-12)
    #expect(comparison.setting.deviation == 12 && comparison.setting.effect == 4)
    #expect(comparison.cases.count >= 5)
    #expect(comparison.notes.contains { $0.contains("low dose") })
  }

  @Test("Unequal arms and the same type of control")
  func alike() throws {
    let comparison = try #require(try comparisons("ketamine-midazolam").first)
    #expect(comparison.setting.activeCount == 47 && comparison.setting.controlCount == 25)
    #expect(comparison.control == .activePlacebo)
    #expect(!comparison.cases.isEmpty && comparison.cases.allSatisfy { $0.control == .activePlacebo })
  }

  @Test("Where everybody knows the arm, nothing is left to test")
  func open() throws {
    let comparison = try #require(try comparisons("cbt-waitlist").first)
    #expect(comparison.cases.map(\.id) == ["open"])
    let model = comparison.cases[0].model
    expectClose(model.falseDifference, -6.4, absolute: 1e-12)
    expectClose(model.adjustedPower.total, 0.05, absolute: 1e-6)
  }

  @Test("Options replace what is assumed")
  func options() throws {
    let question = UnblindingQuestion(patients: 30, deviation: 9, effect: 2, expectancy: 1, alpha: 0.1)
    let setting = try #require(try comparisons("psilocybin-doses", question).first).setting
    #expect(
      setting
        == (try UnblindingSetting(
          activeCount: 30, controlCount: 30, deviation: 9, effect: 2, expectancy: 1, alpha: 0.1)))
    #expect(throws: InputError.self) { try comparisons("psilocybin-doses", UnblindingQuestion(patients: 0)) }
    #expect(throws: InputError.self) { try comparisons("psilocybin-doses", UnblindingQuestion(deviation: -3)) }
  }

  @Test("A trial without a control is refused")
  func uncontrolled() throws {
    let design = TrialDesign(
      title: "t", id: "t", durationDays: 7,
      enrolment: Enrolment(population: PopulationDescription(), diagnosis: "depression"),
      arms: [
        TrialArm(id: "a", title: "a", role: .active, control: nil, treatments: []),
        TrialArm(id: "b", title: "b", role: .active, control: nil, treatments: []),
      ], subjectCount: 20, visits: [], scales: ["MADRS"],
      analysis: AnalysisPlan(endpoints: [], contrasts: [TrialContrast(arm: 0, versus: 1)]))
    #expect(throws: InputError.self) {
      try UnblindingQuestion().comparisons(design, published: [], parameters: libraryParameters())
    }
  }

  @Test("The share that guesses right goes from chance to certainty, over five sizes of expectancy")
  func points() throws {
    let points = try #require(try comparisons("psilocybin-doses").first).points
    #expect(Set(points.map(\.right)).count == 21 && points.first?.right == 0.5 && points.last?.right == 1)
    #expect(Set(points.map(\.expectancy)).count == 5)
    for point in points where point.right == 0.5 || point.expectancy == 0 {
      expectClose(point.falsePositives, 0.05, absolute: 1e-6)
    }
    // More right guesses never make fewer false positives, nor leave more power.
    for (first, second) in zip(points, points.dropFirst()) where first.expectancy == second.expectancy {
      #expect(second.falsePositives >= first.falsePositives - 1e-12)
      #expect(second.adjustedPower <= first.adjustedPower + 1e-12)
    }
  }
}
