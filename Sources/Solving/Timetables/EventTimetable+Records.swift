import Equations
import NativeCode

/// What a timetable makes of one patient's times and values.
extension EventTimetable {
  /// The patient's records, sorted by time. Events at one instant come in random order, as ``EventDirector`` takes them.
  ///
  /// - Parameters:
  ///   - evaluated: the numbers that ``nodes`` have for the patient.
  ///   - start: where the model starts: an event whose trigger holds there comes only when it counts as false before.
  /// - Returns: the records, when each event comes, and whether their order was drawn, so that it is this patient's own.
  func records(
    evaluated: (Int) -> Double, start: Double, seed: UInt64, patient: Int, layout: LaneLayout
  ) -> (records: [InputRecord], times: [Double], isDrawn: Bool) {
    var coming: [(time: Double, event: Int)] = []
    for (index, event) in events.enumerated() {
      let bound = evaluated(event.time)
      let time = event.isAfter ? bound.nextUp : bound
      if time <= start {
        if !event.startsTrue { coming.append((start, index)) }
      } else if time < .infinity {
        coming.append((time, index))
      }
    }
    coming.sort { $0 < $1 }
    let draws = Self.shuffle(&coming, seed: seed, patient: patient)
    var records: [InputRecord] = []
    for (time, index) in coming {
      for change in events[index].changes {
        records.append(
          InputRecord(
            time: time, element: Self.element(change, layout), action: change.action, value: evaluated(change.value)))
      }
    }
    return (records, coming.map(\.time), draws > 0)
  }

  /// Puts events of one time into random order.
  ///
  /// - Returns: how many random choices that took.
  private static func shuffle(_ coming: inout [(time: Double, event: Int)], seed: UInt64, patient: Int) -> Int {
    var draws = 0
    for place in coming.indices {
      let due = coming[place...].prefix { $0.time == coming[place].time }.count
      guard due > 1 else { continue }
      let choice = EventDirector.choice(of: due, seed: seed, patient: patient, draw: draws)
      coming.insert(coming.remove(at: place + choice), at: place)
      draws += 1
    }
    return draws
  }

  private static func element(_ change: Change, _ layout: LaneLayout) -> Int {
    switch change.target {
    case .state(let state): layout.states.start + state
    case .input(let input): layout.inputs.start + input
    }
  }
}
