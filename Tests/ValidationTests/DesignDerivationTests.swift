import Foundation
import Pharmacology
import Testing
import Trials
import Validation

@Suite struct DesignDerivationTests {
  @Test func twoArmsBecomeADesign() throws {
    let derived = try ValidationFixture.derived(ValidationFixture.trial())
    let part = try #require(derived.parts.first)
    let design = part.design
    #expect(derived.parts.count == 1 && part.estimand == .asRun && part.replicates == 500 && !part.isPooled)
    #expect(design.subjectCount == 90 && design.arms.map(\.allocation) == [2, 1])
    #expect(design.arms.map(\.control) == [nil, .inertPlacebo])
    #expect(design.enrolment.baseline?.mean == 32 && design.enrolment.baseline?.sd == 6)
    #expect(design.visits.map(\.day) == [0, 7] && design.scales == ["MADRS"])
    #expect(design.arms[0].treatments.map(\.times) == [[0, 72]] && design.arms[1].treatments.isEmpty)
    guard case .dose(let dose) = design.arms[0].treatments[0].content else {
      Issue.record("no dose")
      return
    }
    #expect(dose.isPerKilogram && dose.amount == 0.5 && abs((dose.infusionHours ?? 0) - 2.0 / 3) < 1e-12)
    let plan = try #require(derived.targets[0].plan)
    #expect(plan.statistic == .difference(.init(scale: 0, visit: 1)))
    #expect(plan.spread == TrialSpread(sd: 3, unit: .points) && plan.scaleRatio == 1)
  }

  /// Where the source lacks a fact or the library a thing, the target stays, with the reason.
  @Test(arguments: [
    ("n: 60", "n: null", "arm drug: how many patients it had is not recorded"),
    ("dose: 0.5", "dose: null", "arm drug: the dose of ketamine is not recorded"),
    ("days: [0, 3]", "days: null", "arm drug: the days of ketamine are not recorded"),
    ("compound: ketamine", "compound: unheard_of", "arm drug: the library has no compound \"unheard_of\""),
    ("route: IV", "route: oral_er", "arm drug: the library has no oral_er ketamine"),
    ("compound: ketamine", "compound: ect", "arm drug: ect is no drug"),
    ("scale: MADRS, stat", "scale: BDI-II, stat", "the library has no scale \"BDI-II\""),
    ("day: 7", "day: null", "the days of its targets are not recorded"),
    ("diagnosis: depression", "diagnosis: alcohol use", "the library has no virtual patients"),
    (
      "therapy: null", "therapy: {modality: other, hours_per_session: 1, days: [1], kind: talk}",
      "arm drug: the library has no psychotherapy of the kind \"talk\""
    ),
    (
      "therapy: null", "therapy: {modality: cbt, hours_per_session: 1, days: null}",
      "arm drug: the days of the sessions (cbt) are not recorded"
    ),
    (
      "therapy: null", "therapy: {modality: psychedelic_support, hours_per_session: 1, days: [1]}",
      "arms differ in a psychotherapy"
    ),
  ])
  func whatIsMissingIsAReason(_ from: String, _ to: String, _ reason: String) throws {
    let whole = ValidationFixture.trial()
    let range = try #require(whole.range(of: from))
    let derived = try ValidationFixture.derived(whole.replacingCharacters(in: range, with: to))
    #expect(derived.targets.count == 1 && derived.targets[0].plan == nil)
    #expect(derived.targets[0].reason?.hasPrefix(reason) == true, "\(derived.targets[0].reason ?? "no reason")")
  }

  @Test func slopesAndContextAreNotComputed() throws {
    let slope = ValidationFixture.target(stat: "slope")
    let derived = try ValidationFixture.derived(ValidationFixture.trial(targets: [slope]))
    #expect(derived.targets[0].reason?.contains("regression") == true && derived.parts.isEmpty)
    let fact = ValidationFixture.target().replacingOccurrences(of: "rule: interval", with: "rule: null")
    guard case .notScored = try ValidationFixture.derived(ValidationFixture.trial(targets: [fact])).targets[0].outcome
    else {
      Issue.record("a fact without a rule is not scored")
      return
    }
  }

