import Equations
import NativeCode

/// Emits one attempted step of Rodas5P for all lanes, its error and its dense output.
///
/// Every linear combination is summed in stage order with fused operations, so a lane's bits depend on nothing else.
struct Rodas5P {
  let layout: LaneLayout
  let code: ModelCode
  let plan: EliminationPlan
  let stateCount: Int
  /// Rows with mass 1.
  let differentialRows: [Int]

  private var stageCount: Int { Rodas5PTableau.stageCount }

  init(system: EquationSystem, layout: LaneLayout, code: ModelCode) {
    self.layout = layout
    self.code = code
    plan = system.elimination
    stateCount = system.states.count
    differentialRows = system.states.indices.filter { !system.states[$0].isAlgebraic }
  }

  /// Contiguous runs of rows, so that loops replace repetition.
  static func runs(_ rows: [Int]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for row in rows {
      if let last = result.last, last.upperBound == row {
        result[result.count - 1] = last.lowerBound..<(row + 1)
      } else {
        result.append(row..<(row + 1))
      }
    }
    return result
  }

  /// Stages 1 to 8 from (time, states) over usedStep; leaves stages, newStates (y₁ = stage 8's argument + k₈).
  ///
  /// - Parameter before: what must be done before a stage's functions are evaluated, with its number; at stage 0 they are
  ///   evaluated at (time, states), else at (stageTime, stageStates).
  func emitStages(before: (Int, inout KernelBuilder) -> Void, _ b: inout KernelBuilder) {
    for stage in 0..<stageCount {
      if stage == 0 {
        before(stage, &b)
        for function in code.linearise { b.call(function) }
        for function in code.factorise { b.call(function) }
      } else {
        emitArgument(stage, &b)
        before(stage, &b)
        for function in code.rightHandSide { b.call(function) }
      }
      emitRightSide(stage, &b)
      for function in code.solve { b.call(function) }
      // In a small system a loop would cost more than its content.
      if plan.solvesByColumns {
        b.loop(stateCount) { b, s in
          b.store(b.load(layout.rightSide[s]), to: layout.stages[s, offset: stage * stateCount])
        }
      } else {
        for s in 0..<stateCount { b.store(b.load(layout.rightSide[s]), to: layout.stages[stage * stateCount + s]) }
      }
    }
  }

  /// stageStates ← y + Σ a k, stageTime ← t + c h, and rightSide ← Σ C k, which needs the same stages: they are fetched
  /// once for both.
  private func emitArgument(_ stage: Int, _ b: inout KernelBuilder) {
    let weights = Rodas5PTableau.a[stage].map { b.constant($0) }
    let couplings = Rodas5PTableau.c[stage].map { b.constant($0) }
    b.loop(stateCount) { b, s in
      var sum = b.load(layout.states[s])
      var coupling: Real?
      for (j, (weight, c)) in zip(weights, couplings).enumerated() {
        let k = b.load(layout.stages[s, offset: j * stateCount])
        sum = b.fma(weight, k, sum)
        coupling = coupling.map { b.fma(c, k, $0) } ?? b.multiply(c, k)
      }
      b.store(sum, to: layout.stageStates[s])
      if let coupling { b.store(coupling, to: layout.rightSide[s]) }
    }
    let abscissa = b.constant(Rodas5PTableau.abscissa[stage])
    let h = b.load(layout.usedStep[0])
    let t = b.load(layout.time[0])
    b.store(b.fma(abscissa, h, t), to: layout.stageTime[0])
  }

  /// rightSide ← f + (Σ C M k)/h + h d ∂f/∂t, from Σ C k in rightSide.
  private func emitRightSide(_ stage: Int, _ b: inout KernelBuilder) {
    let inverse = b.load(layout.inverseStep[0])
    // The first stage has none before it.
    let coupled = stage == 0 ? [] : differentialRows
    let plain = Set(0..<stateCount).subtracting(coupled).sorted()
    for run in Self.runs(plain) {
      b.loop(run.count) { b, s in
        let f = b.load(layout.derivative[s, offset: run.lowerBound])
        b.store(f, to: layout.rightSide[s, offset: run.lowerBound])
      }
    }
    for run in Self.runs(coupled) {
      b.loop(run.count) { b, s in
        let sum = b.load(layout.rightSide[s, offset: run.lowerBound])
        let f = b.load(layout.derivative[s, offset: run.lowerBound])
        b.store(b.fma(sum, inverse, f), to: layout.rightSide[s, offset: run.lowerBound])
      }
    }
    let timeWeight = Rodas5PTableau.timeWeight[stage]
    guard timeWeight != 0, !code.timedRows.isEmpty else { return }
    let h = b.load(layout.usedStep[0])
    let weight = b.constant(timeWeight)
    let factor = b.multiply(h, weight)
    for row in code.timedRows {
      let slope = b.load(layout.timeDerivative[row])
      let value = b.load(layout.rightSide[row])
      b.store(b.fma(factor, slope, value), to: layout.rightSide[row])
    }
  }

