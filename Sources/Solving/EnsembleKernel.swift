package import Equations
package import NativeCode

/// The whole step loop of one model as a kernel: inputs, samples, stages, error control, for lanes that go their own
/// way. Entries: `prepare` (fresh lanes) and `advance` (until a lane needs its caller, or the budget is spent).
package struct EnsembleKernel: Sendable {
  package let program: KernelProgram
  package let layout: LaneLayout
  let events: EventPlan
  /// Where all events come at known times; then ``events`` is empty.
  let timetable: EventTimetable?
  /// Whether all events of the model come at known times.
  package var hasTimetable: Bool { timetable != nil }
  /// For every delayed expression, whether its duration stays as it is while a patient runs.
  let constantDurations: [Bool]

  /// - Parameters:
  ///   - outputs: nodes to sample.
  ///   - infusedStates: states that get rates from infusions.
  ///   - usesTimetable: whether events at known times are carried out as inputs; for tests, because the results do not
  ///     depend on it, apart from the solver's error.
  ///   - longestElimination: steps of elimination up to which each gets code of its own; for tests, because the numbers
  ///     do not depend on it.
  package init(
    _ system: EquationSystem, outputs: [Node], infusedStates: [Int], usesTimetable: Bool = true,
    longestElimination: Int = EliminationPlan.longestByRows
  ) {
    var program = KernelProgram()
    let timetable = usesTimetable ? EventTimetable(system) : nil
    let system = timetable == nil ? system : system.withoutEvents()
    let switches = SwitchPlan(system)
    let events = EventPlan(system)
    let layout = LaneLayout(
      system, switches: switches, events: events, timetable: timetable, infusedStates: infusedStates,
      outputCount: outputs.count, in: &program)
    let code = ModelCode(
      system, outputs: outputs, layout: layout, longestElimination: longestElimination, in: &program)
    let atSolution = GraphCode.Leaves(layout, states: layout.states, time: layout.time)
    let method = Rodas5P(system: system, layout: layout, code: code)
    let atStage = GraphCode.Leaves(layout, states: layout.stageStates, time: layout.stageTime)
    var loop = StepLoop(
      layout: layout, code: code, method: method, outputCount: outputs.count,
      observedStates: system.delays.isEmpty ? system.graph.states(under: outputs) : Array(system.states.indices),
      hasAlgebraicRows: system.states.contains(where: \.isAlgebraic), plan: system.elimination,
      extentRows: system.states.indices.filter { system.states[$0].isExtent },
      differentialSlots: zip(system.jacobian, system.elimination.jacobianSlots)
        .filter { entry, _ in !system.states[entry.row].isAlgebraic || !system.states[entry.column].isAlgebraic }
        .map(\.1),
      switches: SwitchCode(system, plan: switches, layout: layout, leaves: atStage, in: &program),
      delays: DelayCode(system, layout: layout, leaves: atStage, in: &program),
      examine: events.code(system.graph, leaves: atStage, into: layout.examined, in: &program),
      timetable: timetable?.code(system.graph, leaves: atSolution, into: layout.timetable, in: &program) ?? [])
    loop.emit(into: &program)
    self.program = program
    self.layout = layout
    self.events = events
    self.timetable = timetable
    constantDurations = loop.delays.constant
  }
}
