import Equations
import NativeCode

/// The functions of one model that look at its switches.
struct SwitchCode {
  let plan: SwitchPlan
  /// now and differenceNow ← values at (stageTime, stageStates), all live
  let evaluate: [Int]
  /// crossings ← when the switches of time alone change
  let crossings: [Int]

  init(
    _ system: EquationSystem, plan: SwitchPlan, layout: LaneLayout, leaves: GraphCode.Leaves,
    in program: inout KernelProgram
  ) {
    self.plan = plan
    let work = layout.switchWork
    let code = GraphCode(graph: system.graph, leaves: leaves)
    evaluate = code.emit(
      "switches",
      targets: plan.watches.enumerated().map { index, watch in
        .init(node: watch.value) { b, value in b.store(value, to: work.now[index]) }
      }
        + plan.differences.enumerated().map { index, difference in
          .init(node: difference.node) { b, value in b.store(value, to: work.differenceNow[index]) }
        }, into: &program)
    let nodes = plan.watches.compactMap(\.crossing)
    crossings =
      nodes.isEmpty
      ? []
      : code.emit(
        "crossings",
        targets: nodes.enumerated().map { index, node in
          .init(node: node) { b, value in b.store(value, to: work.crossings[index]) }
        }, into: &program)
  }
}
