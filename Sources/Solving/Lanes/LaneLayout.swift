import Equations
package import NativeCode

/// Where everything of a lane lies in the kernel's block.
package struct LaneLayout: Sendable {
  // what a patient brings
  package let parameters: KernelArray
  package let inputs: KernelArray
  /// Rate added to a state's derivative by infusions, for ``infusedStates`` in order.
  package let rates: KernelArray
  package let infusedStates: [Int]

  // the solution
  package let states: KernelArray
  package let time: KernelArray
  package let step: KernelArray
  package let status: KernelArray
  package let isFresh: KernelArray
  package let restarts: KernelArray
  package let acceptedSteps: KernelArray
  package let rejectedSteps: KernelArray

  let previousStep: KernelArray
  let previousErrorPower: KernelArray
  /// Of models with switches, events or delays; empty in others.
  let switchMemory: SwitchMemory
  let attention: AttentionArrays
  /// The words that make up a patient between two runs: everything above.
  package let persistent: Range<Int>

  // choices
  package let relativeTolerance: KernelArray
  package let absoluteTolerance: KernelArray
  /// rtol^(1/5): the first step against the fastest relative change.
  package let startFactor: KernelArray
  package let largestFirstStep: KernelArray
  package let maximumSteps: KernelArray
  /// Turns of the step loop left before the kernel returns to let its caller look around.
  package let budget: KernelArray

  // queues: addresses of the next input record, sample time and output
  package let queueAddress: KernelArray
  package let queueTime: KernelArray
  package let sampleAddress: KernelArray
  package let sampleTime: KernelArray
  package let outputAddress: KernelArray

  // work space
  let hoisted: KernelArray
  let stageStates: KernelArray
  let stageTime: KernelArray
  let derivative: KernelArray
  let timeDerivative: KernelArray
  let rightSide: KernelArray
  let stages: KernelArray
  let newStates: KernelArray
  let factors: KernelArray
  let inverseStep: KernelArray
  let inversePivot: KernelArray
  let usedStep: KernelArray
  let newTime: KernelArray
  let largestError: KernelArray
  let errorSum: KernelArray
  let dense: KernelArray
  let observed: KernelArray
  let switchWork: SwitchWork
  let newton: NewtonArrays
  /// What leaves of delayed values read.
  let delays: DelayArrays
  let delayed: KernelArray
  let delayedSlope: KernelArray
  /// What events depend on, as ``EventPlan`` orders it.
  let examined: KernelArray
  /// A patient's times and values of events, as ``EventTimetable`` orders them.
  let timetable: KernelArray

  init(
    _ system: EquationSystem, switches: SwitchPlan, events: EventPlan, timetable: EventTimetable?,
    infusedStates: [Int], outputCount: Int, in program: inout KernelProgram
  ) {
    let n = system.states.count
    parameters = program.array("parameters", count: system.parameters.count)
    inputs = program.array("inputs", count: system.inputs.count)
    rates = program.array("rates", count: infusedStates.count)
    self.infusedStates = infusedStates
    states = program.array("states", count: n)
    time = program.array("time", count: 1)
    step = program.array("step", count: 1)
    status = program.array("status", count: 1)
    isFresh = program.array("isFresh", count: 1)
    restarts = program.array("restarts", count: 1)
    acceptedSteps = program.array("acceptedSteps", count: 1)
    rejectedSteps = program.array("rejectedSteps", count: 1)
    previousStep = program.array("previousStep", count: 1)
    previousErrorPower = program.array("previousErrorPower", count: 1)
    switchMemory = SwitchMemory(switches, in: &program)
    attention = AttentionArrays(isUsed: !system.events.isEmpty || !system.delays.isEmpty, in: &program)
    persistent = parameters.start..<program.wordCount
    relativeTolerance = program.array("relativeTolerance", count: 1)
    absoluteTolerance = program.array("absoluteTolerance", count: 1)
    startFactor = program.array("startFactor", count: 1)
    largestFirstStep = program.array("largestFirstStep", count: 1)
    maximumSteps = program.array("maximumSteps", count: 1)
    budget = program.array("budget", count: 1)
    queueAddress = program.array("queueAddress", count: 1)
    queueTime = program.array("queueTime", count: 1)
    sampleAddress = program.array("sampleAddress", count: 1)
    sampleTime = program.array("sampleTime", count: 1)
    outputAddress = program.array("outputAddress", count: 1)
    hoisted = program.array("hoisted", count: system.hoisted.count)
    stageStates = program.array("stageStates", count: n)
    stageTime = program.array("stageTime", count: 1)
    derivative = program.array("derivative", count: n)
    timeDerivative = program.array("timeDerivative", count: n)
    rightSide = program.array("rightSide", count: n)
    stages = program.array("stages", count: Rodas5PTableau.stageCount * n)
    newStates = program.array("newStates", count: n)
    factors = program.array("factors", count: system.elimination.slotCount)
    inverseStep = program.array("inverseStep", count: 1)
    inversePivot = program.array("inversePivot", count: 1)
    usedStep = program.array("usedStep", count: 1)
    newTime = program.array("newTime", count: 1)
    largestError = program.array("largestError", count: 1)
    errorSum = program.array("errorSum", count: 1)
    dense = program.array("dense", count: 3 * n)
    observed = program.array("observed", count: outputCount)
    switchWork = SwitchWork(switches, in: &program)
    newton = NewtonArrays(isUsed: system.states.contains(where: \.isAlgebraic), in: &program)
    delays = DelayArrays(count: system.delays.count, in: &program)
    delayed = program.array("delayed", count: system.delays.count)
    delayedSlope = program.array("delayedSlope", count: system.delays.count)
    examined = program.array("examined", count: events.nodes.count)
    self.timetable = program.array("timetable", count: timetable?.nodes.count ?? 0)
  }
}

/// What a lane is doing, as the kernel stores it.
package enum LaneStatus: Double, Sendable {
  case running = 0
  /// Reached its end; waits for its result to be taken.
  case finished = 1
  case idle = 2
  case stepTooSmall = 3
  case tooManySteps = 4
  /// Waits for its caller to carry out events and to say when it wants to be asked again.
  case attending = 5
  /// The algebraic rules could not be fulfilled.
  case inconsistent = 6
  /// Events that cause each other without end at one instant.
  case endlessEvents = 7
  /// Events that follow each other ever faster.
  case accumulatingEvents = 8
  /// A delay, a priority or a value of an event is no finite number.
  case brokenEvent = 9

  /// Whether the lane is done, well or not.
  var isOver: Bool { self != .running && self != .idle && self != .attending }
}
