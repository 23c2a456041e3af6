import Equations
import Formulas
import NativeCode
import Solving
import Testing

/// Equation systems put together node by node, so that the solver is tested without the room that makes them.
struct HandMade {
  var system: EquationSystem

  /// States with the slopes of a problem, to be changed by hand.
  init(_ problem: Problem) throws { system = try problem.system() }

  func index(_ name: String) -> Int { system.states.firstIndex { $0.name == name } ?? 0 }
  mutating func state(_ name: String) -> Node { system.graph.state(index(name)) }
  mutating func number(_ value: Double) -> Node { system.graph.constant(value) }
  mutating func time() -> Node { system.graph.time() }

  /// A switch for `left < right` (or ≤), with its crossing when it depends on time alone; its position.
  @discardableResult
  mutating func watch(
    _ left: Node, _ right: Node, relation: Equations.Operation = .less, crossing: Node? = nil
  ) -> Int {
    let condition = system.graph.compare(relation, left, right)
    let (one, zero) = (number(1), number(0))
    system.switches.append(
      .init(
        value: system.graph.select(condition, one, zero), difference: system.graph.subtract(left, right),
        crossing: crossing))
    return system.switches.count - 1
  }

  /// An event with a watched trigger `left < right`.
  mutating func event(
    _ name: String, when left: Node, _ right: Node, relation: Equations.Operation = .less, crossing: Node? = nil,
    startsTrue: Bool = true, isPersistent: Bool = true, delay: Double? = nil, priority: Node? = nil,
    triggerTimeValues: Bool = true, _ assignments: [(String, Node)]
  ) {
    watch(left, right, relation: relation, crossing: crossing)
    let trigger = system.graph.compare(relation, left, right)
    system.events.append(
      .init(
        name: name, trigger: trigger, startsTrue: startsTrue, isPersistent: isPersistent,
        delay: delay.map { number($0) }, priority: priority, usesTriggerTimeValues: triggerTimeValues,
        assignments: assignments.map { .init(target: .state(index($0.0)), value: $0.1) }))
  }

  /// An event at a time, at which the sample sees the state after it.
  mutating func event(
    _ name: String, at instant: Double, isPersistent: Bool = true, delay: Double? = nil, priority: Double? = nil,
    triggerTimeValues: Bool = true, _ assignments: [(String, Node)]
  ) {
    let (now, then) = (time(), number(instant))
    event(
      name, when: then, now, relation: .lessOrEqual, crossing: then, isPersistent: isPersistent, delay: delay,
      priority: priority.map { number($0) }, triggerTimeValues: triggerTimeValues, assignments)
  }

  /// Samples of one state.
  func course(_ name: String, of result: LaneRunner.Result, patient: Int = 0, samples: Int) -> [Double] {
    (0..<samples).map { result.values[(patient * samples + $0) * system.states.count + index(name)] }
  }
}

/// Runs a system in every width, with the interpreter and on threads; expects the same bits, and returns them.
func runEveryWay(_ system: EquationSystem, times: [Double], _ run: LaneRun = LaneRun()) throws -> LaneRunner.Result {
  var run = run
  run.width = 1
  run.patients = max(run.patients, 5)
  let reference = try run(system, times: times)
  let bits = reference.values.map(\.bitPattern)
  for (width, threads) in [(2, 1), (4, 2), (8, 1)] {
    run.width = width
    run.threads = threads
    let other = try run(system, times: times)
    #expect(other.values.map(\.bitPattern) == bits, "\(width) lanes")
    #expect(other.outcomes == reference.outcomes, "\(width) lanes")
  }
  run.interprets = true
  #expect(try run(system, times: times).values.map(\.bitPattern) == bits, "interpreted")
  return reference
}
