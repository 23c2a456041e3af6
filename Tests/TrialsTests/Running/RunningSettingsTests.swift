import Diagnostics
import Equations
import Populations
import Simulation
import TestSupport
import Testing
import Trials

/// What a trial sets, what it leaves open, and what it refuses.
@Suite struct RunningSettingsTests {
  @Test func settingsReachModelAndLayer() throws {
    var design = try RunningFixture.single(subjects: 20)
    design.dropout = 0
    design.enrolment.baseline = nil
    design.settings = ["severity": 40, "noise": 0, "belief.unsure": 0.5]
    let subjects = try RunningFixture.data(design)[0][0].subjects
    #expect(subjects.allSatisfy { abs($0.latent[0] - 40) < 1e-6 && $0.guess == .unsure })
    // Without noise nothing happens to the untreated.
    #expect(subjects.filter { $0.arm == 1 }.allSatisfy { abs($0.latent[4] - 40) < 0.05 })
  }

  @Test func uncertainNumbersAreDrawnForEachReplicate() throws {
    var design = try RunningFixture.single(subjects: 6)
    design.enrolment.baseline = nil
    design.settings = ["noise": 0]
    design.uncertain = try uncertain("severity: {distribution: uniform, min: 25, max: 40}")
    var latents: [Double] = []
    try RunningFixture.runner(design).run(0..<5, estimands: [.asRun], assurance: true) { data in
      let values = Set(data[0].subjects.map { ($0.latent[0] * 1e6).rounded() })
      #expect(values.count == 1)
      latents.append(data[0].subjects[0].latent[0])
    }
    #expect(Set(latents).count == 5 && latents.allSatisfy { (25...40).contains($0) })
    try RunningFixture.runner(design).run(0..<1, estimands: [.asRun]) { data in
      #expect(Set(data[0].subjects.map(\.latent[0])).count > 1)
    }
  }

  private func uncertain(_ line: String) throws -> [StudyProtocol.Variation] {
    let text = "title: t\nduration: 1 weeks\npatients:\n  count: 1\n  vary:\n    \(line)\narms: [{title: none}]"
    return try StudyProtocol.parse(SourceText(name: "u", text: text), library: RunningFixture.library.get())
      .population.variations
  }

  @Test func unknownNamesAreRefused() throws {
    func problem(_ change: (inout TrialDesign) -> Void) throws -> String {
      var design = try RunningFixture.single(subjects: 6)
      change(&design)
      do {
        _ = try RunningFixture.runner(design)
        return ""
      } catch let error as InputError { return error.explanation.problem }
    }
    #expect(
      try problem { $0.settings = ["belief.relif": 1] }
        == "neither the trial layer nor the model has a parameter \"belief.relif\"")
    #expect(
      try problem { $0.strata = [.covariate("age")] }
        == "\"age\" is no category of the population, so that subjects cannot be stratified by it")
    #expect(
      try problem { $0.enrolment.population = PopulationDescription() }
        == "a baseline needs patients who differ in \"severity\"")
  }

  @Test func criteriaThatNobodyFulfilsAreRefused() throws {
    var design = try RunningFixture.single(subjects: 6)
    design.enrolment.inclusion = [TrialCondition(quantity: .score(0), relation: .more, value: 59)]
    #expect(throws: InputError.self) { try RunningFixture.data(design) }
  }

  /// Everybody gets the drug first; only those who have improved by half are randomised, and their day 0 comes after.
  @Test func aLeadInSelectsItsResponders() throws {
    var design = try RunningFixture.single(subjects: 20)
    design.enrolment.baseline = nil
    design.leadIn = LeadIn(
      durationDays: 2,
      treatments: try RunningFixture.treatments(["ketamine 0.5 mg/kg iv over 40 min on day 0"], days: 2),
      criteria: [TrialCondition(quantity: .percentChange(0), relation: .atMost, value: -50)])
    design.arms[0].treatments = []
    design.arms[1].treatments = []
    let data = try RunningFixture.data(design, detailed: [0])[0][0]
    #expect(data.subjects.count == 20 && data.screened > 20)
    #expect(data.subjects.allSatisfy { $0.exposures.map(\.hours) == [-48] })
    // Both arms lose the effect.
    let rise = data.subjects.compactMap { $0.latent[4].isFinite ? $0.latent[4] - $0.latent[0] : nil }
    #expect(RunningTests.mean(rise) > 2)
  }

  @Test func earlierFailuresSelect() throws {
    var design = try RunningFixture.single(subjects: 20)
    design.enrolment.leastFailures = 2
    let data = try RunningFixture.data(design)[0][0]
    let column = try #require(
      design.enrolment.population.covariateColumns.firstIndex { $0.name == "previous_failures" })
    #expect(data.subjects.allSatisfy { $0.covariates[column] >= 2 } && data.screened > 30)
  }

  /// The tolerance leaves errors far below those of measurement.
  @Test func theToleranceIsFineEnough() throws {
    var design = try RunningFixture.daily(subjects: 60)
    design.dropout = 0
    design.enrolment.baseline = nil
    var runner = try RunningFixture.runner(design)
    func latents(_ runner: TrialRunner) throws -> [Double] {
      var values: [Double] = []
      try runner.run(0..<1, estimands: [.asRun]) { values = $0[0].subjects.flatMap(\.latent) }
      return values
    }
    let usual = try latents(runner)
    runner.relativeTolerance = 1e-9
    runner.absoluteTolerance = 1e-12
    let fine = try latents(runner)
    let worst = zip(usual, fine).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(worst < 0.01)
  }
}
