/// What is known of a patient's events from one instant to the next.
package struct EventState: Sendable, Hashable {
  /// An event that has been triggered and is still to be carried out.
  struct Pending: Sendable, Hashable {
    var time: Double
    var event: Int
    /// The assigned values, when they are those of the time of the trigger.
    var values: [Double]?
  }

  /// Whether each trigger held when it was looked at last.
  var triggers: [Bool]
  /// In the order in which they were triggered.
  var pending: [Pending] = []
  /// Random choices made so far.
  var draws = 0
  /// Times of the last executions of each event, the latest last.
  var recent: [[Double]]
  /// How often in a row each event has come ever faster.
  var hurries: [Int]

  init(_ events: [EventPlan.Event]) {
    triggers = events.map(\.startsTrue)
    recent = Array(repeating: [], count: events.count)
    hurries = Array(repeating: 0, count: events.count)
  }

  /// When something is to be carried out next.
  var nextTime: Double { pending.map(\.time).min() ?? .infinity }
}
