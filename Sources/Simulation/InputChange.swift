import Solving

/// A change of one patient from outside at a time, in a simulator's terms. At equal times the order of a list counts.
package struct InputChange: Sendable, Hashable {
  /// Where a change lands; the positions are those of the simulator's (pruned) system.
  package enum Place: Sendable, Hashable {
    case state(Int)
    /// The infusion into a state, by the state's place in ``Simulator/infusedStates``: an amount per time.
    case rate(Int)
    case input(Int)
  }

  /// What the value does to what is there: is added to it, replaces it, or multiplies it.
  package enum Action: Sendable, Hashable {
    case add, set, multiply

    var ofRecord: InputAction {
      switch self {
      case .add: .add
      case .set: .set
      case .multiply: .multiply
      }
    }
  }

  /// In the model's time unit.
  package var time: Double
  package var place: Place
  package var action: Action
  package var value: Double

  package init(time: Double, place: Place, action: Action, value: Double) {
    self.time = time
    self.place = place
    self.action = action
    self.value = value
  }
}

/// What a patient brings beside the schedule: its changes from time 0 up to `end`, sorted by time. Asked for when the
/// patient's turn comes, so that only the patients under way hold their changes in memory.
package typealias PatientChanges = @Sendable (_ patient: Int, _ end: Double) -> [InputChange]

extension ScheduleResolver {
  /// Two lists in the order of time; at equal times the first list's changes come first.
  static func merged(_ first: [InputChange], _ second: [InputChange]) -> [InputChange] {
    if first.isEmpty { return second }
    if second.isEmpty { return first }
    return (first + second).enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
  }
}
