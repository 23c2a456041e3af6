/// Doses at equal intervals that have been given forever, seen from the time of one of them.
struct DoseTrain: Sendable, Hashable {
  let lag: Double
  let duration: Double
  let interval: Double

  /// Arrivals from now on of doses given before now, as times from now; the earliest first.
  var arriving: [Double] {
    guard lag > 0 else { return [] }
    return (1..<firstPast).reversed().map(offset)
  }

  /// Ends of infusions that are running now, as times from now.
  var running: [Double] {
    guard duration > 0 else { return [] }
    var ends: [Double] = []
    var index = firstPast
    while offset(index) + duration > 0 {
      ends.append(offset(index) + duration)
      index += 1
    }
    return ends
  }

  /// Time since the last arrival, above 0 and at most the interval: an arrival now has not happened yet.
  var phase: Double { -offset(firstPast) }

  /// About how many doses are under way.
  var size: Double { (lag + duration) / interval }

  /// From now to the arrival of the dose that was given `index` intervals ago.
  private func offset(_ index: Int) -> Double { lag - Double(index) * interval }

  /// The latest dose that has arrived.
  private var firstPast: Int {
    var index = Int(lag / interval)
    while offset(index) >= 0 { index += 1 }
    while index > 1, offset(index - 1) < 0 { index -= 1 }
    return index
  }
}
