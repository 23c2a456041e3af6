/// Times to an event of which some are censored, one for each patient.
package struct SurvivalTimes: Sendable {
  package let times: [Double]
  /// False: the patient left at the time without the event.
  package let events: [Bool]

  /// - Throws: ``StatisticsError`` when the lengths differ, there is no patient, or a time is negative or not finite.
  package init(times: [Double], events: [Bool]) throws(StatisticsError) {
    guard times.count == events.count else { throw .unusable("times and events have different lengths") }
    guard !times.isEmpty else { throw .unusable("there are no times to an event") }
    for (row, time) in times.enumerated() where !(time >= 0 && time.isFinite) {
      throw .unusable("the time of row \(row) is negative or not finite")
    }
    self.times = times
    self.events = events
  }

  /// Rows by time, ascending.
  var order: [Int] { times.indices.sorted { (times[$0], $0) < (times[$1], $1) } }
}
