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
  /// rightSide ← solution; read through ``EliminationPlan/solutionRow``.
  let solve: [Int]
  /// observed ← outputs at (stageTime, stageStates)
  let observe: [Int]
  /// Rows with explicit time.
  let timedRows: [Int]

  static let stepsPerFunction = 500

  init(
    _ system: EquationSystem, outputs: [Node], layout: LaneLayout, in program: inout KernelProgram
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
    var lineariseFunctions = atSolution.emit("linearise", targets: linear, into: &program)
    lineariseFunctions.append(
      program.function("lineariseRest") { b in
        let mass = b.load(layout.inversePivot[0])
        for slot in pureMassSlots { b.store(mass, to: layout.factors[slot]) }
        let zero = b.constant(0)
        for slot in plan.fillSlots { b.store(zero, to: layout.factors[slot]) }
      })
    linearise = lineariseFunctions

    let mayBeSingular = system.states.contains(where: \.isAlgebraic)
    factorise = Self.factorFunctions(plan, layout, mayBeSingular: mayBeSingular, in: &program)
    solve = Self.solveFunctions(plan, layout, mayBeSingular: mayBeSingular, in: &program)
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

  /// - Parameter mayBeSingular: an algebraic rule may say nothing for a while (a fast reaction that is turned off). Its
  ///   pivot is zero then, and so is its reciprocal: what it determines stays as it is.
  private static func factorFunctions(
    _ plan: EliminationPlan, _ layout: LaneLayout, mayBeSingular: Bool, in program: inout KernelProgram
  ) -> [Int] {
    split(plan.factor).enumerated().map { index, steps in
      program.function("factorise\(index)") { b in
        var cached = CachedSlots(array: layout.factors)
        let one = b.constant(1)
        for step in steps {
          switch step {
          case .invert(let slot):
            let pivot = cached.load(slot, &b)
            let inverse = b.divide(one, pivot)
            guard mayBeSingular else {
              cached.set(slot, inverse)
              continue
            }
            let zero = b.constant(0)
            cached.set(slot, b.select(b.compare(.equal, pivot, zero), zero, inverse))
          case .scale(let slot, let by):
            let value = cached.load(slot, &b)
            let factor = cached.load(by, &b)
            cached.set(slot, b.multiply(value, factor))
          case .update(let slot, let left, let right):
            let l = cached.load(left, &b)
            let negative = b.negate(l)
            let r = cached.load(right, &b)
            let value = cached.load(slot, &b)
            cached.set(slot, b.fma(negative, r, value))
          }
        }
        cached.flush(&b)
      }
    }
  }

  /// - Parameter mayBeSingular: a row without a pivot must have nothing left to solve; otherwise the result is no number.
  private static func solveFunctions(
    _ plan: EliminationPlan, _ layout: LaneLayout, mayBeSingular: Bool, in program: inout KernelProgram
  ) -> [Int] {
    split(plan.solve).enumerated().map { index, steps in
      program.function("solve\(index)") { b in
        var vector = CachedSlots(array: layout.rightSide)
        for step in steps {
          switch step {
          case .subtract(let row, let slot, let column):
            let factor = b.load(layout.factors[slot])
            let negative = b.negate(factor)
            let x = vector.load(column, &b)
            let value = vector.load(row, &b)
            vector.set(row, b.fma(negative, x, value))
          case .scale(let row, let slot):
            let factor = b.load(layout.factors[slot])
            let value = vector.load(row, &b)
            let product = b.multiply(value, factor)
            guard mayBeSingular else {
              vector.set(row, product)
              continue
            }
            let zero = b.constant(0)
            let isEmpty = b.compare(.equal, factor, zero)
            let asks = b.compare(.unequal, value, zero)
            vector.set(row, b.select(b.and(isEmpty, asks), b.constant(.nan), product))
          }
        }
        vector.flush(&b)
      }
    }
  }

  private static func split<T>(_ steps: [T]) -> [ArraySlice<T>] {
    stride(from: 0, to: steps.count, by: stepsPerFunction).map { steps[$0..<min($0 + stepsPerFunction, steps.count)] }
  }
}

/// Elements of an array kept in registers within one function.
private struct CachedSlots {
  let array: KernelArray
  private var values: [Int: Real] = [:]
  private var changed: Set<Int> = []

  init(array: KernelArray) { self.array = array }

  mutating func load(_ index: Int, _ b: inout KernelBuilder) -> Real {
    if let known = values[index] { return known }
    let value = b.load(array[index])
    values[index] = value
    return value
  }

  mutating func set(_ index: Int, _ value: Real) {
    values[index] = value
    changed.insert(index)
  }

  func flush(_ b: inout KernelBuilder) {
    for index in changed.sorted() { if let value = values[index] { b.store(value, to: array[index]) } }
  }
}
