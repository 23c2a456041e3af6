import Trials

/// The scores of the arms of one replicate that a target pools, on one scale.
struct ArmScores {
  /// One for each subject: scores at every visit, the first at baseline; NaN where missing.
  private(set) var subjects: [[Double]] = []
  let days: [Double]

  /// - Parameters:
  ///   - arms: positions of arms in the design.
  ///   - shift: points added to every score after the baseline.
  init(_ data: TrialData, design: TrialDesign, arms: Set<Int>, scale: Int, shift: Double) {
    days = design.visits.map(\.day)
    let (visits, scales) = (design.visits.count, design.scales.count)
    for subject in data.subjects where arms.contains(subject.arm) && subject.failure == nil {
      guard subject.scores.count == visits * scales else { continue }
      subjects.append(
        (0..<visits).map { visit in subject.scores[visit * scales + scale] + (visit == 0 ? 0 : shift) })
    }
  }

  /// Score and baseline of those who have both.
  func pairs(at visit: Int) -> (baseline: [Double], score: [Double]) {
    var pairs: (baseline: [Double], score: [Double]) = ([], [])
    for scores in subjects where !scores[0].isNaN && !scores[visit].isNaN {
      pairs.baseline.append(scores[0])
      pairs.score.append(scores[visit])
    }
    return pairs
  }

  /// Changes from the baseline of those who have both scores.
  func changes(at visit: Int) -> [Double] {
    let (baseline, score) = pairs(at: visit)
    return zip(score, baseline).map { $0 - $1 }
  }

  /// How many fulfil an outcome, of how many with what it needs.
  func count(_ outcome: TargetStatistic.Outcome, at visit: Int) -> (events: Int, total: Int) {
    var (events, total) = (0, 0)
    for scores in subjects {
      guard let isEvent = holds(outcome, scores, visit) else { continue }
      total += 1
      if isEvent { events += 1 }
    }
    return (events, total)
  }

  private func holds(_ outcome: TargetStatistic.Outcome, _ scores: [Double], _ visit: Int) -> Bool? {
    switch outcome {
    case .response(let share):
      guard !scores[0].isNaN, !scores[visit].isNaN else { return nil }
      return Self.isResponse(scores[visit], scores[0], share)
    case .repeatedResponse(let share, let count, let visits):
      guard !scores[0].isNaN, visits.contains(where: { !scores[$0].isNaN }) else { return nil }
      return visits.count { Self.isResponse(scores[$0], scores[0], share) } >= count
    case .remission(let limit):
      guard !scores[visit].isNaN else { return nil }
      return scores[visit] <= limit
    }
  }

  static func isResponse(_ score: Double, _ baseline: Double, _ share: Double) -> Bool {
    score <= (1 - share) * baseline
  }

  /// Times to an event of those at risk, in days from the start of the risk. An event is one after the first visit of
  /// that time; who leaves is censored at the last score.
  func times(_ rule: TargetStatistic.EventRule) -> (times: [Double], events: [Bool]) {
    var result: (times: [Double], events: [Bool]) = ([], [])
    guard let start = days.firstIndex(where: { $0 >= rule.startDay - 1e-9 }) else { return result }
    for scores in subjects {
      let seen = (start..<days.count).filter { !scores[$0].isNaN }
      guard let first = seen.first, let last = seen.last else { continue }
      if rule.amongResponders {
        guard case .responseLost(let share) = rule.event, Self.isResponse(scores[first], scores[0], share) else {
          continue
        }
      }
      if let event = eventVisit(rule, scores, Array(seen.dropFirst())) {
        result.times.append(max(days[event] - rule.startDay, Self.shortest))
        result.events.append(true)
      } else {
        result.times.append(max(days[last] - rule.startDay, Self.shortest))
        result.events.append(false)
      }
    }
    return result
  }

  /// Events at the start count, as early as can be.
  private static let shortest = 1e-3

  /// The visit at which an event is confirmed to have begun.
  private func eventVisit(_ rule: TargetStatistic.EventRule, _ scores: [Double], _ seen: [Int]) -> Int? {
    switch rule.event {
    case .responseLost(let share):
      return seen.first { !Self.isResponse(scores[$0], scores[0], share) }
    case .relapse(let limit, let visits):
      var run: [Int] = []
      for visit in seen {
        if scores[visit] >= limit { run.append(visit) } else { run = [] }
        if run.count == max(1, visits) { return run[0] }
      }
      return nil
    }
  }
}
