import Equations
import NativeCode

/// Starting again after a jump.
extension StepLoop {
  /// The first step after a jump: rtol^(1/5) over the fastest relative change, at most what it was.
  func emitRestart(_ b: inout KernelBuilder) {
    if hasAlgebraicRows { emitConsistency(&b) }
    let zero = b.constant(0)
    let starting = isStarting(&b)
    b.loop(method.stateCount) { b, s in
      let value = b.load(layout.states[s])
      b.store(value, to: layout.stageStates[s])
    }
    let now = b.load(layout.time[0])
    b.store(now, to: layout.stageTime[0])
    for function in code.rightHandSide { b.call(function) }
    let relative = b.load(layout.relativeTolerance[0])
    let absolute = b.load(layout.absoluteTolerance[0])
    b.store(zero, to: layout.largestError[0])
    for row in method.differentialRows {
      let value = b.load(layout.states[row])
      let slope = b.load(layout.derivative[row])
      let size = b.absolute(value)
      let scale = b.fma(relative, size, absolute)
      let speed = b.absolute(slope)
      let change = b.divide(speed, scale)
      let largest = b.load(layout.largestError[0])
      b.store(b.maximum(largest, change), to: layout.largestError[0])
    }
    let fastest = b.load(layout.largestError[0])
    let relativeChange = b.multiply(relative, fastest)
    let factor = b.load(layout.startFactor[0])
    let estimate = b.divide(factor, relativeChange)
    let step = b.load(layout.step[0])
    let shorter = b.minimum(estimate, step)
    b.store(b.select(starting, shorter, step), to: layout.step[0])
    let previous = b.load(layout.previousStep[0])
    b.store(b.select(starting, zero, previous), to: layout.previousStep[0])
    let flag = b.load(layout.restarts[0])
    b.store(b.select(starting, zero, flag), to: layout.restarts[0])
  }

  /// Newton's method on the algebraic rows with the differential states held: the factorised matrix with an enormous
  /// M/(hγ) leaves only them.
  func emitConsistency(_ b: inout KernelBuilder) {
    let starting = isStarting(&b)
    let enormous = b.constant(1e150)
    b.store(enormous, to: layout.inversePivot[0])
    b.loop(12) { b, _ in
      for function in code.linearise { b.call(function) }
      for function in code.factorise { b.call(function) }
      b.loop(method.stateCount) { b, s in
        let f = b.load(layout.derivative[s])
        b.store(f, to: layout.rightSide[s])
      }
      let zero = b.constant(0)
      for row in method.differentialRows { b.store(zero, to: layout.rightSide[row]) }
      for function in code.solve { b.call(function) }
      for state in 0..<method.stateCount {
        let change = b.load(layout.rightSide[plan.solutionRow[state]])
        let value = b.load(layout.states[state])
        let moved = b.add(value, change)
        b.store(b.select(starting, moved, value), to: layout.states[state])
      }
    }
  }
}
