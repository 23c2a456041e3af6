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

  /// Times of events, ascending, and the share that survives beyond each.
  package let steps: [(time: Double, survival: Double)]

  /// Someone censored at the time of an event counts as at risk of it.
  package init(_ observations: [Observation]) {
    let sorted = observations.sorted { $0.time < $1.time }
    var steps: [(time: Double, survival: Double)] = []
    var survival = 1.0
    var index = 0
    while index < sorted.count {
      let time = sorted[index].time
      let atRisk = sorted.count - index
      var events = 0
      while index < sorted.count, sorted[index].time == time {
        events += sorted[index].isEvent ? 1 : 0
        index += 1
      }
      if events > 0 {
        survival *= Double(atRisk - events) / Double(atRisk)
        steps.append((time, survival))
      }
    }
    self.steps = steps
  }

  /// The first time at which at most half survive; nil when more than half are left at the end.
  package var median: Double? { steps.first { $0.survival <= 0.5 }?.time }
}
