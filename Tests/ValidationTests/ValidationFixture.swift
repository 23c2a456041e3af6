import Diagnostics
import Files
import Foundation
import Pharmacology
import TestSupport
import Trials
import Validation

/// Small published trials, and the library that they are derived with.
enum ValidationFixture {
  static let library = Result { try TreatmentLibrary.read(models: ProjectPaths.models.path) }
  static var folder: String { ProjectPaths.root.path + "/Evidence/validation" }

  static func derivation(_ choices: ValidationChoices? = nil) throws -> DesignDerivation {
    let library = try library.get()
    return DesignDerivation(
      standIns: try CompoundStandIns.read(folder + "/compounds.yaml", library: library),
      choices: try choices ?? ValidationChoices.read(folder + "/choices.yaml"),
      scales: ScaleCatalogue(try ScaleLibrary.read(folder: ProjectPaths.models.path + "/scales")), seed: 1)
  }

  static func read(_ text: String) throws -> [PublishedTrial] {
    try PublishedTrialFile.trials(YAMLText.parse(SourceText(name: "trials.yaml", text: text)))
  }

  /// One trial with one target.
  static func trial(
    id: String = "one", split: String = "validation", population: String = population(), design: String = design(),
    arms: [String] = [drug(), control()], targets: [String] = [target()]
  ) -> String {
    """
    - id: \(id)
      split: \(split)
      citation: {first_author: Doe J, year: 2020, journal: null, doi: null, pmid: null, nct: null}
      population: \(population)
      design: \(design)
      tests: [something]
      arms:
    \(arms.map { "    - \($0)" }.joined(separator: "\n"))
      targets:
    \(targets.map { "    - \($0)" }.joined(separator: "\n"))
      how_verified: made up
      notes: null
    """
  }

  static func population(
    diagnosis: String = "depression", scale: String = "MADRS", mean: String = "32", sd: String = "6"
  ) -> String {
    "{diagnosis: \(diagnosis), N: 90, scale: \(scale), baseline_mean: \(mean), baseline_sd: \(sd), baseline_v: read}"
  }

  static func design(
    control: String = "inert_placebo", blinding: String = "double blind", pooled: Bool = false, days: String = "7",
    more: String = ""
  ) -> String {
    "{control: \(control), blinding: \(blinding), pooled: \(pooled), duration_days: \(days)\(more)}"
  }

  static let infusion =
    "{compound: ketamine, dose: 0.5, unit: mg/kg, route: IV, duration_min: 40, days: [0, 3]}"
  static let saline = "{compound: placebo, dose: 0, unit: mg/kg, route: IV, duration_min: 40, days: [0, 3]}"

  static func drug(
    id: String = "drug", n: String = "60", given: String = infusion, concomitant: String = "[]",
    therapy: String = "null", more: String = ""
  ) -> String {
    "{id: \(id), name: \(id), n: \(n), role: active, interventions: [\(given)], concomitant: \(concomitant), "
      + "therapy: \(therapy), observations: []\(more)}"
  }

  static func control(
    id: String = "control", n: String = "30", given: String = saline, concomitant: String = "[]",
    therapy: String = "null", more: String = ""
  ) -> String {
    "{id: \(id), name: \(id), n: \(n), role: control, interventions: [\(given)], concomitant: \(concomitant), "
      + "therapy: \(therapy), observations: []\(more)}"
  }

  static func target(
    id: String = "t1", arm: String = "drug", versus: String = "control", scale: String = "MADRS",
    stat: String = "difference_in_change", day: String = "7", value: String = "-5", low: String = "-9",
    high: String = "-1", more: String = "", set: String = "validation", domain: String = "dose"
  ) -> String {
    "{id: \(id), set: \(set), domain: \(domain), arm: \(arm), versus: \(versus), scale: \(scale), stat: \(stat), "
      + "day: \(day), value: \(value), lo: \(low), hi: \(high), band_source: published, rule: interval, "
      + "ordinal: null, v: read\(more)}"
  }

  static func order(_ expression: String, compares: String = "improvement", day: String = "7") -> String {
    "{id: o1, set: validation, domain: dose, arm: drug, versus: control, scale: MADRS, stat: ordinal, day: \(day), "
      + "value: null, lo: null, hi: null, band_source: null, rule: ordinal, ordinal: \(expression), "
      + "compares: \(compares), v: read}"
  }

  static func derived(_ text: String, replicates: Int = 500) throws -> DerivedTrial {
    let trials = try read(text)
    return try derivation().derive(trials[0], sets: [.calibration, .validation], replicates: replicates)
  }
}

extension DerivedTarget {
  var reason: String? { if case .notSimulated(let reason) = outcome { reason } else { nil } }
}
