import Diagnostics
package import Files

extension ValidationChoices {
  /// - Throws: `InputError` or `FileError` with the place.
  package static func read(_ path: String) throws -> ValidationChoices {
    try ValidationChoices(YAMLText.read(path))
  }

  package init(_ root: YAMLValue) throws {
    let fields = try SchemaFields(
      root, "the choices",
      required: [
        "primary_scale", "spreads", "rules", "pooled", "effort", "population", "patients", "therapies",
        "newly_started", "event_visits", "crossover_gap_days", "trials",
      ])
    primaryScale = try fields.required("primary_scale").text("\"primary_scale\"")
    spreads = [:]
    for entry in try fields.required("spreads").entries("\"spreads\"") {
      let spread = try SchemaFields(entry.value, "a spread", required: ["sd", "unit"])
      spreads[entry.key] = TrialSpread(
        sd: try spread.amount("sd", in: 0...100), unit: try spread.requiredChoice("unit", TrialSpread.Unit.self))
    }
    let rules = try SchemaFields(fields.required("rules"), "the rules", required: ["tight", "predictive", "width"])
    self.rules = Rules(
      tight: try rules.amount("tight", in: 0...1), predictive: try rules.amount("predictive", in: 0...1),
      width: try rules.amount("width", in: 0.1...100))
    let pooled = try SchemaFields(fields.required("pooled"), "\"pooled\"", required: ["patients", "replicates"])
    pooledPatients = try pooled.count("patients", in: 2...100_000)
    pooledReplicates = try pooled.count("replicates", in: 2...10_000)
    let effort = try SchemaFields(fields.required("effort"), "\"effort\"", required: ["subject_days", "replicates"])
    mostSubjectDays = try effort.amount("subject_days", in: 1...1e12)
    leastReplicates = try effort.count("replicates", in: 2...100_000)
    population = try fields.required("population")
    patients = try fields.required("patients").list("\"patients\"").map { try Patients($0) }
    therapies = [:]
    for entry in try fields.required("therapies").entries("\"therapies\"") {
      guard let modality = Therapy.Modality(rawValue: entry.key) else {
        throw InputError(
          "there is no modality \"\(entry.key)\"", at: entry.keyPlace, in: root.source,
          hint: NearestName.hint(entry.key, among: Therapy.Modality.allCases.map(\.rawValue)))
      }
      let choice = try SchemaFields(
        entry.value, "a therapy", required: [], optional: ["modality", "shared", "spread"])
      therapies[modality] = TherapyChoice(
        modality: try choice.text("modality"), shared: try choice.text("shared"), spread: try choice.text("spread"))
    }
    newlyStarted = try fields.required("newly_started").texts("\"newly_started\"")
    let visits = try SchemaFields(
      fields.required("event_visits"), "\"event_visits\"", required: ["share", "least", "most"])
    eventVisits = EventVisits(
      share: try visits.amount("share", in: 0.001...1), least: try visits.amount("least", in: 0.5...1000),
      most: try visits.amount("most", in: 0.5...1000))
    crossoverGapDays = try fields.amount("crossover_gap_days", in: 0...1000)
    trials = try fields.required("trials").list("\"trials\"").map { try TrialChoices($0) }
  }
}

extension SchemaFields {
  fileprivate func amount(_ key: String, in range: ClosedRange<Double>) throws -> Double {
    if let number = try number(key, in: range) { return number }
    throw try missing(key)
  }

  fileprivate func count(_ key: String, in range: ClosedRange<Int>) throws -> Int {
    if let number = try integer(key, in: range) { return number }
    throw try missing(key)
  }
}

extension ValidationChoices.Patients {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "an entry of \"patients\"", required: ["words"],
      optional: ["baseline", "failures", "reason", "because"])
    words = try fields.required("words").texts("\"words\"")
    baseline = try fields["baseline"].map { value in
      let fields = try SchemaFields(value, "a baseline", required: ["scale", "mean", "sd"])
      return Baseline(
        scale: try fields.required("scale").text("\"scale\""), mean: try fields.amount("mean", in: 0...1000),
        sd: try fields.amount("sd", in: 0.01...1000))
    }
    failures = try fields.integer("failures", in: 0...20)
    reason = try fields.text("reason")
    because = try fields.text("because")
    if baseline == nil, reason == nil { throw value.error("an entry has a baseline or a reason why there is none") }
  }
}

extension TrialChoices {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "the choices for a trial", required: ["id"],
      optional: ["follow_up_days", "day", "groups", "events", "because"])
    id = try fields.id("id")
    followUpDays = try fields.number("follow_up_days", in: 0.1...10_000)
    day = try fields.number("day", in: 0...10_000)
    groups =
      try fields["groups"]?.list("\"groups\"").map { value in
        let group = try SchemaFields(
          value, "a group", required: ["arms"], optional: ["criterion", "failures", "population"])
        return Group(
          arms: try group.ids("arms") ?? [], criterion: try group.choice("criterion", Criterion.self),
          failures: try group.integer("failures", in: 0...20), population: group["population"])
      } ?? []
    events =
      try fields["events"]?.list("\"events\"").map { value in
        let event = try SchemaFields(value, "an event", required: ["target", "event", "from"])
        return EventChoice(
          target: try event.id("target"), event: try event.requiredChoice("event", EventChoice.Event.self),
          start: try event.requiredChoice("from", EventChoice.Start.self))
      } ?? []
    because = try fields.text("because")
  }
}
