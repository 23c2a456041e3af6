import Equations
import NativeCode

/// The events of a model all of whose events come at times that are known before a patient's run.
///
/// Such an event's trigger is `time >= c` or `time > c`, where c follows from parameters and constants, and it sets
/// inputs or states to values that follow from these too, or adds such a value to a state. Then the event is an entry of
/// the lane's queue, like a dose: no trigger is watched, and no lane waits for its caller.
///
/// A model in which one event is of another kind has no timetable: whether that event meets the others at an instant is
/// not known.
struct EventTimetable: Sendable {
  struct Change: Sendable {
    var target: EquationSystem.Event.Assignment.Target
    var action: InputAction
    /// Position in ``nodes``.
    var value: Int
  }

  struct Event: Sendable {
    /// Position in ``nodes`` of the time at or after which the trigger holds.
    var time: Int
    /// Whether the trigger holds only after that time: from the next representable number on.
    var isAfter: Bool
    /// Whether the trigger counts as true before the start: then it never becomes true if it holds at the start.
    var startsTrue: Bool
    var changes: [Change]
  }

  /// What is evaluated for each patient: times and values, all of parameters and constants.
  private(set) var nodes: [Node] = []
  /// In the order of the model.
  private(set) var events: [Event] = []
  /// Whether times and values are the same for all patients.
  private(set) var isConstant = true

  /// - Returns: nil when the model has no events, or one that is not known to come at such a time.
  init?(_ system: EquationSystem) {
    guard !system.events.isEmpty, system.delays.isEmpty else { return nil }
    for event in system.events {
      guard let entry = entry(event, system.graph) else { return nil }
      events.append(entry)
    }
    isConstant = nodes.allSatisfy { system.graph.constantValue(of: $0) != nil }
    guard Self.additionsStandAlone(system.events, events, system.graph) else { return nil }
  }

  /// The functions that evaluate all nodes into `array`.
  func code(
    _ graph: Graph, leaves: GraphCode.Leaves, into array: KernelArray, in program: inout KernelProgram
  ) -> [Int] {
    GraphCode(graph: graph, leaves: leaves).emit(
      "timetable",
      targets: nodes.enumerated().map { index, node in
        .init(node: node) { b, value in b.store(value, to: array[index]) }
      }, into: &program)
  }

  private mutating func entry(_ event: EquationSystem.Event, _ graph: Graph) -> Event? {
    guard event.delay == nil, event.priority == nil, event.resized.isEmpty else { return nil }
    let trigger = event.trigger
    guard [.less, .lessOrEqual].contains(graph.operation(of: trigger)) else { return nil }
    let bound = graph.operand(0, of: trigger)
    guard graph.operation(of: graph.operand(1, of: trigger)) == .time, !graph.isRunning(bound) else { return nil }
    let isAfter = graph.operation(of: trigger) == .less
    if isAfter {
      // Just after zero there is no step to take.
      guard let constant = graph.constantValue(of: bound), constant != 0 else { return nil }
    }
    var changes: [Change] = []
    for assignment in event.assignments {
      guard assignment.factor == nil, assignment.offset == nil, let change = change(assignment, graph) else {
        return nil
      }
      changes.append(change)
    }
    return Event(time: place(bound), isAfter: isAfter, startsTrue: event.startsTrue, changes: changes)
  }

  private mutating func change(_ assignment: EquationSystem.Event.Assignment, _ graph: Graph) -> Change? {
    let value = assignment.value
    if !graph.isRunning(value) { return Change(target: assignment.target, action: .set, value: place(value)) }
    guard case .state(let slot) = assignment.target, graph.operation(of: value) == .add else { return nil }
    let operands = graph.operands(of: value)
    for (state, amount) in [(operands[0], operands[1]), (operands[1], operands[0])] {
      guard graph.operation(of: state) == .state, graph.slot(of: state) == slot, !graph.isRunning(amount) else {
        continue
      }
      return Change(target: assignment.target, action: .add, value: place(amount))
    }
    return nil
  }

  private mutating func place(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// Whether no event that adds to a state meets another one there: what is added to would depend on their order.
  private static func additionsStandAlone(
    _ sources: [EquationSystem.Event], _ events: [Event], _ graph: Graph
  ) -> Bool {
    let times = sources.map { graph.constantValue(of: graph.operand(0, of: $0.trigger)) }
    for (index, event) in events.enumerated() {
      for change in event.changes where change.action == .add {
        for (other, second) in events.enumerated() where other != index {
          guard second.changes.contains(where: { $0.target == change.target }) else { continue }
          guard let time = times[index], let otherTime = times[other], time != otherTime else { return false }
          // `time > a` comes with `time >= b` where b is the number after a.
          if time.nextUp == otherTime || otherTime.nextUp == time { return false }
        }
      }
    }
    return true
  }
}
