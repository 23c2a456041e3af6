/// What a course of the symptom score says about one patient. Scores are MADRS points, times days.
package struct SymptomCourse: Sendable, Hashable {
  /// Response: at least half below baseline.
  package static func isResponse(_ score: Double, baseline: Double) -> Bool { score <= 0.5 * baseline }
  /// Remission: a score of at most 10.
  package static func isRemission(_ score: Double) -> Bool { score <= remissionScore }
  package static let remissionScore = 10.0

  private static let relapseScore = 22.0
  private static let relapseDays = 14

  /// The time of the first sample in response.
  package var responseDay: Double?
  /// The first day of 14 or more in a row with a score of at least 22 after the response.
  package var relapseDay: Double?

  /// - Parameters:
  ///   - days: sample times in days, ascending, whole days among them.
  ///   - scores: the score at each time.
  init(days: [Double], scores: [Double]) {
    guard let baseline = scores.first else { return }
    guard let response = scores.firstIndex(where: { Self.isResponse($0, baseline: baseline) }) else { return }
    responseDay = days[response]
    var runStart: Double?
    var runLength = 0
    for index in response..<days.count where abs(days[index] - days[index].rounded()) < 1e-6 {
      if scores[index] >= Self.relapseScore {
        if runLength == 0 { runStart = days[index].rounded() }
        runLength += 1
        if runLength == Self.relapseDays {
          relapseDay = runStart
          return
        }
      } else {
        runLength = 0
      }
    }
  }
}

/// Relapses, counted by time, so that parts of a study add up.
struct RelapseTally: Sendable, Hashable {
  /// Events and censored courses at one time.
  var relapsedAfter: [Double: Int] = [:]
  var relapsedOn: [Double: Int] = [:]
  var relapseFreeSince: [Double: Int] = [:]

  init() {}

  mutating func add(_ course: SymptomCourse) {
    guard let response = course.responseDay else { return }
    if let relapse = course.relapseDay {
      relapsedAfter[relapse - response, default: 0] += 1
      relapsedOn[relapse, default: 0] += 1
    } else {
      relapseFreeSince[response, default: 0] += 1
    }
  }

  var relapsed: Int { relapsedOn.values.reduce(0, +) }
  var responders: Int { relapsed + relapseFreeSince.values.reduce(0, +) }

  /// The middle of the days of relapse, as ``Quantile`` defines it.
  var medianDayAmongRelapsed: Double? {
    let days = relapsedOn.sorted { $0.key < $1.key }
    let count = relapsed
    func day(_ rank: Int) -> Double? {
      var below = 0
      return days.first { entry in
        below += entry.value
        return rank < below
      }?.key
    }
    guard let low = day((count - 1) / 2), let high = day(count / 2) else { return nil }
    return low + 0.5 * (high - low)
  }

  /// Kaplan and Meier's estimates of the days from the response, and of the day on the protocol's clock.
  func survival(endDay: Double) -> (fromResponse: KaplanMeier, onClock: KaplanMeier) {
    let free = relapseFreeSince.values.reduce(0, +)
    return (
      KaplanMeier(
        groups: relapsedAfter.map { KaplanMeier.Group(time: $0.key, events: $0.value, censored: 0) }
          + relapseFreeSince.map { KaplanMeier.Group(time: endDay - $0.key, events: 0, censored: $0.value) }),
      KaplanMeier(
        groups: relapsedOn.map { KaplanMeier.Group(time: $0.key, events: $0.value, censored: 0) }
          + [KaplanMeier.Group(time: endDay, events: 0, censored: free)])
    )
  }
}

extension Relapse {
  /// - Parameter endDay: the last day of the protocol, on which those without a relapse are censored.
  init(_ tally: RelapseTally, endDay: Double) {
    let survival = tally.survival(endDay: endDay)
    self.init(
      responders: tally.responders, relapsed: tally.relapsed, medianDayAmongRelapsed: tally.medianDayAmongRelapsed,
      medianDaysToRelapse: survival.fromResponse.median, medianDay: survival.onClock.median,
      relapseFree: survival.onClock.steps.map { Step(day: $0.time, share: $0.survival) })
  }
}
