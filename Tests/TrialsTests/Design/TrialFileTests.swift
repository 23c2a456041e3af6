import Diagnostics
import Files
import Foundation
import Pharmacology
import Populations
import TestSupport
import Testing
import Trials

/// A small invented library and a trial that uses most of the language.
enum ExampleTrial {
  static let compound = """
    id: alphine
    title: Alphine
    dose_unit: mg
    plasma: {output: Cp, unit: ng/mL, label: alphine in plasma}
    receptor: {output: occupancy, label: occupancy}
    acute: {output: acute, label: acute}
    routes:
      iv: {title: intravenous, infusion: true, parts: [{target: A1}]}
      oral: {title: oral, parts: [{target: A1}]}
    """
  static let modalities = """
    modalities:
      - {id: talk, title: Talking, input: session_talk, default_minutes: 60, grade: D, evidence: Hardly any.}
    """
  static let scales = ["MADRS", "HAM-D17", "QIDS-SR16", "PHQ-9", "CAPS-5", "CGI-S"]

  static let whole = """
    title: A trial
    seed: 7
    population:
      diagnosis: major depression
      baseline: {mean: 32, sd: 6}
      inclusion: [MADRS >= 25]
      screening: 1 week
      covariates:
        sex: {distribution: categorical, probabilities: {f: 0.6, m: 0.4}}
        age: {distribution: normal, mean: 40, sd: 10}
      vary:
        severity: {distribution: normal, mean: 31, sd: 4.5}
    arms:
      - id: high
        title: Alphine
        treatments: alphine 0.5 mg/kg iv over 40 min on days 0, 3
        concomitant: talk weekly x 2
        rules:
          - {when: change > -5, at: day 7, do: start again, at most: 2}
        evidence: Weak.
      - id: low
        control: active placebo
        treatments: [alphine 1 mg oral on day 0]
    allocation: {high: 2, low: 1}
    sample size: 72
    stratification: [site, sex, MADRS >= 35]
    sites: 3
    rater: remote
    scales: [MADRS, PHQ-9]
    visits: [days 1 and 3, {day: 7, window: 1}, week 4]
    missed visits: 0.05
    dropout: none
    relapse: {score: 20, visits: 1}
    regimens:
      - {id: again, treatments: alphine 1 mg oral daily, rules: [{when: no response, at: week 4, do: start talk}]}
      - {id: talk, treatments: talk weekly x 2}
    rules:
      - {name: worse, when: improvement in PHQ-9 < -10 %, do: withdraw}
    endpoints:
      - change in MADRS at week 4 by MMRM
      - response in PHQ-9 at day 7
      - time to relapse
    contrasts: high - low
    alpha: 0.025
    looks: {at: [0.5], spending: pocock, futility: 0.1}
    settings: {belief.strength: 2}
    covariance: by arm
    uncertain:
      alphine.gain: {distribution: lognormal, median: 1, cv: 0.3}
    """

  static func yaml(_ text: String) throws -> YAMLValue { try YAMLText.parse(SourceText(name: "x.yaml", text: text)) }

  static func library() throws -> TreatmentLibrary {
    try TreatmentLibrary(compounds: [Compound(yaml(compound))], modalities: Modality.read(yaml(modalities)))
  }

  static func design(_ text: String, file: String = "t.yaml") throws -> TrialDesign {
    try TrialDesign.parse(SourceText(name: file, text: text), library: library(), scales: scales)
  }

  static func message(_ text: String) -> String {
    do {
      _ = try design(text)
      return "no error"
    } catch { return Message.text(error) }
  }
}

