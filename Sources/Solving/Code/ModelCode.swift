import Equations
import NativeCode

/// The functions of one model that a method calls: preparing a patient, right-hand side, linearisation, factorisation,
/// solving, observing.
struct ModelCode {
  /// Fills hoisted slots (all lanes; the values of running lanes stay the same bits).
  let hoist: [Int]
  /// Initial states and inputs of fresh lanes.
  let initialise: [Int]
  /// derivative ← f(stageTime, stageStates)
  let rightHandSide: [Int]
  /// derivative ← f(time, states), factors ← M·inversePivot − J, timeDerivative ← ∂f/∂t
  let linearise: [Int]
  let factorise: [Int]
  /// rightSide ← solution
  let solve: [Int]
  /// observed ← outputs at (stageTime, stageStates)
  let observe: [Int]
  /// Rows with explicit time.
  let timedRows: [Int]

  init(
    _ system: EquationSystem, outputs: [Node], layout: LaneLayout, longestElimination: Int,
    in program: inout KernelProgram
  ) {
    let graph = system.graph
    func code(states: KernelArray, time: KernelArray) -> GraphCode {
      GraphCode(graph: graph, leaves: .init(layout, states: states, time: time))
    }
    let atSolution = code(states: layout.states, time: layout.time)
    let atStage = code(states: layout.stageStates, time: layout.stageTime)

    hoist = atSolution.emit(
      "hoist",
      targets: system.hoisted.enumerated().map { slot, node in
        .init(node: node) { b, value in b.store(value, to: layout.hoisted[slot]) }
      }, into: &program)

    initialise = atSolution.emit(
      "initialise",
      targets: system.initialStates.enumerated().map { index, node in
        .init(node: node) { b, value in Self.storeIfFresh(value, to: layout.states[index], layout, in: &b) }
      }
        + system.inputs.enumerated().map { index, input in
          .init(node: input.initial) { b, value in Self.storeIfFresh(value, to: layout.inputs[index], layout, in: &b) }
        }, into: &program)

    func derivativeTargets() -> [GraphCode.Target] {
      system.rightHandSide.enumerated().map { row, node in
        let rate = layout.infusedStates.firstIndex(of: row)
        return .init(node: node) { b, value in
          guard let rate else { return b.store(value, to: layout.derivative[row]) }
          let added = b.load(layout.rates[rate])
          b.store(b.add(value, added), to: layout.derivative[row])
        }
      }
    }
    rightHandSide = atStage.emit("rightHandSide", targets: derivativeTargets(), into: &program)

    timedRows = system.timeDerivative.indices.filter { graph.constantValue(of: system.timeDerivative[$0]) != 0 }
    let plan = system.elimination
    var massRowOf: [Int: Int] = [:]
    for (row, slot) in plan.massSlots.enumerated() { if let slot { massRowOf[slot] = row } }
    var linear = derivativeTargets()
    for (entry, slot) in zip(system.jacobian, plan.jacobianSlots) {
      let hasMass = massRowOf.removeValue(forKey: slot) != nil
      linear.append(
        .init(node: entry.node) { b, value in
          if hasMass {
            let mass = b.load(layout.inversePivot[0])
            b.store(b.subtract(mass, value), to: layout.factors[slot])
          } else {
            b.store(b.negate(value), to: layout.factors[slot])
          }
        })
    }
    for row in timedRows {
      linear.append(
        .init(node: system.timeDerivative[row]) { b, value in b.store(value, to: layout.timeDerivative[row]) })
    }
    let pureMassSlots = massRowOf.keys.sorted()
    let isTabulated = plan.solvesByColumns && plan.factor.count + plan.solve.count > longestElimination
    // A loop costs a few instructions for each word, but in a small system the words are few.
    let fill = isTabulated && !plan.fillSlots.isEmpty ? program.table("fill", plan.fillSlots) : nil
    var lineariseFunctions = atSolution.emit("linearise", targets: linear, into: &program)
    lineariseFunctions.append(
      program.function("lineariseRest") { b in
        let mass = b.load(layout.inversePivot[0])
        for slot in pureMassSlots { b.store(mass, to: layout.factors[slot]) }
        let zero = b.constant(0)
        if let fill {
          b.loop(fill.count) { b, k in b.store(zero, to: layout.factors[b.entry(of: fill, at: k)]) }
        } else {
          for slot in plan.fillSlots { b.store(zero, to: layout.factors[slot]) }
        }
      })
    linearise = lineariseFunctions

    let mayBeSingular = system.states.contains(where: \.isAlgebraic)
    if isTabulated {
      let elimination = TabulatedElimination(plan, layout, mayBeSingular: mayBeSingular, in: &program)
      factorise = [elimination.emitFactorisation(into: &program)]
      solve = [elimination.emitSolution(into: &program)]
    } else {
      let elimination = UnrolledElimination(plan: plan, layout: layout, mayBeSingular: mayBeSingular)
      factorise = elimination.emitFactorisation(into: &program)
      solve = elimination.emitSolution(into: &program)
    }
    observe = atStage.emit(
      "observe",
      targets: outputs.enumerated().map { index, node in
        .init(node: node) { b, value in b.store(value, to: layout.observed[index]) }
      }, into: &program)
  }

  private static func storeIfFresh(_ value: Real, to slot: Slot, _ layout: LaneLayout, in b: inout KernelBuilder) {
    let fresh = b.load(layout.isFresh[0])
    let one = b.constant(1)
    let isFresh = b.compare(.equal, fresh, one)
    let old = b.load(slot)
    b.store(b.select(isFresh, value, old), to: slot)
  }
}