  /// newStates ← y₁; largestError ← max |k₈|/(atol + rtol max(|y₀|, |y₁|)); errorSum is not finite when any is not.
  func emitErrorEstimate(_ b: inout KernelBuilder) {
    let zero = b.constant(0)
    b.store(zero, to: layout.largestError[0])
    b.store(zero, to: layout.errorSum[0])
    // Four states at a time: one turn of the loop waits for the last, and they do not wait for each other.
    let quarter = stateCount / 4
    b.loop(quarter) { b, s in
      let errors = (0..<4).map { emitError(s, offset: $0 * quarter, &b) }
      let (low, high) = (b.maximum(errors[0], errors[1]), b.maximum(errors[2], errors[3]))
      let (first, second) = (b.add(errors[0], errors[1]), b.add(errors[2], errors[3]))
      emitGathered(largest: b.maximum(low, high), sum: b.add(first, second), &b)
    }
    b.loop(stateCount - 4 * quarter) { b, s in
      let error = emitError(s, offset: 4 * quarter, &b)
      emitGathered(largest: error, sum: error, &b)
    }
  }

  private func emitGathered(largest: Real, sum: Real, _ b: inout KernelBuilder) {
    b.store(b.maximum(b.load(layout.largestError[0]), largest), to: layout.largestError[0])
    b.store(b.add(b.load(layout.errorSum[0]), sum), to: layout.errorSum[0])
  }

  /// newStates ← y₁ for one state.
  ///
  /// - Returns: its error.
  private func emitError(_ s: Index, offset: Int, _ b: inout KernelBuilder) -> Real {
    let relative = b.load(layout.relativeTolerance[0])
    let absolute = b.load(layout.absoluteTolerance[0])
    let start = b.load(layout.states[s, offset: offset])
    let argument = b.load(layout.stageStates[s, offset: offset])
    let last = b.load(layout.stages[s, offset: (stageCount - 1) * stateCount + offset])
    let end = b.add(argument, last)
    b.store(end, to: layout.newStates[s, offset: offset])
    let startSize = b.absolute(start)
    let endSize = b.absolute(end)
    let size = b.maximum(startSize, endSize)
    let scale = b.fma(relative, size, absolute)
    let lastSize = b.absolute(last)
    return b.divide(lastSize, scale)
  }

  /// dense ← the three vectors of the interpolant.
  func emitDenseVectors(_ b: inout KernelBuilder) {
    for (row, weights) in Rodas5PTableau.dense.enumerated() {
      let weights = weights.map { b.constant($0) }
      b.loop(stateCount) { b, s in
        var sum: Real?
        for (j, weight) in weights.enumerated() {
          let k = b.load(layout.stages[s, offset: j * stateCount])
          sum = sum.map { b.fma(weight, k, $0) } ?? b.multiply(weight, k)
        }
        guard let sum else { return }
        b.store(sum, to: layout.dense[s, offset: row * stateCount])
      }
    }
  }

  /// stageStates ← the interpolant at fraction θ of the step.
  func emitInterpolation(at fraction: Real, _ b: inout KernelBuilder) {
    emitInterpolation(at: fraction, runs: [0..<stateCount], &b)
  }

  /// The same for some states only.
  func emitInterpolation(at fraction: Real, of states: [Int], _ b: inout KernelBuilder) {
    emitInterpolation(at: fraction, runs: Self.runs(states), &b)
  }

  private func emitInterpolation(at fraction: Real, runs: [Range<Int>], _ b: inout KernelBuilder) {
    let one = b.constant(1)
    let rest = b.subtract(one, fraction)
    for run in runs {
      let first = run.lowerBound
      b.loop(run.count) { b, s in
        let d1 = b.load(layout.dense[s, offset: first])
        let d2 = b.load(layout.dense[s, offset: stateCount + first])
        let d3 = b.load(layout.dense[s, offset: 2 * stateCount + first])
        let start = b.load(layout.states[s, offset: first])
        let end = b.load(layout.newStates[s, offset: first])
        let inner = b.fma(fraction, d3, d2)
        let middle = b.fma(fraction, inner, d1)
        let bent = b.fma(rest, middle, end)
        let left = b.multiply(rest, start)
        b.store(b.fma(fraction, bent, left), to: layout.stageStates[s, offset: first])
      }
    }
  }
}
