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
  /// Rows with mass 1, and with mass 0.
  let differentialRows: [Int]
  private let algebraicRows: [Int]

  private var stageCount: Int { Rodas5PTableau.stageCount }

  init(system: EquationSystem, layout: LaneLayout, code: ModelCode) {
    self.layout = layout
    self.code = code
    plan = system.elimination
    stateCount = system.states.count
    differentialRows = system.states.indices.filter { !system.states[$0].isAlgebraic }
    algebraicRows = system.states.indices.filter { system.states[$0].isAlgebraic }
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
  ///   evaluated at (time, states), else at (stageTime, stageStates), which it leaves as they are.
  func emitStages(before: (Int, inout KernelBuilder) -> Void, _ b: inout KernelBuilder) {
    for stage in 0..<stageCount {
      if stage == 0 {
        before(stage, &b)
        for function in code.linearise { b.call(function) }
        for function in code.factorise { b.call(function) }
      } else {
        emitSums(stage, &b)
        before(stage, &b)
        for function in code.rightHandSide { b.call(function) }
      }
      emitRightSide(stage, &b)
      for function in code.solve { b.call(function) }
      // In a small system a loop would cost more than its content.
      if plan.solvesByColumns {
        b.rows(0..<stateCount) { b, row in
          b.store(b.load(row.of(layout.rightSide)), to: row.of(layout.stages, behind: stage * stateCount))
        }
      } else {
        for s in 0..<stateCount { b.store(b.load(layout.rightSide[s]), to: layout.stages[stage * stateCount + s]) }
      }
    }
  }

  /// stageStates ← y + Σ a k, stageTime ← t + c h; rightSide ← Σ C k in rows with mass 1. Both sums read a stage once.
  private func emitSums(_ stage: Int, _ b: inout KernelBuilder) {
    let arguments = Rodas5PTableau.a[stage].map { b.constant($0) }
    let rates = Rodas5PTableau.c[stage].map { b.constant($0) }
    // The last stages start where the one before them did, moved by its result.
    let goesOn = stage > 1 && Rodas5PTableau.a[stage] == Rodas5PTableau.a[stage - 1] + [1]
    for (isDifferential, runs) in [(true, Self.runs(differentialRows)), (false, Self.runs(algebraicRows))] {
      for run in runs {
        b.rows(run) { b, row in
          var argument = b.load(row.of(goesOn ? layout.stageStates : layout.states))
          var rate: Real?
          for j in 0..<stage {
            let k = b.load(row.of(layout.stages, behind: j * stateCount))
            if !goesOn || j == stage - 1 { argument = b.fma(arguments[j], k, argument) }
            if isDifferential { rate = rate.map { b.fma(rates[j], k, $0) } ?? b.multiply(rates[j], k) }
          }
          b.store(argument, to: row.of(layout.stageStates))
          if let rate { b.store(rate, to: row.of(layout.rightSide)) }
        }
      }
    }
    let abscissa = b.constant(Rodas5PTableau.abscissa[stage])
    let h = b.load(layout.usedStep[0])
    let t = b.load(layout.time[0])
    b.store(b.fma(abscissa, h, t), to: layout.stageTime[0])
  }

  /// rightSide ← f + (Σ C M k)/h + h d ∂f/∂t.
  private func emitRightSide(_ stage: Int, _ b: inout KernelBuilder) {
    let inverse = b.load(layout.inverseStep[0])
    for run in Self.runs(stage == 0 ? [] : differentialRows) {
      b.rows(run) { b, row in
        let sum = b.load(row.of(layout.rightSide))
        b.store(b.fma(sum, inverse, b.load(row.of(layout.derivative))), to: row.of(layout.rightSide))
      }
    }
    for run in Self.runs(stage == 0 ? Array(0..<stateCount) : algebraicRows) {
      b.rows(run) { b, row in b.store(b.load(row.of(layout.derivative)), to: row.of(layout.rightSide)) }
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

  /// newStates ← y₁; then the error, of which k₈ is the estimate.
  func emitErrorEstimate(_ b: inout KernelBuilder) {
    let last = (stageCount - 1) * stateCount
    b.rows(0..<stateCount) { b, row in
      let argument = b.load(row.of(layout.stageStates))
      b.store(b.add(argument, b.load(row.of(layout.stages, behind: last))), to: row.of(layout.newStates))
    }
    ErrorNorm(layout: layout).emit(&b) { b, row in b.load(row.of(layout.stages, behind: last)) }
  }

  /// dense ← the three vectors of the interpolant.
  func emitDenseVectors(_ b: inout KernelBuilder) { emitDenseVectors(of: Array(0..<stateCount), &b) }

  /// The same for some states only.
  func emitDenseVectors(of states: [Int], _ b: inout KernelBuilder) {
    let rows = Rodas5PTableau.dense.map { weights in weights.map { b.constant($0) } }
    for run in Self.runs(states) {
      b.rows(run) { b, row in
        var sums = [Real?](repeating: nil, count: rows.count)
        for j in 0..<stageCount {
          let k = b.load(row.of(layout.stages, behind: j * stateCount))
          for (place, weights) in rows.enumerated() {
            sums[place] = sums[place].map { b.fma(weights[j], k, $0) } ?? b.multiply(weights[j], k)
          }
        }
        for (place, sum) in sums.enumerated() {
          if let sum { b.store(sum, to: row.of(layout.dense, behind: place * stateCount)) }
        }
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
      b.rows(run) { b, row in
        let d1 = b.load(row.of(layout.dense))
        let d2 = b.load(row.of(layout.dense, behind: stateCount))
        let d3 = b.load(row.of(layout.dense, behind: 2 * stateCount))
        let start = b.load(row.of(layout.states))
        let end = b.load(row.of(layout.newStates))
        let inner = b.fma(fraction, d3, d2)
        let middle = b.fma(fraction, inner, d1)
        let bent = b.fma(rest, middle, end)
        let left = b.multiply(rest, start)
        b.store(b.fma(fraction, bent, left), to: row.of(layout.stageStates))
      }
    }
  }
}
