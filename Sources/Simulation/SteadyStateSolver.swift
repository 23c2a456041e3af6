import Equations

/// Finds steady states of dosing: fixed points of the map from one dose to the next.
///
/// Newton's method, whose matrix comes from patients with one state changed each, run side by side in lanes; plain
/// repetition of the doses where that does not converge or leads to a state that doses would never reach. Amounts that
/// reactions conserve keep what they are at the start.
package struct SteadyStateSolver {
  private let simulator: Simulator
  private let patients: ParameterTable
  /// The states of each patient before anything is given.
  private let starts: [[Double]]
  /// Differential states that others depend on, directly or not.
  private let free: [Int]
  private let accumulators: [Int]
  private let tolerances: (relative: Double, absolute: Double)

  /// - Parameters:
  ///   - simulator: one whose outputs name all states' observables (`EquationSystem.observingStates`).
  /// - Throws: ``SteadyStateFailure`` when the model is of a kind that has no such steady states here.
  package init(simulator: Simulator, patients: ParameterTable, starts: [[Double]]) throws {
    let system = simulator.system
    if let reason = system.reasonAgainstSteadyStates { throw SteadyStateFailure(reason: reason) }
    // The map's error is magnified where elimination is slow against the interval.
    self.simulator = simulator.tightened(by: 0.01)
    self.patients = patients
    self.starts = starts
    tolerances = (simulator.options.relativeTolerance, simulator.options.absoluteTolerance)
    let accumulators = system.accumulators
    self.accumulators = accumulators
    free = system.states.indices.filter { !system.states[$0].isAlgebraic && !accumulators.contains($0) }
  }

  /// - Throws: ``SteadyStateFailure`` when there is none.
  package func solve(_ problem: SteadyStateProblem) throws -> SteadyState {
    let system = simulator.system
    if accumulators.contains(problem.state), problem.regimen.givesSomething {
      throw SteadyStateFailure(
        reason: "doses into \"\(system.states[problem.state].name)\" only accumulate: nothing removes them")
    }
    let flow = SteadyStateFlow(simulator: simulator, patients: patients, problem: problem)
    let start = starts[problem.patient]
    let search = FixedPointSearch(
      flow: flow, free: free, names: system.states.map(\.name), relativeTolerance: tolerances.relative,
      absoluteTolerance: tolerances.absolute)
    var states: [Double]
    if let interval = problem.regimen.interval {
      states = try search.periodic(from: start, interval: interval)
      if problem.phase != interval { states = try flow.states(after: problem.phase, intervals: 1, from: [states])[0] }
    } else {
      states = try search.equilibrium(from: start)
    }
    for state in accumulators { states[state] = start[state] }
    return SteadyState(states: states, accumulating: try growing(states, flow))
  }

  /// Integrals that go on in the steady state.
  private func growing(_ states: [Double], _ flow: SteadyStateFlow) throws -> [Int] {
    guard !accumulators.isEmpty else { return [] }
    let later = try flow.states(after: flow.problem.regimen.interval ?? 1, intervals: 1, from: [states])[0]
    return accumulators.filter {
      abs(later[$0] - states[$0]) > tolerances.relative * abs(states[$0]) + tolerances.absolute
    }
  }
}

extension EquationSystem {
  fileprivate var reasonAgainstSteadyStates: String? {
    if !events.isEmpty { return "steady states of models with events are not supported" }
    if !delays.isEmpty { return "steady states of models with delays are not supported" }
    let timed = zip(states, rightHandSide).first { depends(on: [.time], [$1]) }
    return timed.map { "\"\($0.0.name)\" depends on time itself, so there is no steady state" }
  }

  /// Differential states that nothing but such states depends on: integrals of what others do.
  fileprivate var accumulators: [Int] {
    let watched = statesRead(by: switches.map(\.value))
    let candidates = states.indices.filter { !states[$0].isAlgebraic && !watched.contains($0) }
    var readers = [Int: [Int]](minimumCapacity: states.count)
    for entry in jacobian { readers[entry.column, default: []].append(entry.row) }
    var found: Set<Int> = []
    while true {
      let next = candidates.filter { slot in
        !found.contains(slot) && (readers[slot] ?? []).allSatisfy { found.contains($0) }
      }
      if next.isEmpty { return found.sorted() }
      found.formUnion(next)
    }
  }

  private func statesRead(by roots: [Node]) -> Set<Int> {
    var read: Set<Int> = []
    var seen = [Bool](repeating: false, count: graph.nodeCount)
    var pending = roots
    while let node = pending.popLast() {
      guard !seen[Int(node.index)] else { continue }
      seen[Int(node.index)] = true
      switch graph.operation(of: node) {
      case .state: read.insert(graph.slot(of: node))
      case .hoisted: pending.append(hoisted[graph.slot(of: node)])
      default: pending += graph.operands(of: node)
      }
    }
    return read
  }
}
