/// What CVODE and IDA are given: M dy/dt = f(t, y) with jumps at known times, and what to look at on the way.
package struct StiffProblem {
  /// Writes f(t, y); called with pointers to `mass.count` values.
  package var rightHandSide:
    (_ time: Double, _ states: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>) -> Void
  /// Writes the nonzeros of ∂f/∂y into a matrix that is zero, column-major.
  package var jacobian: (_ time: Double, _ states: UnsafePointer<Double>, _ dense: UnsafeMutablePointer<Double>) -> Void
  /// 1 for differential rows, 0 for algebraic ones.
  package var mass: [Double]
  package var start: [Double]
  package var startTime = 0.0
  package var endTime: Double
  /// Ascending; at each of them the solver stops and `jump` changes the states or the equations.
  package var stops: [Double]
  package var jump: (_ stop: Int, _ states: UnsafeMutablePointer<Double>) -> Void
  /// Ascending; at a stop's time the sample sees the state after the jump.
  package var sampleTimes: [Double]
  package var sample: (_ sample: Int, _ time: Double, _ states: UnsafePointer<Double>) -> Void
  package var relativeTolerance: Double
  package var absoluteTolerance: Double
  /// Between two stops.
  package var maximumSteps = 100_000

  package init(
    mass: [Double], start: [Double], endTime: Double, stops: [Double] = [], sampleTimes: [Double] = [],
    relativeTolerance: Double, absoluteTolerance: Double,
    rightHandSide: @escaping (Double, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void,
    jacobian: @escaping (Double, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void,
    jump: @escaping (Int, UnsafeMutablePointer<Double>) -> Void = { _, _ in },
    sample: @escaping (Int, Double, UnsafePointer<Double>) -> Void = { _, _, _ in }
  ) {
    self.mass = mass
    self.start = start
    self.endTime = endTime
    self.stops = stops
    self.sampleTimes = sampleTimes
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    self.rightHandSide = rightHandSide
    self.jacobian = jacobian
    self.jump = jump
    self.sample = sample
  }
}

/// How a run of CVODE or IDA ended.
package struct StiffOutcome: Sendable, Hashable {
  package enum Status: Sendable, Hashable {
    case finished
    case tooManySteps
    /// The solver gave up, in its own word: `CV_CONV_FAILURE`.
    case failed(String)
  }
  package var status: Status
  /// How far the run came.
  package var time: Double
  package var steps: Int
}

extension StiffProblem {
  /// Walks from stop to stop: samples and jumps where they are due, and asks the solver for the way between.
  ///
  /// - Parameters:
  ///   - states: the solver's vector, at the start.
  ///   - restart: called before the first step and after every stop, to begin anew from `states`.
  ///   - advance: integrates to a time, not beyond the limit, and leaves the states there; nil when it went well.
  func walk(
    states: UnsafeMutablePointer<Double>, restart: (Double) -> StiffOutcome.Status?,
    advance: (_ time: Double, _ limit: Double) -> StiffOutcome.Status?
  ) -> (status: StiffOutcome.Status, time: Double) {
    var time = startTime
    var nextStop = 0
    var nextSample = 0
    while true {
      // Differences below the resolution of time count as none.
      let resolution = 64 * Double.ulpOfOne * max(abs(time), abs(endTime) * 1e-6)
      while nextStop < stops.count, stops[nextStop] <= time + resolution {
        jump(nextStop, states)
        nextStop += 1
      }
      // Beginning anew settles algebraic rows, which a sample must see.
      if let failure = restart(time) { return (failure, time) }
      while nextSample < sampleTimes.count, sampleTimes[nextSample] <= time + resolution {
        sample(nextSample, sampleTimes[nextSample], states)
        nextSample += 1
      }
      guard time < endTime - resolution else { return (.finished, time) }
      let limit = nextStop < stops.count ? min(stops[nextStop], endTime) : endTime
      while nextSample < sampleTimes.count, sampleTimes[nextSample] < limit - resolution {
        let target = sampleTimes[nextSample]
        if target > time + resolution {
          if let failure = advance(target, limit) { return (failure, time) }
          time = target
        }
        sample(nextSample, target, states)
        nextSample += 1
      }
      if let failure = advance(limit, limit) { return (failure, time) }
      time = limit
    }
  }
}

extension StiffProblem {
  /// Jumps and samples only: a problem without states.
  func runWithoutStates() -> StiffOutcome {
    let none = UnsafeMutablePointer<Double>.allocate(capacity: 1)
    defer { none.deallocate() }
    let (status, time) = walk(states: none, restart: { _ in nil }, advance: { _, _ in nil })
    return StiffOutcome(status: status, time: time, steps: 0)
  }
}

/// Carries a problem through the solver's C callbacks.
final class StiffProblemBox {
  let problem: StiffProblem
  /// Results of f for IDA's residual.
  let work: UnsafeMutableBufferPointer<Double>

  init(_ problem: StiffProblem) {
    self.problem = problem
    work = .allocate(capacity: max(1, problem.mass.count))
    work.initialize(repeating: 0)
  }

  deinit { work.deallocate() }

  static func of(_ pointer: UnsafeMutableRawPointer?) -> StiffProblemBox? {
    pointer.map { Unmanaged<StiffProblemBox>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Whether all values are finite; if not, the solver is asked for a smaller step.
  func isFinite(_ values: UnsafePointer<Double>) -> Bool {
    (0..<problem.mass.count).allSatisfy { values[$0].isFinite }
  }
}
