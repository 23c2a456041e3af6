import Diagnostics

extension PatientStatus {
  /// One word for tables.
  package var word: String {
    switch self {
    case .completed: "completed"
    case .stepTooSmall: "step-too-small"
    case .tooManySteps: "too-many-steps"
    case .notFinite: "not-finite"
    case .inconsistent: "inconsistent"
    case .eventFailed: "event-failed"
    case .solverFailed: "solver-failed"
    }
  }

  /// Why the run ended early, in the model's terms; nil when it did not.
  package var problem: String? {
    switch self {
    case .completed: nil
    case .stepTooSmall(let time, let state, let equation):
      "the step became too small at time \(time); the error of \(state) was largest (\(Message.clipped(equation)))"
    case .tooManySteps(let time, let state, let equation):
      "too many steps by time \(time); the error of \(state) was largest (\(Message.clipped(equation)))"
    case .notFinite(let time, let name): "\(name) is not a finite number at time \(time)"
    case .inconsistent(let time, let state, let equation):
      "the algebraic rules could not be fulfilled at time \(time), least for \(state) (\(Message.clipped(equation)))"
    case .eventFailed(let time, let event, let reason): "the event \(event) failed at time \(time): \(reason)"
    case .solverFailed(let time, let reason): "the solver gave up at time \(time): \(reason)"
    }
  }
}
