/// A dose that one patient has been given at equal intervals forever, and the moment that is asked for.
package struct SteadyStateProblem: Sendable, Hashable {
  /// What an input is while the doses are given.
  package struct Level: Sendable, Hashable {
    /// Position among the system's inputs.
    package var input: Int
    package var value: Double

    package init(input: Int, value: Double) {
      self.input = input
      self.value = value
    }
  }

  package enum Regimen: Sendable, Hashable {
    /// The amount arrives at once.
    case boluses(amount: Double, interval: Double)
    /// The infusions may be longer than the interval.
    case infusions(rate: Double, duration: Double, interval: Double)
    /// An amount per time, without end.
    case constant(rate: Double)

    var interval: Double? {
      switch self {
      case .boluses(_, let interval), .infusions(_, _, let interval): interval
      case .constant: nil
      }
    }

    var givesSomething: Bool {
      switch self {
      case .boluses(let amount, _): amount > 0
      case .infusions(let rate, _, _), .constant(let rate): rate > 0
      }
    }
  }

  package var patient: Int
  /// The state that takes the doses.
  package var state: Int
  package var regimen: Regimen
  /// Time since the last dose, above 0 and at most the interval; without meaning for a constant infusion.
  package var phase: Double
  package var levels: [Level]

  package init(patient: Int, state: Int, regimen: Regimen, phase: Double, levels: [Level]) {
    self.patient = patient
    self.state = state
    self.regimen = regimen
    self.phase = phase
    self.levels = levels
  }
}

/// The states of a patient in the steady state of its doses.
package struct SteadyState: Sendable, Hashable {
  /// For every state of the simulator's system.
  package var states: [Double]
  /// States that have no steady state because they only sum up what others do, such as an area under a curve: they
  /// are at their start.
  package var accumulating: [Int]
}

/// Why there is no steady state: one sentence without a full stop.
package struct SteadyStateFailure: Error, Sendable, Hashable {
  package var reason: String
}
