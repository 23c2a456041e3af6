/// The product-limit estimate of survival from times to an event of which some are censored (Kaplan and Meier 1958,
/// doi:10.1080/01621459.1958.10501452).
package struct KaplanMeier: Sendable {
  package struct Observation: Sendable, Hashable {
    package var time: Double
    /// False: the subject left at `time` without the event.
    package var isEvent: Bool

    package init(time: Double, isEvent: Bool) {
      self.time = time
      self.isEvent = isEvent
    }
  }

  /// Observations that share a time.
  package struct Group: Sendable, Hashable {
    package var time: Double
    package var events: Int
    package var censored: Int

    package init(time: Double, events: Int, censored: Int) {
      self.time = time
      self.events = events
      self.censored = censored
    }
  }

  /// Times of events, ascending, and the share that survives beyond each.
  package let steps: [(time: Double, survival: Double)]

  /// Someone censored at the time of an event counts as at risk of it.
  package init(_ observations: [Observation]) {
    self.init(
      groups: observations.map { Group(time: $0.time, events: $0.isEvent ? 1 : 0, censored: $0.isEvent ? 0 : 1) })
  }

  /// The same from counts; several groups may share a time.
  package init(groups: [Group]) {
    let sorted = groups.sorted { $0.time < $1.time }
    var steps: [(time: Double, survival: Double)] = []
    var survival = 1.0
    var atRisk = groups.reduce(0) { $0 + $1.events + $1.censored }
    var index = 0
    while index < sorted.count {
      let time = sorted[index].time
      var (events, leaving) = (0, 0)
      while index < sorted.count, sorted[index].time == time {
        events += sorted[index].events
        leaving += sorted[index].events + sorted[index].censored
        index += 1
      }
      if events > 0 {
        survival *= Double(atRisk - events) / Double(atRisk)
        steps.append((time, survival))
      }
      atRisk -= leaving
    }
    self.steps = steps
  }

  /// The first time at which at most half survive; nil when more than half are left at the end.
  package var median: Double? { steps.first { $0.survival <= 0.5 }?.time }
}
