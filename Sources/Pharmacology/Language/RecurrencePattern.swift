import Diagnostics

/// How often something recurs: `daily`, `twice weekly`, `every 2 weeks`.
struct RecurrencePattern {
  /// Hours from the start of each period.
  var offsets: [Double]
  /// Hours.
  var period: Double
  /// `once`: not recurring at all.
  var isSingle = false

  /// Hours from the first occasion to the one with this index.
  func time(_ index: Int) -> Double {
    Double(index / offsets.count) * period + offsets[index % offsets.count]
  }

  /// - Returns: nil when the next word starts no pattern.
  static func parse(_ cursor: inout TreatmentCursor) throws -> RecurrencePattern? {
    if cursor.take("daily") { return RecurrencePattern(offsets: [0], period: 24) }
    if cursor.take("weekly") { return RecurrencePattern(offsets: [0], period: 168) }
    if cursor.take("every") { return try interval(&cursor) }
    guard let count = try perPeriod(&cursor) else { return nil }
    let isArticle = cursor.take("a", "per", "each", "every")
    if cursor.take("daily") || (isArticle && cursor.take("day")) {
      return RecurrencePattern(
        offsets: (0..<count.value).map { Double($0) * 24 / Double(count.value) }, period: 24)
    }
    if cursor.take("weekly") || (isArticle && cursor.take("week")) {
      guard count.value <= 7 else {
        throw cursor.error("at most 7 times weekly", at: count.token, hint: "say \"daily\" or \"twice daily\"")
      }
      // Whole days, spread evenly: twice weekly is days 0 and 3, three times weekly days 0, 2 and 4.
      return RecurrencePattern(offsets: (0..<count.value).map { Double($0 * 7 / count.value) * 24 }, period: 168)
    }
    if count.value == 1, !isArticle { return RecurrencePattern(offsets: [0], period: 24, isSingle: true) }
    throw cursor.error("\"daily\" or \"weekly\" must follow \"\(count.token.text)\"")
  }

  /// `once`, `twice`, `three times`, `4 times`.
  private static func perPeriod(_ cursor: inout TreatmentCursor) throws -> (value: Int, token: TreatmentToken)? {
    let token = cursor.next
    if cursor.take("once") { return (1, token) }
    if cursor.take("twice") { return (2, token) }
    if cursor.take("thrice") || cursor.take(phrase: "three times") { return (3, token) }
    guard let number = cursor.number, cursor.afterNext.kind == .word("times") else { return nil }
    guard number == number.rounded(), (1...24).contains(number) else {
      throw cursor.error("\"\(token.text)\" times must be a whole number from 1 to 24")
    }
    cursor.advance()
    cursor.advance()
    return (Int(number), token)
  }

  private static func interval(_ cursor: inout TreatmentCursor) throws -> RecurrencePattern {
    let token = cursor.next
    if cursor.take("day") { return RecurrencePattern(offsets: [0], period: 24) }
    if cursor.take("week") { return RecurrencePattern(offsets: [0], period: 168) }
    let hours = try Length.parse(&cursor, after: "\"every\"", longest: 24 * 366, example: "every 2 weeks")
    guard hours >= 1 else { throw cursor.error("an interval must be at least 1 h", at: token) }
    return RecurrencePattern(offsets: [0], period: hours)
  }
}

/// How long something recurs and from when: `x 8`, `for 6 weeks`, `until day 41`, `from day 1`, `at 12 h`.
struct RecurrenceLimits {
  var count: (value: Int, token: TreatmentToken)?
  /// Hours from the first occasion.
  var length: (hours: Double, token: TreatmentToken)?
  /// Hours since the start of the protocol: the end of the last day.
  var until: Double?
  var from: Double?
  /// The time of day.
  var hour: Double?

  private var hasEnd: Bool { count != nil || length != nil || until != nil }

  static func parse(
    _ cursor: inout TreatmentCursor, _ pattern: RecurrencePattern, after last: Double?, days: OccasionParser
  ) throws -> RecurrenceLimits {
    var limits = RecurrenceLimits()
    while let word = cursor.word {
      let token = cursor.next
      switch word {
      case "x" where !limits.hasEnd && !pattern.isSingle:
        cursor.advance()
        limits.count = (try wholeCount(&cursor), token)
      case "for" where !limits.hasEnd && !pattern.isSingle:
        cursor.advance()
        let lengthToken = cursor.next
        limits.length = (
          try Length.parse(&cursor, after: "\"for\"", longest: 24 * 3660, example: "for 6 weeks"), lengthToken
        )
      case "until" where !limits.hasEnd && !pattern.isSingle:
        cursor.advance()
        _ = cursor.take("day")
        limits.until = try days.day(&cursor) + 24
      case "from" where limits.from == nil, "on" where limits.from == nil && pattern.isSingle:
        cursor.advance()
        _ = cursor.take("day")
        let dayToken = cursor.next
        let from = try days.day(&cursor)
        if let last, from <= last { throw cursor.error("what comes after \"then\" must be later", at: dayToken) }
        limits.from = from
      case "at":
        if limits.hour != nil { throw OccasionParser.secondClock(cursor) }
        limits.hour = try days.timeOfDay(&cursor)
      case "x", "for", "until":
        throw cursor.error("\"\(token.text)\" cannot follow here", hint: "say how long once, with x, for or until")
      default:
        return limits
      }
    }
    return limits
  }

  private static func wholeCount(_ cursor: inout TreatmentCursor) throws -> Int {
    guard let number = cursor.number, number == number.rounded(), (1...10_000).contains(number) else {
      throw cursor.error("a whole number above zero must follow \"x\"", hint: "for example \"weekly x 8\"")
    }
    cursor.advance()
    return Int(number)
  }
}