  /// 70 mg is two and a half devices: doses of two and of three follow each other.
  @Test func flexibleDosesAlternate() throws {
    let spray =
      "{compound: esketamine, dose: 70, unit: mg, route: intranasal, duration_min: null, days: [0, 3, 5], "
      + "dose_min: 56, dose_max: 84, assumed: true}"
    let derived = try ValidationFixture.derived(
      ValidationFixture.trial(arms: [ValidationFixture.drug(given: spray), ValidationFixture.control()]))
    let treatments = try #require(derived.parts.first).design.arms[0].treatments
    #expect(treatments.map(\.times) == [[0, 120], [72]])
    let amounts = treatments.map { treatment -> Double in
      guard case .dose(let dose) = treatment.content else { return .nan }
      return dose.amount
    }
    #expect(amounts == [56, 84])
  }

  @Test func unitsAreConverted() throws {
    func amount(_ given: String) throws -> (Double, Bool) {
      let derived = try ValidationFixture.derived(
        ValidationFixture.trial(arms: [ValidationFixture.drug(given: given), ValidationFixture.control()]))
      guard case .dose(let dose)? = derived.parts.first?.design.arms[0].treatments.first?.content else {
        return (.nan, false)
      }
      return (dose.amount, dose.isPerKilogram)
    }
    let seventy = try amount(
      "{compound: psilocybin, dose: 21, unit: mg/70kg, route: oral, duration_min: null, days: [0]}")
    #expect(abs(seventy.0 - 0.3) < 1e-9 && seventy.1)
    let micro = try amount(
      "{compound: psilocybin, dose: 10000, unit: ug, route: oral, duration_min: null, days: [0]}")
    #expect(abs(micro.0 - 10) < 1e-9 && !micro.1)
    // Half of racemic citalopram is escitalopram.
    let half = try amount("{compound: citalopram, dose: 40, unit: mg, route: oral, duration_min: null, days: [0]}")
    #expect(half.0 == 20)
  }

