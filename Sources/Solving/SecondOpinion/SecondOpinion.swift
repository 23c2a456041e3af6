package import Equations

/// One system solved by SUNDIALS, patient by patient, with expressions evaluated in plain Swift: shares with the lanes
/// of generated code nothing but the system itself.
package struct SecondOpinion: Sendable {
  package enum Method: Sendable {
    case cvode, ida
  }

  /// A change of one patient from outside, at a time.
  package struct Event: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// Adds the value to a state.
      case addToState
      case setState
      case multiplyState
      case setInput
      /// Sets the rate at which a state is filled from outside.
      case setInfusionRate
    }
    package var time: Double
    package var kind: Kind
    /// Of the state or input.
    package var index: Int
    package var value: Double

    package init(time: Double, kind: Kind, index: Int, value: Double) {
      self.time = time
      self.kind = kind
      self.index = index
      self.value = value
    }
  }

  package struct Course: Sendable {
    package var outcome: StiffOutcome
    /// `values[sample * outputs + output]`; NaN past a failure.
    package var values: [Double]
    /// How often the right-hand side and its Jacobian were evaluated.
    package var rightHandSides: Int
    package var jacobians: Int
  }

  package let system: EquationSystem
  package let outputs: [Node]
  package let method: Method

  /// - Throws: ``SecondOpinionError`` when CVODE is asked to solve algebraic rules, or the system has events or delays.
  package init(_ system: EquationSystem, outputs: [Node], method: Method) throws(SecondOpinionError) {
    if method == .cvode, let algebraic = system.states.first(where: \.isAlgebraic) {
      throw .needsIDA(rule: algebraic.equation)
    }
    if let event = system.events.first { throw .hasEvents(name: event.name) }
    if !system.delays.isEmpty { throw .hasDelays }
    self.system = system
    self.outputs = outputs
    self.method = method
  }

  /// Runs one patient from time 0 to `endTime`. A sample at the time of an event sees the state after it.
  ///
  /// - Parameters:
  ///   - parameters: in the system's order.
  ///   - events: sorted by time; those after the end never happen.
  ///   - sampleTimes: ascending, within 0 ... endTime.
  ///   - maximumSteps: between two events.
  /// - Throws: ``SecondOpinionError`` when the library is missing. A failed run is an outcome, not an error.
  package func run(
    parameters: [Double], events: [Event], sampleTimes: [Double], endTime: Double, relativeTolerance: Double,
    absoluteTolerance: Double, maximumSteps: Int = 100_000
  ) throws(SecondOpinionError) -> Course {
    let tape = TapeEvaluator(system, outputs: outputs)
    tape.powerClamp = absoluteTolerance
    tape.begin(parameters: parameters)
    let count = system.states.count
    let course = Recording(count: count, nonzeros: system.jacobian.count, values: sampleTimes.count * outputs.count)
    let (jacobian, outputCount) = (system.jacobian, outputs.count)

    var problem = StiffProblem(
      mass: system.states.map { $0.isAlgebraic ? 0 : 1 }, start: tape.startStates(), endTime: endTime,
      stops: events.map(\.time).filter { $0 <= endTime }, sampleTimes: sampleTimes,
      relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
      rightHandSide: { time, states, result in
        course.rightHandSides += 1
        tape.rightHandSide(time: time, states: states, into: result)
        for row in 0..<count where course.rates[row] != 0 { result[row] += course.rates[row] }
      },
      jacobian: { time, states, dense in
        course.jacobians += 1
        course.nonzeros.withUnsafeMutableBufferPointer { nonzeros in
          guard let values = nonzeros.baseAddress else { return }
          tape.jacobian(time: time, states: states, into: values)
        }
        for (entry, value) in zip(jacobian, course.nonzeros) { dense[entry.column * count + entry.row] = value }
      },
      jump: { stop, states in
        let event = events[stop]
        switch event.kind {
        case .addToState: states[event.index] += event.value
        case .setState: states[event.index] = event.value
        case .multiplyState: states[event.index] *= event.value
        case .setInput: tape.setInput(event.index, to: event.value)
        case .setInfusionRate: course.rates[event.index] = event.value
        }
      },
      sample: { sample, time, states in
        course.values.withUnsafeMutableBufferPointer { values in
          guard outputCount > 0, let base = values.baseAddress else { return }
          tape.sample(time: time, states: states, into: base + sample * outputCount)
        }
      })
    problem.maximumSteps = maximumSteps
    let outcome =
      switch method {
      case .cvode: try CVODE.shared.get().run(problem)
      case .ida: try IDA.shared.get().run(problem)
      }
    return Course(
      outcome: outcome, values: course.values, rightHandSides: course.rightHandSides, jacobians: course.jacobians)
  }

  /// What a run's closures write to.
  private final class Recording {
    var rates: [Double]
    var nonzeros: [Double]
    var values: [Double]
    var rightHandSides = 0
    var jacobians = 0

    init(count: Int, nonzeros: Int, values: Int) {
      rates = Array(repeating: 0, count: count)
      self.nonzeros = Array(repeating: 0, count: nonzeros)
      self.values = Array(repeating: .nan, count: values)
    }
  }
}
