/// Units of doses as people write them.
enum DoseUnit {
  /// Milligrams in one unit, and whether it is per kilogram of body weight.
  static func parse(_ word: String) -> (milligrams: Double, isPerKilogram: Bool)? {
    let isPerKilogram = word.hasSuffix("/kg")
    let mass = isPerKilogram ? String(word.dropLast(3)) : word
    return masses[mass].map { ($0, isPerKilogram) }
  }

  private static let masses: [String: Double] = [
    "mg": 1, "milligram": 1, "milligrams": 1, "g": 1000, "gram": 1000, "grams": 1000, "ug": 1e-3, "µg": 1e-3,
    "μg": 1e-3, "mcg": 1e-3, "microgram": 1e-3, "micrograms": 1e-3,
  ]
  /// For hints.
  static let known = ["mg", "mg/kg", "g", "ug", "ug/kg"]

  /// What a unit of the wrong kind measures, in words.
  static func otherKind(_ word: String) -> String? {
    let base = word.hasSuffix("/kg") ? String(word.dropLast(3)) : word
    if TimeUnit.hours(base) != nil { return "a time" }
    return others[base]
  }

  private static let others: [String: String] = [
    "ml": "a volume", "l": "a volume", "ul": "a volume", "µl": "a volume", "cc": "a volume",
    "mmol": "an amount of substance",
    "umol": "an amount of substance", "nmol": "an amount of substance", "mol": "an amount of substance",
    "iu": "an activity", "%": "a share", "mg/ml": "a concentration", "ng/ml": "a concentration",
    "mg/h": "a rate", "mg/min": "a rate", "mg/kg/h": "a rate", "mg/kg/min": "a rate",
    "mg/m2": "a dose per body surface",
    "kg": "a body weight", "tablet": "a count", "tablets": "a count", "spray": "a count", "sprays": "a count",
    "device": "a count", "devices": "a count", "drop": "a count", "drops": "a count", "session": "a count",
    "sessions": "a count",
  ]
}

/// Units of time as people write them.
enum TimeUnit {
  /// Hours in one unit.
  static func hours(_ word: String) -> Double? { table[word] }

  private static let table: [String: Double] = [
    "s": 1 / 3600.0, "sec": 1 / 3600.0, "seconds": 1 / 3600.0, "min": 1 / 60.0, "mins": 1 / 60.0, "minute": 1 / 60.0,
    "minutes": 1 / 60.0, "h": 1, "hr": 1, "hrs": 1, "hour": 1, "hours": 1, "day": 24, "days": 24, "d": 24,
    "week": 168, "weeks": 168, "wk": 168, "w": 168,
  ]
  /// For hints.
  static let known = ["min", "h", "days", "weeks"]
}

/// Other words for routes. A compound's own ids and titles come first.
enum RouteName {
  static let synonyms: [String: [String]] = [
    "iv": ["i.v.", "i.v", "intravenous", "intravenously"],
    "im": ["i.m.", "i.m", "intramuscular", "intramuscularly"],
    "sc": ["s.c.", "s.c", "subcutaneous", "subcutaneously"],
    "oral": ["po", "p.o.", "p.o", "orally", "by mouth"],
    "sublingual": ["sl", "s.l.", "sublingually", "under the tongue"],
    "nasal": ["intranasal", "intranasally", "in", "nasal spray"],
  ]
  /// Ids of every route that any compound may have.
  static var all: [String] { synonyms.keys.sorted() }

  /// Lower-case names of a route.
  static func names(of route: Route) -> [String] {
    [route.id.lowercased(), route.title.lowercased()] + (synonyms[route.id] ?? [])
  }

  /// The route's id for any of its names, whichever compound has it.
  static func id(_ word: String) -> String? {
    synonyms[word] != nil ? word : synonyms.first { $0.value.contains(word) }?.key
  }
}
