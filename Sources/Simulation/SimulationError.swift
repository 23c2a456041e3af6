package import Diagnostics
package import Equations

/// What is wrong with a run before it starts.
package enum SimulationError: ExplainedError, Equatable {
  case unknownOutput(String, known: [String])
  case unknownTarget(String, known: [String])
  case unknownParameter(String, known: [String])
  /// A hold on a state, or a dose into an input.
  case wrongTarget(String, isState: Bool)
  /// Negative or not finite.
  case badTime(Double)
  case timesNotSorted(Double, Double)
  /// Negative or not finite.
  case badAmount(target: String, value: Double)
  case sessionsNeedOwnSolver(String)
  case timeHasPassed(Double, now: Double)
  case sampleAfterEnd(Double, end: Double)
  case sessionIsOver(Double)
  /// An input from outside that a fast reaction's stoichiometry counts with.
  case fastStoichiometry(String, EquationSystem.FastReaction)
  /// An expression that must follow from parameters, inputs and time.
  case dependsOnStates(String)

  package var explanation: Explanation {
    switch self {
    case .unknownOutput(let name, let known):
      Explanation("unknown output \"\(name)\"", hint: NearestName.hint(name, among: known))
    case .unknownTarget(let name, let known):
      Explanation("unknown target \"\(name)\" of an input", hint: NearestName.hint(name, among: known))
    case .unknownParameter(let name, let known):
      Explanation("unknown parameter \"\(name)\"", hint: NearestName.hint(name, among: known))
    case .wrongTarget(let name, let isState):
      isState
        ? Explanation("\"\(name)\" is a state: it takes doses, not levels")
        : Explanation("\"\(name)\" is an input: it takes levels, not doses")
    case .badTime(let time): Explanation("a time must be a number of at least 0, not \(time)")
    case .timesNotSorted(let first, let second):
      Explanation("sample times must ascend: \(second) follows \(first)")
    case .badAmount(let target, let value):
      Explanation("an amount given to \"\(target)\" must be a finite number of at least 0, not \(value)")
    case .sessionsNeedOwnSolver(let method):
      Explanation("a run with decisions on the way needs the solver rodas5p, not \(method)")
    case .timeHasPassed(let time, let now):
      Explanation("time \(time) comes too late: the run has reached \(now)")
    case .sampleAfterEnd(let time, let end):
      Explanation("a sample at time \(time) lies after the end at \(end)")
    case .dependsOnStates(let name):
      Explanation(
        "\"\(name)\" depends on the model's states, and here it may depend on constants, inputs and time only")
    case .fastStoichiometry(let name, let reaction):
      Explanation(
        "\"\(name)\" cannot be changed from outside: the fast reaction \"\(reaction.name)\" counts with it",
        at: reaction.place, hint: "let an event of the model change it: events count anew what the reaction has moved")
    case .sessionIsOver(let time):
      Explanation("the run ended at time \(time)", hint: "keep a run going with isLast: false")
    }
  }
}
