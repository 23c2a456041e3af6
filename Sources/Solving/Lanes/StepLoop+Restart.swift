import Equations
import NativeCode

/// Starting again after a jump, or after a change of a switch.
extension StepLoop {
  /// Values of the word that marks a lane for a new start.
  enum RestartMark {
    /// The states or the inputs jumped.
    static let jump = 1.0
    /// Only the slopes may have.
    static let change = 2.0
  }

  /// The first step after a jump: rtol^(1/5) over the fastest relative change, at most what it was. After a change of a
  /// switch the step stays.
  func emitRestart(_ b: inout KernelBuilder) {
    let zero = b.constant(0)
    let starting = isStarting(&b)
    emitStageFromSolution(&b)
    emitLeavesAtStage(.after, &b)
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
    let flag = b.load(layout.restarts[0])
    let jumped = b.compare(.equal, flag, b.constant(RestartMark.jump))
    b.store(b.select(b.and(starting, jumped), shorter, step), to: layout.step[0])
    let previous = b.load(layout.previousStep[0])
    b.store(b.select(starting, zero, previous), to: layout.previousStep[0])
    b.store(b.select(starting, zero, flag), to: layout.restarts[0])
    guard isAttended else { return }
    let attended = b.load(layout.attention.isAttended[0])
    b.store(b.select(starting, zero, attended), to: layout.attention.isAttended[0])
  }
}
