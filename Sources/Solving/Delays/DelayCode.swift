import Equations
import NativeCode

/// The functions of one model that its delays need.
struct DelayCode {
  /// One round of looking into the past: durations that are known before it, and the slots that have them.
  struct Round {
    var durations: [Int]
    /// Values before the start that are not constant.
    var starts: [Int]
    var slots: [Int]
  }

  let count: Int
  /// In this order: durations that use delayed values come after these.
  let rounds: [Round]
  /// now ← the expressions at (stageTime, stageStates)
  let values: [Int]
  /// startValues ← the expressions before the start, where they are constant
  let starts: [Int]
  /// Slots whose duration does not change while a patient runs, apart from inputs.
  let constant: [Bool]

  init(_ system: EquationSystem, layout: LaneLayout, leaves: GraphCode.Leaves, in program: inout KernelProgram) {
    count = system.delays.count
    let graph = system.graph
    let arrays = layout.delays
    constant = system.delays.map { graph.operations(under: $0.duration).isDisjoint(with: [.state, .time, .delayed]) }
    guard count > 0 else {
      rounds = []
      values = []
      starts = []
      return
    }
    let code = GraphCode(graph: graph, leaves: leaves)
    func writeStarts(_ name: String, _ slots: [Int], _ program: inout KernelProgram) -> [Int] {
      guard !slots.isEmpty else { return [] }
      return code.emit(
        name,
        targets: slots.map { slot in
          .init(node: system.delays[slot].startValue) { b, value in b.store(value, to: arrays.startValues[slot]) }
        }, into: &program)
    }
    let isConstant = system.delays.map { !graph.isRunning($0.startValue) }
    var rounds: [Round] = []
    for slots in DelayCode.order(system) {
      let durations = code.emit(
        "durations\(rounds.count)",
        targets: slots.map { slot in
          .init(node: system.delays[slot].duration) { b, value in b.store(value, to: arrays.durations[slot]) }
        }, into: &program)
      let starts = writeStarts("pastValues\(rounds.count)", slots.filter { !isConstant[$0] }, &program)
      rounds.append(Round(durations: durations, starts: starts, slots: slots))
    }
    self.rounds = rounds
    values = code.emit(
      "delayValues",
      targets: system.delays.enumerated().map { slot, delay in
        .init(node: delay.value) { b, value in b.store(value, to: arrays.now[slot]) }
      }, into: &program)
    starts = writeStarts("delayStarts", system.delays.indices.filter { isConstant[$0] }, &program)
  }

  /// The slots in rounds: those whose durations use no delayed values, then those that use the former's, and so on.
  /// What is left in a circle comes last, and sees the values of the stage before.
  private static func order(_ system: EquationSystem) -> [[Int]] {
    let needs = system.delays.map {
      system.graph.delays(under: $0.duration).union(system.graph.delays(under: $0.startValue))
    }
    var rounds: [[Int]] = []
    var done: Set<Int> = []
    var open = Array(system.delays.indices)
    while !open.isEmpty {
      let ready = open.filter { needs[$0].isSubset(of: done) }
      rounds.append(ready.isEmpty ? open : ready)
      done.formUnion(rounds[rounds.count - 1])
      open.removeAll(where: done.contains)
    }
    return rounds
  }
}