@Suite("Trial files")
struct TrialFileTests {
  @Test("A file with most of the language becomes what it says")
  func whole() throws {
    let design = try ExampleTrial.design(ExampleTrial.whole)
    #expect(design.title == "A trial" && design.id == "a-trial" && design.seed == 7)
    #expect(design.durationDays == 28 && design.subjectCount == 72 && design.siteCount == 3)
    #expect(design.enrolment.baseline?.mean == 32 && design.enrolment.baseline?.sd == 6)
    #expect(
      design.enrolment.screeningDays == 7 && design.enrolment.population.covariates.map(\.name) == ["sex", "age"])
    #expect(design.enrolment.inclusion == [TrialCondition(quantity: .score(0), relation: .atLeast, value: 25)])
    #expect(design.arms.map(\.allocation) == [2, 1] && design.arms.map(\.role) == [.active, .control])
    #expect(design.arms.map(\.control) == [nil, .activePlacebo] && design.arms[1].title == "low")
    #expect(design.arms[0].treatments.map(\.times) == [[0, 72]])
    #expect(design.arms[0].concomitant.map(\.times) == [[0, 168]] && design.arms[0].evidence == ["Weak."])
    #expect(design.strata == [.site, .covariate("sex"), .baseline(limit: 35)] && design.rater == .remote)
    #expect(design.visits.map(\.day) == [0, 1, 3, 7, 28] && design.visits.map(\.window) == [0, 0, 0, 1, 0])
    #expect(design.visits.map(\.title) == ["baseline", "day 1", "day 3", "day 7", "week 4"])
    #expect(design.scales == ["MADRS", "PHQ-9"] && design.missedVisits == 0.05 && design.dropout == 0)
    #expect(design.relapse.score == 20 && design.relapse.visits == 1 && !design.relapse.fromStart)
    #expect(design.settings == ["belief.strength": 2] && design.settingPlaces["belief.strength"]?.line == 46)
    #expect(design.uncertain.map(\.name) == ["alphine.gain"])
  }

  @Test("Rules and regimens name visits and one another by position")
  func rules() throws {
    let design = try ExampleTrial.design(ExampleTrial.whole)
    #expect(design.regimens.map(\.id) == ["again", "talk"] && design.regimens[0].treatments[0].times.count == 28)
    let own = design.arms[0].rules[0]
    #expect(own.name == "start again" && own.visits == [3] && own.action == .start(0) && own.atMost == 2)
    #expect(own.conditions == [TrialCondition(quantity: .change(0), relation: .more, value: -5)] && !own.isRescue)
    #expect(design.regimens[0].rules[0].action == .start(1))
    let noResponse = TrialCondition(quantity: .percentChange(0), relation: .more, value: -50)
    #expect(design.regimens[0].rules[0].conditions == [noResponse])
    for arm in design.arms {
      let shared = try #require(arm.rules.last)
      #expect(shared.name == "worse" && shared.visits == [1, 2, 3, 4] && shared.action == .withdraw)
      #expect(shared.conditions == [TrialCondition(quantity: .percentChange(1), relation: .more, value: 10)])
    }
  }

  @Test("The analysis is what was asked for")
  func analysis() throws {
    let plan = try ExampleTrial.design(ExampleTrial.whole).analysis
    #expect(
      plan.endpoints == [
        TrialEndpoint(kind: .changeByRepeatedMeasures, scale: 0, visit: 4),
        TrialEndpoint(kind: .response, scale: 1, visit: 3),
        TrialEndpoint(kind: .timeToRelapse, scale: 0, visit: nil),
      ])
    #expect(plan.contrasts == [TrialContrast(arm: 0, versus: 1)] && plan.alpha == 0.025 && plan.covariance == .byArm)
    #expect(plan.looks == InterimLooks(shares: [0.5, 1], spending: .pocock, futility: 0.1))
  }

  static let short = """
    title: Short
    population: {diagnosis: depression, vary: {severity: {distribution: normal, mean: 31, sd: 4}}}
    arms:
      - {title: Alphine, treatments: alphine 1 mg oral daily}
      - {title: Pill, control: inert placebo}
    sample size: 10
    visits: weeks 1, 2
    """

  @Test("A short file has defaults")
  func short() throws {
    let design = try ExampleTrial.design(Self.short)
    #expect(design.durationDays == 14 && design.arms.map(\.id) == ["alphine", "pill"])
    #expect(design.arms.map(\.allocation) == [1, 1] && design.arms[0].treatments[0].times.count == 14)
    #expect(design.scales == ["MADRS"] && design.siteCount == 1 && design.dropout == 1 && design.strata.isEmpty)
    #expect(design.analysis.contrasts == [TrialContrast(arm: 0, versus: 1)] && design.analysis.alpha == 0.05)
    #expect(
      design.analysis.endpoints
        == [.changeByAncova, .response, .remission].map { TrialEndpoint(kind: $0, scale: 0, visit: 2) })
  }

  @Test("A crossover has a period for each arm, and treatments start with the period")
  func crossover() throws {
    let washout = Self.short + "\ncrossover: {period: 15 days, washout: 2 weeks}\n"
    let design = try ExampleTrial.design(washout)
    #expect(design.crossover?.periodDays == [0, 29] && design.crossover?.periodLength == 15)
    #expect(design.durationDays == 44 && design.arms[0].treatments[0].times.count == 15)
    let starts = try ExampleTrial.design(Self.short + "\ncrossover: {starts: \"days 0, 20\"}\n")
    #expect(starts.crossover?.periodDays == [0, 20] && starts.crossover?.periodLength == 14)
  }

  @Test("A lead-in has its own treatments and criteria")
  func leadIn() throws {
    let leadIn = "\nlead-in: {duration: 4 weeks, treatments: alphine 2 mg oral daily, criteria: response}\n"
    let design = try ExampleTrial.design(Self.short + leadIn)
    #expect(design.leadIn?.durationDays == 28 && design.leadIn?.treatments[0].times.count == 28)
    let response = TrialCondition(quantity: .percentChange(0), relation: .atMost, value: -50)
    #expect(design.leadIn?.criteria == [response])
  }

  @Test(
    "Sample sizes of arms and shares become whole numbers",
    arguments: [
      ("sample size: {alphine: 47, pill: 25}", 72, [47, 25]),
      ("sample size: {alphine: 20, pill: 10}", 30, [2, 1]),
      ("sample size: 30\nallocation: 2:1", 30, [2, 1]),
      ("sample size: 20\nallocation: {alphine: 0.75, pill: 0.25}", 20, [3, 1]),
    ])
  func allocation(_ text: String, _ count: Int, _ shares: [Int]) throws {
    let design = try ExampleTrial.design(Self.short.replacing("sample size: 10", with: text))
    #expect(design.subjectCount == count && design.arms.map(\.allocation) == shares)
  }

  @Test("The shipped trials read and cover the language")
  func shipped() throws {
    let library = try TreatmentLibrary.read(models: ProjectPaths.models.path)
    let folder = ProjectPaths.protocols.appendingPathComponent("trials").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 6)
    let designs = try files.sorted().map {
      try TrialDesign.read("\(folder)/\($0)", library: library, scales: ExampleTrial.scales)
    }
    #expect(Set(designs.map(\.id)).count == designs.count)
    #expect(designs.contains { $0.crossover != nil } && designs.contains { $0.leadIn != nil })
    #expect(designs.contains { $0.analysis.looks != nil && !$0.regimens.isEmpty })
    #expect(designs.contains { $0.arms.contains { $0.control == .lowDose } })
    #expect(designs.contains { $0.arms.contains { $0.control == .waitlist } })
    let oral = try #require(designs.first { $0.id == "esketamine-spray-with-a-new-oral-antidepressant" })
    #expect(oral.subjectCount == 230 && oral.arms.map(\.allocation) == [1, 1])
    #expect(oral.visits.map(\.day) == [0, 2, 7, 14, 21, 28] && oral.arms[1].concomitant[0].times.count == 29)
  }
}
