/// What is put into a model from outside, and when. Knows no drug: targets are names of the model.
///
/// Times are in the model's time unit. Amounts are in the unit of the target state. Inputs are hit exactly: the
/// solver steps onto every time at which something changes.
package struct InputSchedule: Sendable, Hashable {
  package enum Action: Sendable, Hashable {
    /// Adds an amount to a state at once.
    case bolus(amount: Double)
    /// Adds an amount to a state at a constant rate over a duration (also zero-order absorption).
    case infusion(amount: Double, duration: Double)
    /// Raises an input (a variable without a rule) by a level for a duration, for example a therapy session.
    case hold(level: Double, duration: Double)
  }

  package struct Entry: Sendable, Hashable {
    package var time: Double
    /// A state (bolus, infusion) or an input (hold) of the model.
    package var target: String
    package var action: Action
    /// Names of the model's parameters whose values multiply the amount or level, per patient: a bioavailability, a
    /// body weight for a dose per kilogram.
    package var scaledBy: [String]
    /// Name of the parameter whose value delays the entry, per patient.
    package var lag: String?
    /// Name of the parameter that replaces the action's duration, per patient.
    package var duration: String?

    package init(
      time: Double, target: String, action: Action, scaledBy: [String] = [], lag: String? = nil,
      duration: String? = nil
    ) {
      self.time = time
      self.target = target
      self.action = action
      self.scaledBy = scaledBy
      self.lag = lag
      self.duration = duration
    }
  }

  package var entries: [Entry]

  package init(_ entries: [Entry] = []) { self.entries = entries }

  /// The same schedule with every name replaced by the one that `synonyms` has for it.
  func resolved(_ synonyms: [String: String]) -> InputSchedule {
    func name(_ given: String) -> String { synonyms[given] ?? given }
    return InputSchedule(
      entries.map { entry in
        Entry(
          time: entry.time, target: name(entry.target), action: entry.action, scaledBy: entry.scaledBy.map(name),
          lag: entry.lag.map(name), duration: entry.duration.map(name))
      })
  }
}
