import Diagnostics
package import Files

/// Reads files of published trials: a YAML list in the format that `Documentation/validation.md` describes.
///
/// Unknown keys, unknown words, ids that are not there and numbers out of range are errors with their place.
package enum PublishedTrialFile {
  /// Larger numbers of days are mistakes.
  static let days = -36_500.0...36_500.0
  static let anything = -1e9...1e9
  static let counts = 1...10_000_000

  /// - Throws: `InputError` or `FileError`.
  package static func read(_ path: String) throws -> [PublishedTrial] { try trials(YAMLText.read(path)) }

  package static func trials(_ root: YAMLValue) throws -> [PublishedTrial] {
    var places: [String: Int] = [:]
    return try root.list("the published trials").map { value in
      let trial = try PublishedTrial(value)
      if let line = places[trial.id] {
        throw value.error("trial \"\(trial.id)\" is written twice", hint: "it is on line \(line) already")
      }
      places[trial.id] = value.place.line
      return trial
    }
  }
}

extension PublishedTrial {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "a trial",
      required: [
        "id", "split", "citation", "population", "design", "tests", "arms", "targets", "how_verified", "notes",
      ], optional: ["between_arm", "durability", "tolerability"])
    id = try fields.id("id")
    split = try fields.requiredChoice("split", Split.self)
    source = try TrialSource(fields.required("citation"))
    population = try Population(fields.required("population"))
    design = try Design(fields.required("design"))
    _ = try fields.required("tests").list("\"tests\"").map { try $0.text("a test") }
    arms = try fields.required("arms").list("\"arms\"").map { try PublishedArm($0) }
    let ids = arms.map(\.id)
    for (index, arm) in arms.enumerated() where ids[..<index].contains(arm.id) {
      throw InputError("arm \"\(arm.id)\" is written twice", at: arm.place, in: value.source)
    }
    targets = try fields.required("targets").list("\"targets\"").map { try PublishedTarget($0, arms: ids) }
    let targetIDs = targets.map(\.id)
    for (index, target) in targets.enumerated() where targetIDs[..<index].contains(target.id) {
      throw InputError("target \"\(target.id)\" is written twice", at: target.place, in: value.source)
    }
    for target in targets {
      guard split == .mixed || target.set.rawValue == split.rawValue else {
        throw InputError(
          "target \"\(target.id)\" is of the set \"\(target.set.rawValue)\", its trial is \"\(split.rawValue)\"",
          at: target.place, in: value.source, hint: "a trial with targets of several sets is \"mixed\"")
      }
    }
    _ = try fields.required("how_verified").text("\"how_verified\"")
    notes = try fields.text("notes")
    // For reading only.
    for entry in try fields["between_arm"]?.list("\"between_arm\"") ?? [] {
      _ = try SchemaFields(open: entry, "a contrast", required: ["contrast", "measure", "estimate"])
    }
    for entry in try fields["durability"]?.list("\"durability\"") ?? [] { _ = try entry.entries("\"durability\"") }
    _ = try fields["tolerability"]?.entries("\"tolerability\"")
    place = value.place
  }
}

extension TrialSource {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      open: value, "a citation", required: ["first_author", "year", "journal", "doi", "pmid", "nct"])
    self.init(
      firstAuthor: try fields.text("first_author"), year: try fields.integer("year", in: 1900...2200),
      journal: try fields.text("journal"), doi: try fields.text("doi"))
    _ = try fields.text("pmid")
    _ = try fields.text("nct")
  }
}

extension PublishedTrial.Population {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      open: value, "a population",
      required: ["diagnosis", "N", "scale", "baseline_mean", "baseline_sd", "baseline_v"])
    diagnosis = try fields.text("diagnosis")
    count = try fields.integer("N", in: PublishedTrialFile.counts)
    scale = try fields.text("scale")
    baselineMean = try fields.number("baseline_mean", in: 0...1000)
    baselineSD = try fields.number("baseline_sd", in: 0...1000)
    _ = try fields.choice("baseline_v", Verification.self)
  }
}

extension PublishedTrial.Design {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "a design", required: ["control", "blinding", "pooled", "duration_days"],
      optional: ["randomisation_day", "enriched", "crossover"])
    control = try fields.requiredChoice("control", Control.self)
    blinding = try fields.required("blinding").text("\"blinding\"")
    isPooled = try fields.required("pooled").boolean("\"pooled\"")
    durationDays = try fields.number("duration_days", in: 0...PublishedTrialFile.days.upperBound)
    randomisationDay = try fields.number("randomisation_day", in: PublishedTrialFile.days)
    isEnriched = try fields.flag("enriched")
    isCrossover = try fields.flag("crossover")
  }
}
