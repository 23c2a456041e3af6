import Diagnostics

/// Reads what stands between a psychotherapy's name and the times: the length of a session, if stated.
struct SessionParser {
  let modality: Modality

  func parse(_ cursor: inout TreatmentCursor) throws -> Session {
    let unit = cursor.afterNext
    // `3 times weekly` starts the times, it is no length.
    guard let number = cursor.number, unit.kind != .word("times") else {
      return Session(modality: modality, minutes: modality.defaultMinutes)
    }
    if case .word(let word) = unit.kind, TimeUnit.hours(word) == nil {
      let kind = DoseUnit.parse(word) != nil ? "a dose" : DoseUnit.otherKind(word)
      if let kind {
        let example = "\(modality.id) \(PlainNumber.text(modality.defaultMinutes)) min"
        throw cursor.error(
          "a session of \(modality.id) has a length, \"\(unit.text)\" is \(kind)", at: unit,
          hint: "for example \"\(example)\"")
      }
    }
    guard number > 0 else { throw cursor.error("a session must be longer than zero, \"\(cursor.next.text)\" is not") }
    let hours = try Length.parse(&cursor, after: "the session", longest: 24, example: "90 min")
    return Session(modality: modality, minutes: hours * 60)
  }
}

/// A length of time: a number and a unit.
enum Length {
  /// - Returns: hours.
  static func parse(
    _ cursor: inout TreatmentCursor, after what: String, longest: Double, example: String
  ) throws -> Double {
    let token = cursor.next
    guard let number = cursor.number else {
      throw cursor.error("a length of time is missing after \(what)", hint: "for example \"\(example)\"")
    }
    guard number > 0 else { throw cursor.error("a length of time must be above zero, \"\(token.text)\" is not") }
    cursor.advance()
    guard let unit = cursor.word else {
      throw cursor.error("\"\(token.text)\" has no unit of time", at: token, hint: "for example \"\(example)\"")
    }
    guard let hours = TimeUnit.hours(unit) else {
      if Keyword.all.contains(unit) {
        throw cursor.error("\"\(token.text)\" has no unit of time", at: token, hint: "for example \"\(example)\"")
      }
      if DoseUnit.parse(unit) != nil {
        throw cursor.error("\"\(cursor.next.text)\" is not a unit of time", hint: "for example \"\(example)\"")
      }
      throw cursor.error(
        "unknown unit of time \"\(cursor.next.text)\"", hint: NearestName.hint(unit, among: TimeUnit.known))
    }
    guard number * hours <= longest else {
      throw cursor.error(
        "\(token.text) \(cursor.next.text) is too long, at most \(PlainNumber.text(longest)) h", at: token)
    }
    cursor.advance()
    return number * hours
  }
}

/// Hours of the protocol in messages.
enum DayText {
  /// `day 3`, `day 3 at 12 h`.
  static func text(_ hours: Double) -> String {
    let day = (hours / 24).rounded(.down)
    let clock = hours - day * 24
    return "day \(PlainNumber.text(day))" + (clock > 0 ? " at \(PlainNumber.text(clock)) h" : "")
  }

  /// `12 h`, `84 days`.
  static func length(_ hours: Double) -> String {
    hours < 48 ? "\(PlainNumber.text(hours)) h" : "\(PlainNumber.text(hours / 24)) days"
  }
}

/// Numbers in messages.
enum PlainNumber {
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }
}
