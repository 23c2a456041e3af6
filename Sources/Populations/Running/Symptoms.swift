/// What a course of the symptom score says about one patient. Scores are MADRS points, times days.
struct SymptomCourse {
  /// Response: at least half below baseline.
  static func isResponse(_ score: Double, baseline: Double) -> Bool { score <= 0.5 * baseline }
  /// Remission: a score of at most 10.
  static func isRemission(_ score: Double) -> Bool { score <= 10 }

  private static let relapseScore = 22.0
  private static let relapseDays = 14

  /// The time of the first sample in response.
  var responseDay: Double?
  /// The first day of 14 or more in a row with a score of at least 22 after the response.
  var relapseDay: Double?

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

extension Relapse {
  /// - Parameter endDay: the last day of the protocol, on which those without a relapse are censored.
  init(_ courses: [SymptomCourse], endDay: Double) {
    let responders = courses.filter { $0.responseDay != nil }
    let relapses = responders.compactMap(\.relapseDay)
    func median(from start: (SymptomCourse) -> Double) -> Double? {
      KaplanMeier(
        responders.map {
          KaplanMeier.Observation(time: ($0.relapseDay ?? endDay) - start($0), isEvent: $0.relapseDay != nil)
        }
      ).median
    }
    self.init(
      responders: responders.count, relapsed: relapses.count,
      medianDayAmongRelapsed: relapses.isEmpty ? nil : Quantile.of(relapses, [0.5])[0],
      medianDaysToRelapse: median { $0.responseDay ?? 0 }, medianDay: median { _ in 0 })
  }
}
