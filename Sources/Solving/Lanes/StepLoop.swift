import Equations
import NativeCode

/// The loop around the method: which lanes do what, and when.
///
/// Order of one turn: inputs that are due, a new start after a jump, samples that are due, one attempted step with the
/// samples inside it. A lane stops at every input exactly; samples inside a step come from the dense output, and a
/// sample at the time of an input sees the state after the input.
struct StepLoop {
  let layout: LaneLayout
  let code: ModelCode
  let method: Rodas5P
  let outputCount: Int
  let hasAlgebraicRows: Bool
  let plan: EliminationPlan

  func emit(into program: inout KernelProgram) {
    let applyInputs = program.function("applyInputs") { emitInputs(&$0) }
    let sampleNow = program.function("sampleNow") { emitSamplesAtTime(&$0) }
    let restart = program.function("restart") { emitRestart(&$0) }
    let sampleInside = program.function("sampleInside") { emitSamplesInside(&$0) }
    let attempt = program.function("attempt") { emitAttempt(&$0, sampleInside: sampleInside) }

    program.function("prepare", isEntry: true) { b in
      for function in code.hoist { b.call(function) }
      for function in code.initialise { b.call(function) }
      let fresh = b.load(layout.isFresh[0])
      let one = b.constant(1)
      let zero = b.constant(0)
      let isFresh = b.compare(.equal, fresh, one)
      let restarts = b.load(layout.restarts[0])
      b.store(b.select(isFresh, one, restarts), to: layout.restarts[0])
      let first = b.load(layout.largestFirstStep[0])
      let step = b.load(layout.step[0])
      b.store(b.select(isFresh, first, step), to: layout.step[0])
      b.store(zero, to: layout.isFresh[0])
    }

    program.function("advance", isEntry: true) { b in
      b.repeatWhileAny { b in
        let due = isDue(layout.queueTime, &b)
        b.ifAny(due) { $0.call(applyInputs) }
        let starting = isStarting(&b)
        b.ifAny(starting) { $0.call(restart) }
        let sampleDue = isSampleDue(&b)
        b.ifAny(sampleDue) { $0.call(sampleNow) }
        let running = isRunning(&b)
        b.ifAny(running) { $0.call(attempt) }

        let oneStep = b.integer(1)
        let budget = b.loadInteger(layout.budget[0])
        let left = b.integer(.subtract, budget, oneStep)
        b.store(left, to: layout.budget[0])
        let none = b.integer(0)
        let mayGoOn = b.compare(.less, none, left)
        let needsCaller = b.broadcastAny(waitsForCaller(&b))
        let stillRunning = isRunning(&b)
        let undisturbed = b.not(needsCaller)
        let both = b.and(stillRunning, undisturbed)
        return b.and(both, mayGoOn)
      }
    }
  }
}
