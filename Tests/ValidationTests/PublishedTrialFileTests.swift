import Diagnostics
import Foundation
import Testing
import Validation

@Suite struct PublishedTrialFileTests {
  @Test func readsEveryPart() throws {
    let text = ValidationFixture.trial(
      arms: [
        ValidationFixture.drug(
          given: "{compound: esketamine, dose: 56, unit: mg, route: intranasal, duration_min: null, every_days: 7, "
            + "first_day: 0, last_day: null, dose_min: 28, dose_max: 84, assumed: true}",
          concomitant: "[any_antidepressant]",
          therapy: "{modality: cbt, sessions: 2, hours_per_session: 1, days: [1, 8], kind: CBT, v: read}",
          more: ", concomitant_note: newly started"),
        ValidationFixture.control(),
      ],
      targets: [
        ValidationFixture.target(), ValidationFixture.order("control < drug").replacingID("o2"),
      ])
    let trial = try #require(try ValidationFixture.read(text).first)
    #expect(trial.id == "one" && trial.source.short == "Doe 2020")
    #expect(trial.population.baselineMean == 32 && trial.design.control == .inertPlacebo)
    let arm = try #require(trial.arm("drug"))
    #expect(arm.interventions[0].schedule == .every(days: 7, first: 0, last: nil))
    #expect(arm.interventions[0].leastDose == 28 && arm.interventions[0].isAssumed)
    #expect(arm.therapy?.days == [1, 8] && arm.concomitant == ["any_antidepressant"])
    #expect(trial.targets[0].arms == ["drug"] && trial.targets[0].versus == ["control"])
    #expect(trial.targets[1].ordinal?.chains == [["control", "drug"]])
  }

  @Test(arguments: [
    ("split: validation", "split: validaton", "\"split\" cannot be \"validaton\"", 2),
    ("tests: [something]", "test: [something]", "unknown key \"test\" in a trial", 6),
    ("  tests: [something]\n", "", "a trial lacks \"tests\"", 1),
    ("unit: mg/kg", "unit: g", "\"unit\" cannot be \"g\"", 8),
    ("dose: 0.5", "dose: much", "\"dose\" must be a number", 8),
    ("days: [0, 3]", "days: [0, x]", "\"days\" must be a number", 8),
    ("days: [0, 3]", "every_days: 0, first_day: 0, last_day: 3", "\"every_days\" must be above zero", 8),
    ("days: [0, 3]", "days: [0], every_days: 1", "an intervention has \"days\" or \"every_days\", not both", 8),
    ("n: 60", "n: 0", "\"n\" must be a whole number from 1 to 10000000", 8),
    ("versus: control", "versus: contrl", "there is no arm \"contrl\"", 11),
    ("versus: control", "versus: drug", "target \"t1\" names arm \"drug\" twice", 11),
    ("lo: -9", "lo: 9", "\"lo\" of target \"t1\" lies above \"hi\"", 11),
    ("band_source: published", "band_source: assumed", "target \"t1\" has an assumed band", 11),
    ("rule: interval", "rule: ordinal", "target \"t1\" has the rule \"ordinal\" without an order", 11),
    ("ordinal: null", "ordinal: control < drug", "an order needs the rule \"ordinal\"", 11),
    ("set: validation", "set: context", "target \"t1\" is of the set \"context\", its trial is \"validation\"", 11),
    ("id: one", "id: One", "\"One\" is no id", 1),
    ("baseline_mean: 32", "baseline_mean: 1e999", "\"baseline_mean\" must be a number", 4),
  ])
  func mistakesAreNamedWithTheirLine(_ from: String, _ to: String, _ problem: String, _ line: Int) throws {
    let whole = ValidationFixture.trial()
    let range = try #require(whole.range(of: from))
    let text = whole.replacingCharacters(in: range, with: to)
    let error = #expect(throws: InputError.self) { try ValidationFixture.read(text) }
    if to.contains("context") {
      // A rule in a context target is found first.
      #expect(error?.explanation.problem == "a context target has no rule" || error?.explanation.problem == problem)
      return
    }
    #expect(error?.explanation.problem == problem)
    #expect(error?.explanation.place?.line == line)
  }

  @Test func trialsAreNamedOnce() {
    let text = ValidationFixture.trial() + "\n" + ValidationFixture.trial()
    #expect(throws: InputError.self) { try ValidationFixture.read(text) }
  }

  @Test(arguments: ["", "x: 1", "- 5", "- {id: a}", "- &a {id: a}\n- *a", "[[[[", "- id: \"\\0\""])
  func hostileTextsAreErrors(_ text: String) {
    #expect(throws: (any Error).self) { try ValidationFixture.read(text) }
  }

  @Test(arguments: [
    ("control < drug", [["control", "drug"]]),
    ("control < drug and drug < control", [["control", "drug"], ["drug", "control"]]),
  ])
  func ordersAreRead(_ text: String, _ chains: [[String]]) throws {
    let trial = try ValidationFixture.read(ValidationFixture.trial(targets: [ValidationFixture.order(text)]))[0]
    #expect(trial.targets[0].ordinal?.chains == chains)
  }

  @Test(arguments: ["control", "control <", "< drug", "control > drug", "control < and drug", "control < other"])
  func wrongOrdersAreErrors(_ text: String) {
    #expect(throws: InputError.self) {
      try ValidationFixture.read(ValidationFixture.trial(targets: [ValidationFixture.order("\"\(text)\"")]))
    }
  }

  @Test func anOrderHoldsWhenEveryChainDoes() throws {
    let text = ValidationFixture.order("control < drug and control < drug")
    let order = try #require(try ValidationFixture.read(ValidationFixture.trial(targets: [text]))[0].targets[0].ordinal)
    #expect(order.holds { $0 == "drug" ? 2 : 1 })
    #expect(!order.holds { $0 == "drug" ? 1 : 1 })
    #expect(!order.holds { $0 == "drug" ? .nan : 1 })
  }
}

extension String {
  fileprivate func replacingID(_ id: String) -> String {
    replacingOccurrences(of: "{id: o1", with: "{id: \(id)")
  }
}
