import Diagnostics
import Files

/// Reads when subjects are seen: `days 1, 2, 3, 7`, `weeks 1, 2, 4`, or a list of such texts, of numbers of days and of
/// mappings (`{week: 4, window: 2}`).
struct VisitReader {
  private static let limit = 200
  private static let lastDay = 3660.0
  private static let days = ["day": 1.0, "days": 1, "week": 7, "weeks": 7, "hour": 1.0 / 24, "hours": 1.0 / 24]
  private static let example = "for example \"days 1, 2, 3, 7\" or \"{week: 4, window: 2}\""

  /// Ascending, with the baseline on day 0 first.
  func visits(_ value: YAMLValue) throws -> [TrialVisit] {
    let found: [(visit: TrialVisit, value: YAMLValue)]
    if case .sequence(let list) = value.content { found = try list.flatMap(entry) } else { found = try entry(value) }
    guard !found.isEmpty else { throw value.error("a trial has visits", hint: Self.example) }
    guard found.count <= Self.limit else { throw value.error("a trial has at most \(Self.limit) visits") }
    var visits: [TrialVisit] = found[0].visit.day == 0 ? [] : [TrialVisit(day: 0, title: "baseline")]
    for (visit, place) in found {
      if let last = visits.last {
        guard visit.day > last.day else {
          throw place.error(
            visit.day == last.day ? "\(visit.title) is there twice" : "\(visit.title) comes after \(last.title)",
            hint: "visits are written in the order of time")
        }
        guard visit.day - Double(visit.window) > last.day + Double(last.window) else {
          throw place.error(
            "the windows of \(last.title) and \(visit.title) overlap",
            hint: "a window of \(visit.window) days begins \(visit.window) days before and ends as many after")
        }
      }
      visits.append(visit)
    }
    guard visits.count > 1 else { throw value.error("there is no visit after the baseline", hint: Self.example) }
    return visits
  }

  private func entry(_ value: YAMLValue) throws -> [(visit: TrialVisit, value: YAMLValue)] {
    switch value.content {
    case .mapping: return [(try mapping(value), value)]
    case .scalar: return try times(value, "a visit").map { (TrialVisit(day: $0.day, title: $0.title), value) }
    case .sequence: throw value.error("a visit must be a text or a mapping", hint: Self.example)
    }
  }

  private func mapping(_ value: YAMLValue) throws -> TrialVisit {
    let fields = try value.mapping("a visit", keys: ["day", "week", "window", "title"])
    let unit: String
    let time: YAMLValue
    switch (fields["day"], fields["week"]) {
    case (let day?, nil): (unit, time) = ("day", day)
    case (nil, let week?): (unit, time) = ("week", week)
    default: throw value.error("a visit has either \"day\" or \"week\"", hint: Self.example)
    }
    let number = try time.number("\"\(unit)\"")
    let window = try fields["window"]?.integer("\"window\"", in: 0...60) ?? 0
    if number == 0, window > 0 { throw value.error("the baseline has no window", hint: "day 0 is randomisation") }
    let day = try checked(number, unit) { time.error($0, hint: $1) }
    return TrialVisit(
      day: day, window: window, title: try fields["title"]?.text("\"title\"") ?? Self.title(number, unit))
  }

  /// The days of a text: `days 1, 2 and 7`, `week 4`, `baseline`, `7`.
  func times(_ value: YAMLValue, _ what: String) throws -> [(day: Double, title: String)] {
    var phrase = try Phrase(value, what)
    var times: [(day: Double, title: String)] = []
    repeat { times += try group(&phrase) } while !phrase.isAtEnd
    return times
  }

  /// One group of days with one unit; stops at what belongs to none.
  func group(_ phrase: inout Phrase) throws -> [(day: Double, title: String)] {
    if phrase.take("baseline") { return [(0, "baseline")] }
    var unit = "day"
    if phrase.next.map({ YAMLNumber.parse($0.text) == nil }) ?? true {
      guard let word = phrase.next else { throw phrase.error("a day is missing", hint: Self.example) }
      guard Self.days[word.lower] != nil else {
        throw phrase.error(
          "\"\(word.text)\" says no time",
          hint: NearestName.find(word.text, among: Self.days.keys.sorted() + ["baseline"]).map {
            "did you mean \"\($0)\"?"
          } ?? Self.example)
      }
      unit = word.lower.hasSuffix("s") ? String(word.lower.dropLast()) : word.lower
      phrase.advance()
    }
    var times: [(day: Double, title: String)] = []
    repeat {
      let word = phrase.next
      let number = try phrase.number("a \(unit)", hint: Self.example)
      let day = try checked(number, unit) { phrase.error($0, at: word, hint: $1) }
      times.append((day, Self.title(number, unit)))
      if let next = phrase.next, YAMLNumber.parse(next.text) != nil {
        throw phrase.error("a comma is missing before \"\(next.text)\"")
      }
    } while phrase.take(",") || phrase.take("and")
    return times
  }

  private func checked(
    _ number: Double, _ unit: String, _ error: (_ problem: String, _ hint: String?) -> InputError
  ) throws -> Double {
    let day = number * (Self.days[unit] ?? 1)
    guard day >= 0 else {
      throw error(
        "\(Self.title(number, unit)) is before the baseline",
        "day 0 is randomisation; what comes before is \"screening\" or a \"lead-in\"")
    }
    guard day <= Self.lastDay else { throw error("\(Self.title(number, unit)) is later than ten years", nil) }
    return day
  }

  static func title(_ number: Double, _ unit: String) -> String {
    number == 0 ? "baseline" : "\(unit) \(text(number))"
  }

  static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : "\(number)"
  }
}

/// Finds the visits that a text of a trial file names.
struct VisitFinder {
  let visits: [TrialVisit]

  /// The visits of `at weeks 2, 4`.
  func positions(_ value: YAMLValue, _ what: String) throws -> [Int] {
    let times = try VisitReader().times(value, what)
    return try times.map { time in
      guard let position = position(time.day) else { throw value.error(missing(time.title), hint: known) }
      return position
    }
  }

  /// The visit of `day 28` as the next words of a phrase.
  func position(_ phrase: inout Phrase) throws -> Int {
    let word = phrase.next
    let times = try VisitReader().group(&phrase)
    guard times.count == 1 else { throw phrase.error("one visit is expected here", at: word) }
    guard let position = position(times[0].day) else {
      throw phrase.error(missing(times[0].title), at: word, hint: known)
    }
    return position
  }

  private func position(_ day: Double) -> Int? { visits.firstIndex { abs($0.day - day) < 1e-9 } }
  private func missing(_ title: String) -> String { "there is no visit at \(title)" }
  private var known: String {
    let titles = visits.dropFirst().prefix(12).map(\.title).joined(separator: ", ")
    return "after the baseline there are \(titles)" + (visits.count > 13 ? ", …" : "")
  }
}
