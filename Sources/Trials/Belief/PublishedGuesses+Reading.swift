import Diagnostics
import Files

extension PublishedGuesses {
  private static let keys = [
    "id", "title", "source", "doi", "verification", "grade", "control", "days", "use", "active", "control_arm", "right",
    "n", "at_least", "note",
  ]

  /// - Parameter path: `Evidence/guess-rates.yaml`, a list of trials.
  /// - Throws: `FileError` or `InputError` with the place.
  package static func read(_ path: String) throws -> [PublishedGuesses] {
    try YAMLText.read(path).list("published guesses").map { try PublishedGuesses($0) }
  }

  private init(_ value: YAMLValue) throws {
    let trial = try value.mapping("a trial's guesses", keys: Self.keys)
    id = try trial.required("id").text("\"id\"")
    title = try trial.required("title").text("\"title\"")
    source = try trial.required("source").text("\"source\"")
    doi = try trial["doi"]?.text("\"doi\"")
    verification = try trial.required("verification").text("\"verification\"")
    control = try Self.word(trial.required("control"), "control type")
    days = try Self.number(trial.required("days"), "\"days\"", 0...10_000)
    use = try Self.word(trial.required("use"), "use")
    active = try Arm(trial.required("active"))
    controlArm = try Arm(trial.required("control_arm"))
    right = try trial["right"].map { try Self.number($0, "\"right\"", 0...1) }
    count = try trial["n"]?.integer("\"n\"", in: 1...10_000_000)
    atLeast = try trial["at_least"].map { try Self.number($0, "\"at_least\"", 0...1) }
    note = try trial["note"]?.text("\"note\"")
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ value: YAMLValue, _ what: String
  ) throws -> Word where Word.RawValue == String {
    let text = try value.text("the \(what)")
    guard let word = Word(rawValue: text) else {
      throw value.error(
        "unknown \(what) \"\(text)\"", hint: NearestName.hint(text, among: Word.allCases.map(\.rawValue)))
    }
    return word
  }

  fileprivate static func number(
    _ value: YAMLValue, _ what: String, _ range: ClosedRange<Double>
  ) throws -> Double {
    let number = try value.number(what)
    guard range.contains(number) else {
      throw value.error("\(what) must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

extension PublishedGuesses.Arm {
  fileprivate init(_ value: YAMLValue) throws {
    let arm = try value.mapping(
      "an arm", keys: ["share", "intensity", "doses", "side_effects", "drug_days", "right"])
    share = try PublishedGuesses.number(arm.required("share"), "\"share\"", 0.001...10_000_000)
    intensity = try PublishedGuesses.number(arm.required("intensity"), "\"intensity\"", 0...1)
    doses = try arm.required("doses").integer("\"doses\"", in: 0...10_000)
    sideEffects = try arm["side_effects"].map { try PublishedGuesses.number($0, "\"side_effects\"", 0...1) } ?? 0
    drugDays = try arm["drug_days"].map { try PublishedGuesses.number($0, "\"drug_days\"", 0...10_000) } ?? 0
    right = try arm["right"].map { try PublishedGuesses.number($0, "\"right\"", 0...1) }
  }
}
