import Diagnostics
import Files

/// Reads comparisons of observed scores: `MADRS >= 25`, `change <= -10`, `improvement in MADRS >= 50 %`, `response`.
struct ConditionReader {
  /// The trial's scales, the primary one first.
  let scales: [String]
  /// Whether there is a baseline yet to which a change can refer.
  var allowsChange = true

  private static let example = "for example \"MADRS >= 25\" or \"improvement >= 50 %\""

  /// One condition or several that must all hold: a list, or a text with `and`.
  func list(_ value: YAMLValue, _ what: String) throws -> [TrialCondition] {
    let values: [YAMLValue]
    if case .scalar = value.content { values = [value] } else { values = try value.list(what) }
    guard !values.isEmpty else { throw value.error("\(what) is empty", hint: Self.example) }
    return try values.flatMap { try conditions($0, what) }
  }

  private func conditions(_ value: YAMLValue, _ what: String) throws -> [TrialCondition] {
    var phrase = try Phrase(value, what)
    var conditions: [TrialCondition] = []
    repeat { conditions.append(try condition(&phrase)) } while phrase.take("and")
    try phrase.end(hint: "several conditions are joined by \"and\"")
    return conditions
  }

  private func condition(_ phrase: inout Phrase) throws -> TrialCondition {
    guard let first = phrase.next else { throw phrase.error("a condition is missing", hint: Self.example) }
    if ["change", "improvement", "response", "no", "percent"].contains(first.lower), !allowsChange {
      throw phrase.error(
        "\"\(first.text)\" has no meaning before there is a baseline", hint: "for example \"MADRS >= 25\"")
    }
    if phrase.take("response") { return Self.response(scale: try scale(&phrase, after: "in"), isReached: true) }
    if phrase.take("no response") { return Self.response(scale: try scale(&phrase, after: "in"), isReached: false) }
    if phrase.take("percent change") {
      let scale = try scale(&phrase, after: "in")
      let (relation, value) = try comparison(&phrase)
      _ = phrase.take("%")
      return TrialCondition(quantity: .percentChange(scale), relation: relation, value: value)
    }
    if phrase.take("change") || phrase.take("improvement") {
      let scale = try scale(&phrase, after: "in")
      let (relation, value) = try comparison(&phrase)
      let quantity: TrialCondition.Quantity = phrase.take("%") ? .percentChange(scale) : .change(scale)
      return first.lower == "change"
        ? TrialCondition(quantity: quantity, relation: relation, value: value)
        : TrialCondition(quantity: quantity, relation: relation.reversed, value: 0 - value)
    }
    let scale = try scale(first, phrase, others: ["change", "improvement", "response", "no response"])
    phrase.advance()
    let (relation, value) = try comparison(&phrase)
    return TrialCondition(quantity: .score(scale), relation: relation, value: value)
  }

  /// At least half better than at the baseline, or not.
  private static func response(scale: Int, isReached: Bool) -> TrialCondition {
    TrialCondition(quantity: .percentChange(scale), relation: isReached ? .atMost : .more, value: -50)
  }

  private func comparison(_ phrase: inout Phrase) throws -> (TrialCondition.Relation, Double) {
    guard let relation = phrase.next.flatMap({ TrialCondition.Relation(rawValue: $0.text) }) else {
      throw phrase.error(
        "a comparison is missing" + (phrase.next.map { " before \"\($0.text)\"" } ?? ""),
        hint: "one of \(TrialCondition.Relation.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    phrase.advance()
    let word = phrase.next
    let number = try phrase.number("the limit", hint: Self.example)
    guard abs(number) <= 1000 else { throw phrase.error("no score is beyond 1000", at: word) }
    return (relation, number)
  }

  /// The scale after a word such as `in`, or the primary one where the word is not next.
  func scale(_ phrase: inout Phrase, after word: String) throws -> Int {
    guard phrase.take(word) else { return 0 }
    guard let name = phrase.next else { throw phrase.error("a scale is missing after \"\(word)\"") }
    let scale = try scale(name, phrase)
    phrase.advance()
    return scale
  }

  private func scale(_ word: Phrase.Word, _ phrase: Phrase, others: [String] = []) throws -> Int {
    if let scale = scales.firstIndex(where: { $0.lowercased() == word.lower }) { return scale }
    throw phrase.error(
      "\"\(word.text)\" is not a scale of this trial", at: word,
      hint: NearestName.find(word.text, among: scales + others).map { "did you mean \"\($0)\"?" }
        ?? "it has \(scales.joined(separator: ", ")); more are added under \"scales\"")
  }
}

extension TrialCondition.Relation {
  /// What holds of -x where this holds of x.
  fileprivate var reversed: Self {
    switch self {
    case .less: .more
    case .atMost: .atLeast
    case .more: .less
    case .atLeast: .atMost
    }
  }
}
