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
  /// Events carried out in this run.
  var executions = 0
  /// Random choices made so far.
  var draws = 0
  /// Times of the last executions of each event, the latest last.
  var recent: [[Double]]
  /// A time by which an event that has come ever faster should be over, and how often it has come since.
  struct Hurry: Sendable, Hashable {
    var start: Double
    var end: Double
    var count = 0
  }

  /// The events that have come ever faster.
  var hurries: [Int: Hurry] = [:]

  init(_ events: [EventPlan.Event]) {
    triggers = events.map(\.startsTrue)
    recent = Array(repeating: [], count: events.count)
  }

  /// When something is to be carried out next.
  var nextTime: Double { pending.map(\.time).min() ?? .infinity }
}
