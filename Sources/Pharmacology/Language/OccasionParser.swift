import Diagnostics

/// Reads the times of a treatment: one or more phases joined by `then`.
struct OccasionParser {
  let name: String
  let endHours: Double

  /// - Returns: hours since the start, ascending.
  func parse(_ cursor: inout TreatmentCursor) throws -> [Double] {
    if cursor.isAtEnd { throw missing(cursor) }
    let first = cursor.next
    var times: [Double] = []
    repeat {
      let phase = try phase(&cursor, after: times.last)
      times += phase
    } while cursor.take("then")
    guard cursor.isAtEnd else {
      let written = cursor.next.text
      let near = cursor.word.flatMap { NearestName.find($0, among: Keyword.all.subtracting([$0])) }
      throw cursor.error("unexpected \"\(written)\"", hint: near.map { "did you mean \"\($0)\"?" })
    }
    if let late = times.first(where: { $0 >= endHours - Self.tolerance }) {
      throw cursor.error(
        "\(name) on \(DayText.text(late)) is after the end of the protocol", at: first,
        hint: "it ends after \(DayText.length(endHours))")
    }
    return times
  }

  private func missing(_ cursor: TreatmentCursor) -> InputError {
    cursor.error(
      "the times of \(name) are missing", hint: "say \"on day 0\", \"on days 0, 3, 7\", \"daily\" or \"weekly x 8\"")
  }

  private func phase(_ cursor: inout TreatmentCursor, after last: Double?) throws -> [Double] {
    let start = cursor.next
    if cursor.take("on") || cursor.word == "day" || cursor.word == "days" {
      guard cursor.take("day", "days") else {
        let near = cursor.word.flatMap { NearestName.find($0, among: ["day", "days"]) }
        throw cursor.error(
          "\"day\" or \"days\" must follow \"on\"",
          hint: near.map { "did you mean \"\($0)\"?" } ?? "for example \"on days 0, 3, 7\"")
      }
      let days = try dayList(&cursor)
      let hour = cursor.word == "at" ? try timeOfDay(&cursor) : 0
      if cursor.word == "at" { throw Self.secondClock(cursor) }
      if let last, let first = days.first, first.time + hour <= last {
        throw cursor.error("what comes after \"then\" must be later", at: first.token)
      }
      return days.map { $0.time + hour }
    }
    guard let pattern = try RecurrencePattern.parse(&cursor) else {
      guard let word = cursor.word else {
        if cursor.isAtEnd { throw missing(cursor) }
        throw cursor.error(
          "unexpected \"\(start.text)\" where the times of \(name) should be",
          hint: "say \"on days 0, 3, 7\", \"daily\" or \"weekly x 8\"")
      }
      throw cursor.error(
        "\"\(start.text)\" says no time", hint: NearestName.hint(word, among: Keyword.starts))
    }
    let limits = try RecurrenceLimits.parse(&cursor, pattern, after: last, days: self)
    return try occasions(of: pattern, limits, after: last, start, cursor)
  }

  // MARK: days

  private func dayList(_ cursor: inout TreatmentCursor) throws -> [(time: Double, token: TreatmentToken)] {
    var days: [(time: Double, token: TreatmentToken)] = []
    while true {
      let token = cursor.next
      let time = try day(&cursor)
      if days.contains(where: { $0.time == time }) { throw cursor.error("day \(token.text) appears twice", at: token) }
      days.append((time, token))
      let separated = cursor.next.kind == .comma
      if separated { cursor.advance() }
      if cursor.take("and") { continue }
      if !separated {
        if cursor.number != nil { throw cursor.error("a comma is missing before \"\(cursor.next.text)\"") }
        return days.sorted { $0.time < $1.time }
      }
    }
  }

  /// A day's number, as hours.
  func day(_ cursor: inout TreatmentCursor) throws -> Double {
    let token = cursor.next
    guard let number = cursor.number else {
      let found = cursor.isAtEnd ? "the end" : "\"\(token.text)\""
      throw cursor.error("a day must be a number, found \(found)", hint: "the first day is day 0")
    }
    guard number >= 0 else {
      throw cursor.error("day \(token.text) is before the start", hint: "the first day is day 0")
    }
    guard number == number.rounded() else {
      throw cursor.error(
        "a day must be a whole number, \"\(token.text)\" is not", hint: "add \"at 12 h\" for a time of day")
    }
    guard number * 24 < endHours else {
      throw cursor.error(
        "day \(token.text) is after the end of the protocol", hint: "its last day is day \(lastDay)")
    }
    cursor.advance()
    return number * 24
  }

  private var lastDay: Int { max(0, Int((endHours / 24).rounded(.up)) - 1) }

  static func secondClock(_ cursor: TreatmentCursor) -> InputError {
    cursor.error("a time of day is given twice", hint: "for two times a day, write two treatments")
  }

  /// `at 12 h`, as hours.
  func timeOfDay(_ cursor: inout TreatmentCursor) throws -> Double {
    cursor.advance()
    let token = cursor.next
    guard let number = cursor.number, number >= 0, number < 24 else {
      throw cursor.error("a time of day must be from 0 h to below 24 h", hint: "for example \"at 12 h\"")
    }
    cursor.advance()
    guard cursor.take("h", "hours", "hour") else {
      throw cursor.error("\"\(token.text)\" has no unit of time", at: token, hint: "for example \"at 12 h\"")
    }
    return number
  }

  // MARK: recurrence

  private func occasions(
    of pattern: RecurrencePattern, _ limits: RecurrenceLimits, after last: Double?, _ startToken: TreatmentToken,
    _ cursor: TreatmentCursor
  ) throws -> [Double] {
    // After "then" the first occasion comes one interval after the last one before.
    let hour = limits.hour ?? 0
    let start = limits.from.map { $0 + hour } ?? last.map { $0 + pattern.period } ?? hour
    if pattern.isSingle { return [start] }
    let stop = limits.length.map { start + $0.hours } ?? limits.until ?? endHours
    var times: [Double] = []
    while times.count < limits.count?.value ?? .max {
      let time = start + pattern.time(times.count)
      if time >= stop - Self.tolerance {
        guard let count = limits.count else { break }
        throw cursor.error(
          "occasion \(times.count + 1) of \(count.value) would be on day \(Int(time / 24)), after the end of the protocol",
          at: count.token, hint: times.isEmpty ? "none fits" : "\(times.count) fit")
      }
      // The last occasion must fit, not the whole span that it ends.
      if let length = limits.length, time >= endHours - Self.tolerance {
        throw cursor.error(
          "this goes on until day \(Int((stop / 24).rounded(.up)) - 1), after the end of the protocol",
          at: length.token, hint: "its last day is day \(lastDay)")
      }
      times.append(time)
    }
    if times.isEmpty { throw cursor.error("no time of \(name) is left in this span", at: startToken) }
    return times
  }

  /// Hours within which two times are one.
  private static let tolerance = 1e-9
}
