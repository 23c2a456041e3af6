import Diagnostics
import Files
import Populations

/// How long a trial lasts.
struct TrialTimes {
  let visits: [TrialVisit]
  /// From day 0, in a crossover of one period.
  private let length: Double
  private(set) var periods: [Double] = [0]

  /// What can be given lies within these days of the arm's start.
  var treatmentDays: Double { length }
  var durationDays: Double { (periods.last ?? 0) + length }

  init(_ file: YAMLMapping, visits: [TrialVisit]) throws {
    self.visits = visits
    let last = visits[visits.count - 1]
    let seen = last.day + Double(last.window)
    if let crossover = file["crossover"] {
      if let duration = file["duration"] {
        throw duration.error("a crossover lasts as long as its periods", hint: "leave out \"duration\"")
      }
      let fields = try crossover.mapping("\"crossover\"", keys: Self.crossoverKeys)
      let period = try fields["period"].map { ($0, try StudyProtocol.duration($0, "\"period\"")) }
      length = period?.1 ?? seen
      if let (value, days) = period, days < seen {
        throw value.error("\(last.title) is after the end of a period", hint: "visits are counted from its start")
      }
    } else if let duration = file["duration"] {
      length = try StudyProtocol.duration(duration, "\"duration\"")
      guard length >= seen else {
        throw duration.error(
          "\(last.title) is after the end of the trial" + (last.window > 0 ? ", with its window" : ""),
          hint: "leave out \"duration\": the trial ends with its last visit")
      }
    } else {
      length = seen
    }
  }

  private static let crossoverKeys = ["period", "washout", "starts"]

  /// The periods of a crossover.
  mutating func readPeriods(_ value: YAMLValue?, armCount: Int) throws {
    guard let value else { return }
    let fields = try value.mapping("\"crossover\"", keys: Self.crossoverKeys)
    guard armCount > 1 else { throw value.error("a crossover has at least two arms") }
    switch (fields["washout"], fields["starts"]) {
    case (let washout?, nil):
      let days = try StudyProtocol.duration(washout, "\"washout\"")
      periods = (0..<armCount).map { Double($0) * (length + days) }
    case (nil, let starts?):
      let times = try VisitReader().times(starts, "\"starts\"")
      guard times.count == armCount else {
        throw starts.error("there are \(times.count) periods for \(armCount) arms")
      }
      guard times[0].day == 0 else { throw starts.error("the first period starts on day 0") }
      for (time, next) in zip(times, times.dropFirst()) where next.day < time.day + length {
        throw starts.error(
          "the periods that start at \(time.title) and \(next.title) overlap",
          hint: "a period lasts \(VisitReader.text(length)) days")
      }
      periods = times.map(\.day)
    default:
      throw value.error(
        "a crossover has either \"washout\" or \"starts\"", hint: "for example {period: 7 days, washout: 14 days}")
    }
  }
}
