import Diagnostics
import Files

extension PublishedArm {
  init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "an arm",
      required: ["id", "name", "n", "role", "interventions", "concomitant", "therapy", "observations"],
      optional: ["n_assumed", "concomitant_note", "note"])
    id = try fields.id("id")
    name = try fields.required("name").text("\"name\"")
    count = try fields.integer("n", in: PublishedTrialFile.counts)
    isCountAssumed = try fields.mark("n_assumed")
    role = try fields.requiredChoice("role", Role.self)
    interventions = try fields.required("interventions").list("\"interventions\"").map { try Intervention($0) }
    concomitant = try fields.ids("concomitant")
    concomitantNote = try fields.text("concomitant_note")
    _ = try fields.text("note")
    therapy = try fields["therapy"].map { try Therapy($0) }
    observations = try fields.required("observations").list("\"observations\"").map { try Observation($0) }
    place = value.place
  }
}

extension Intervention {
  fileprivate init(_ value: YAMLValue) throws {
    let entries = try value.entries("an intervention").map(\.key)
    let isRegular = entries.contains("every_days")
    if isRegular, entries.contains("days") {
      throw value.error("an intervention has \"days\" or \"every_days\", not both")
    }
    let fields = try SchemaFields(
      value, "an intervention",
      required: ["compound", "dose", "unit", "route", "duration_min"]
        + (isRegular ? ["every_days", "first_day", "last_day"] : ["days"]),
      optional: ["dose_min", "dose_max", "titration", "assumed", "note"])
    compound = try fields.id("compound")
    dose = try fields.number("dose", in: 0...1e6)
    unit = try fields.choice("unit", Unit.self)
    route = try fields.choice("route", Route.self)
    minutes = try fields.number("duration_min", in: 0...100_000)
    leastDose = try fields.number("dose_min", in: 0...1e6)
    mostDose = try fields.number("dose_max", in: 0...1e6)
    titration = try fields.numbers("titration", in: 0...1e6) ?? []
    isAssumed = try fields.mark("assumed")
    _ = try fields.text("note")
    if isRegular {
      let interval = try fields.required("every_days")
      let days = try interval.number("\"every_days\"")
      guard days > 0, PublishedTrialFile.days.contains(days) else {
        throw interval.error("\"every_days\" must be above zero")
      }
      guard let first = try fields.number("first_day", in: PublishedTrialFile.days) else {
        throw try fields.missing("first_day")
      }
      schedule = .every(
        days: days, first: first, last: try fields.number("last_day", in: PublishedTrialFile.days))
    } else {
      schedule = .days(try fields.numbers("days", in: PublishedTrialFile.days))
    }
    place = value.place
  }
}

extension Therapy {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "a therapy", required: ["modality", "hours_per_session", "days"],
      optional: ["sessions", "hours_total", "kind", "v", "assumed", "note"])
    modality = try fields.requiredChoice("modality", Modality.self)
    sessions = try fields.integer("sessions", in: 0...10_000)
    hoursTotal = try fields.number("hours_total", in: 0...100_000)
    hoursPerSession = try fields.number("hours_per_session", in: 0...24)
    days = try fields.numbers("days", in: PublishedTrialFile.days)
    kind = try fields.text("kind")
    _ = try fields.choice("v", Verification.self)
    isAssumed = try fields.mark("assumed")
    _ = try fields.text("note")
    place = value.place
  }
}

extension PublishedArm.Observation {
  fileprivate init(_ value: YAMLValue) throws {
    let fields = try SchemaFields(
      value, "an observation", required: ["day", "scale", "stat", "value", "sd", "se", "lo", "hi", "n", "v"],
      optional: ["band_source", "baseline", "criterion", "assumed", "note"])
    day = try fields.number("day", in: PublishedTrialFile.days)
    scale = try fields.text("scale")
    statistic = try fields.requiredChoice("stat", Statistic.self)
    guard let number = try fields.number("value", in: PublishedTrialFile.anything) else {
      throw try fields.missing("value")
    }
    self.value = number
    sd = try fields.number("sd", in: 0...1e6)
    _ = try fields.number("se", in: 0...1e6)
    _ = try fields.number("lo", in: PublishedTrialFile.anything)
    _ = try fields.number("hi", in: PublishedTrialFile.anything)
    count = try fields.integer("n", in: PublishedTrialFile.counts)
    _ = try fields.choice("v", Verification.self)
    _ = try fields.choice("band_source", PublishedTarget.BandSource.self)
    isBaseline = try fields.mark("baseline")
    _ = try fields.text("criterion")
    _ = try fields.mark("assumed")
    _ = try fields.text("note")
  }
}
