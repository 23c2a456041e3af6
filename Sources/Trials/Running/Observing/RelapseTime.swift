/// The time to a relapse, from what was observed.
enum RelapseTime {
  /// Response: at least half below the baseline.
  private static let responseShare = 0.5

  /// Days from day 0 or from the first response to the first of the visits in a row that make a relapse, or to the
  /// last score; nil for those who were never at risk.
  static func of(_ subject: TrialSubject, design: TrialDesign) -> TrialSubject.EventTime? {
    let width = design.scales.count
    func score(_ visit: Int) -> Double { subject.scores[visit * width] }
    let seen = subject.days.indices.filter { score($0).isFinite }
    guard let last = seen.last, seen.first == 0 else { return nil }
    let isFromStart = design.relapse.fromStart
    guard let risk = isFromStart ? 0 : seen.dropFirst().first(where: { score($0) <= responseShare * score(0) })
    else { return nil }
    let start = subject.days[risk]
    var first = risk
    var run = 0
    for visit in seen where visit > risk {
      guard score(visit) >= design.relapse.score else {
        run = 0
        continue
      }
      if run == 0 { first = visit }
      run += 1
      if run >= design.relapse.visits {
        return TrialSubject.EventTime(days: subject.days[first] - start, isEvent: true)
      }
    }
    return TrialSubject.EventTime(days: subject.days[last] - start, isEvent: false)
  }
}