  @Test func newTreatmentGoesBesideAndOldIsBackground() throws {
    func beside(_ note: String) throws -> [Treatment] {
      let arms = [
        ValidationFixture.drug(concomitant: "[any_antidepressant]", more: ", concomitant_note: \(note)"),
        ValidationFixture.control(concomitant: "[any_antidepressant]", more: ", concomitant_note: \(note)"),
      ]
      let design = try #require(
        try ValidationFixture.derived(ValidationFixture.trial(arms: arms)).parts.first
      ).design
      #expect(design.arms[0].concomitant == design.arms[1].concomitant)
      return design.arms[0].concomitant
    }
    let new = try beside("newly started tablet")
    #expect(new.map(\.times) == [(0..<7).map { 24 * Double($0) }])
    #expect(try beside("stable for weeks").isEmpty)
  }

  /// What everybody got before randomisation becomes a lead-in from which those in response go on.
  @Test func enrichedTrialsHaveALeadIn() throws {
    let open = "{compound: ketamine, dose: 0.5, unit: mg/kg, route: IV, duration_min: 40, days: [0, 7, 14]}"
    func later(_ compound: String) -> String {
      "\(open), {compound: \(compound), dose: 0.5, unit: mg/kg, route: IV, duration_min: 40, every_days: 7, "
        + "first_day: 28, last_day: null}"
    }
    let design = try #require(
      try ValidationFixture.derived(
        ValidationFixture.trial(
          design: ValidationFixture.design(days: "84", more: ", randomisation_day: 28, enriched: true"),
          arms: [
            ValidationFixture.drug(given: later("ketamine")), ValidationFixture.control(given: later("placebo")),
          ],
          targets: [
            ValidationFixture.target(stat: "hazard_ratio", day: "null", value: "0.5", low: "0.3", high: "0.8")
          ])
      ).parts.first
    ).design
    let lead = try #require(design.leadIn)
    #expect(lead.durationDays == 28 && lead.treatments.map(\.times) == [[0, 168, 336]])
    #expect(lead.criteria == [TrialCondition(quantity: .percentChange(0), relation: .atMost, value: -50)])
    #expect(design.durationDays == 56 && design.enrolment.baseline?.mean == 32)
    #expect(design.arms[0].treatments.map(\.times) == [(0..<8).map { 168 * Double($0) }])
    #expect(design.arms[1].treatments.isEmpty && design.visits.count > 10)
  }

  @Test func armsThatDifferBeforeRandomisationAreNoTrial() throws {
    let early = "{compound: ketamine, dose: 0.5, unit: mg/kg, route: IV, duration_min: 40, days: [0, 28]}"
    let derived = try ValidationFixture.derived(
      ValidationFixture.trial(
        design: ValidationFixture.design(days: "84", more: ", randomisation_day: 28"),
        arms: [ValidationFixture.drug(given: early), ValidationFixture.control()]))
    #expect(derived.targets[0].reason == "arms differ before randomisation")
  }

  @Test func pooledSourcesAreSmallAndFew() throws {
    let derived = try ValidationFixture.derived(
      ValidationFixture.trial(
        design: ValidationFixture.design(pooled: true),
        arms: [ValidationFixture.drug(n: "null"), ValidationFixture.control(n: "5000")]))
    let part = try #require(derived.parts.first)
    #expect(part.isPooled && part.design.subjectCount == 600 && part.replicates == 8)
    let usual = "{compound: escitalopram, dose: null, unit: mg, route: oral, duration_min: null, days: [0]}"
    let named = try ValidationFixture.derived(
      ValidationFixture.trial(
        design: ValidationFixture.design(pooled: true),
        arms: [ValidationFixture.drug(given: usual), ValidationFixture.control()]))
    #expect(named.parts.first?.assumptions.contains { $0.contains("no dose is stated") } == true)
  }

  @Test(arguments: [
    ("open_label", "double blind", Estimand.openLabel), ("waitlist", "raters blind", .openLabel),
    ("active_comparator", "open", .openLabel), ("active_placebo", "double blind", .asRun),
  ])
  func opennessFollowsFromTheControl(_ control: String, _ blinding: String, _ estimand: Estimand) throws {
    let text = ValidationFixture.trial(design: ValidationFixture.design(control: control, blinding: blinding))
    #expect(try ValidationFixture.derived(text).parts.first?.estimand == estimand)
  }

  @Test func crossoversHaveTheSamePeople() throws {
    let text = ValidationFixture.trial(
      design: ValidationFixture.design(more: ", crossover: true"),
      arms: [ValidationFixture.drug(n: "18"), ValidationFixture.control(n: "18")])
    let design = try #require(try ValidationFixture.derived(text).parts.first).design
    #expect(design.subjectCount == 18 && design.crossover?.periodDays == [0, 14])
    #expect(design.crossover?.periodLength == 7)
  }

  @Test func definitionsOfResponseNeedTheirVisits() throws {
    let target = ValidationFixture.target(
      versus: "null", stat: "response_pct", day: "5", value: "40", low: "20", high: "60",
      more: ", definition: response on at least 2 of days 2 to 5")
    let derived = try ValidationFixture.derived(ValidationFixture.trial(targets: [target]))
    #expect(derived.parts.first?.design.visits.map(\.day) == [0, 2, 3, 4, 5])
    #expect(
      derived.targets[0].plan?.statistic
        == .percent(.repeatedResponse(share: 0.5, count: 2, visits: [1, 2, 3, 4]), .init(scale: 0, visit: 4)))
  }

  @Test func replicatesFollowFromTheEffort() throws {
    let large = ValidationFixture.trial(
      arms: [ValidationFixture.drug(n: "6000"), ValidationFixture.control(n: "3000")])
    let part = try #require(try ValidationFixture.derived(large).parts.first)
    #expect((10..<500).contains(part.replicates) && part.design.subjectCount == 9000)
  }
}
