import Equations
import NativeCode

/// Which expressions decide about a system's events, as one list, and where each of them stands in it.
struct EventPlan: Sendable {
  struct Assignment: Sendable {
    var target: EquationSystem.Event.Assignment.Target
    var value: Int
    var factor: Int?
    var offset: Int?
  }

  struct Event: Sendable {
    var name: String
    var trigger: Int
    var startsTrue: Bool
    var isPersistent: Bool
    var delay: Int?
    var priority: Int?
    var usesTriggerTimeValues: Bool
    var assignments: [Assignment]
    var resized: [(state: Int, size: Int)]
    /// Whether the event assigns something on which its trigger depends directly.
    var assignsItsTrigger: Bool
  }

  private(set) var nodes: [Node] = []
  private(set) var events: [Event] = []
  let hasAlgebraicRows: Bool

  var isEmpty: Bool { events.isEmpty }

  init(_ system: EquationSystem) {
    hasAlgebraicRows = system.states.contains(where: \.isAlgebraic)
    for event in system.events {
      let trigger = place(event.trigger)
      let delay = place(event.delay)
      let priority = place(event.priority)
      var assignments: [Assignment] = []
      for one in event.assignments {
        assignments.append(
          Assignment(target: one.target, value: place(one.value), factor: place(one.factor), offset: place(one.offset)))
      }
      var resized: [(Int, Int)] = []
      for one in event.resized { resized.append((one.state, place(one.size))) }
      events.append(
        Event(
          name: event.name, trigger: trigger, startsTrue: event.startsTrue, isPersistent: event.isPersistent,
          delay: delay, priority: priority, usesTriggerTimeValues: event.usesTriggerTimeValues,
          assignments: assignments, resized: resized,
          assignsItsTrigger: Self.assignsItsTrigger(event, system.graph)))
    }
  }

  private static func assignsItsTrigger(_ event: EquationSystem.Event, _ graph: Graph) -> Bool {
    let isNeeded = graph.reachable(from: [event.trigger])
    let targets = Set(event.assignments.map(\.target))
    return isNeeded.indices.contains { index in
      guard isNeeded[index] else { return false }
      let node = Node(index: Int32(index))
      switch graph.operation(of: node) {
      case .state: return targets.contains(.state(graph.slot(of: node)))
      case .input: return targets.contains(.input(graph.slot(of: node)))
      default: return false
      }
    }
  }

  private mutating func place(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func place(_ node: Node?) -> Int? { node.map { place($0) } }

  /// The functions that evaluate all nodes into `array`.
  func code(
    _ graph: Graph, leaves: GraphCode.Leaves, into array: KernelArray, in program: inout KernelProgram
  ) -> [Int] {
    guard !isEmpty else { return [] }
    return GraphCode(graph: graph, leaves: leaves).emit(
      "events",
      targets: nodes.enumerated().map { index, node in
        .init(node: node) { b, value in b.store(value, to: array[index]) }
      }, into: &program)
  }
}
