import Equations
import NativeCode
import Randomness

/// Carries out the events of lanes that wait at an instant, as SBML Level 3 Version 2 defines them.
///
/// An event fires when its trigger becomes true. Of those that are due the one with the highest priority is carried out;
/// then all triggers are looked at again, until none is due. Events of equal priority come in random order, and so do
/// those without one, which come last.
struct EventDirector {
  /// Executions at one instant after which events are taken to cause each other for ever.
  static let mostAtOnce = 10_000
  /// Executions of an event that come ever faster after which it is taken to go on so for ever.
  static let mostHurries = 1000

  let kernel: EnsembleKernel
  let code: KernelCode
  let block: LaneBlock
  let seed: UInt64

  private var layout: LaneLayout { kernel.layout }
  private var attention: AttentionArrays { kernel.layout.attention }
  private var plan: EventPlan { kernel.events }

  /// How an instant ended for a lane.
  struct Outcome {
    /// Whether anything was carried out.
    var hasJumped = false
    var failure: LaneStatus?
    var guilty: Int?
  }

  /// Carries out what is due in some lanes, which are waiting; `states` are theirs, by lane.
  func direct(_ lanes: [Int], _ states: inout [EventState], patients: [Int]) -> [Int: Outcome] {
    var outcomes: [Int: Outcome] = [:]
    for lane in lanes { outcomes[lane] = Outcome() }
    var open = lanes
    var executions = 0
    /// Events that have come ever faster, by lane.
    var hurried: [Int: Int] = [:]
    while !open.isEmpty {
      code.run("examine", on: block)
      var chosen: [(lane: Int, event: Int, values: [Double])] = []
      for lane in open {
        look(lane, &states[lane], &outcomes[lane, default: Outcome()])
        guard outcomes[lane]?.failure == nil else { continue }
        if let event = hurried.removeValue(forKey: lane), states[lane].triggers[event],
          !plan.events[event].assignsItsTrigger
        {
          // It acts on its trigger through rates only, and no time is left for these.
          outcomes[lane] = Outcome(failure: .accumulatingEvents, guilty: event)
          continue
        }
        guard let next = choose(lane, &states[lane], patient: patients[lane]) else { continue }
        if executions == Self.mostAtOnce {
          outcomes[lane] = Outcome(failure: .endlessEvents, guilty: next.event)
          continue
        }
        chosen.append((lane, next.event, next.values ?? values(next.event, lane)))
        outcomes[lane]?.hasJumped = true
        switch pace(of: next.event, at: now(lane), &states[lane]) {
        case .ordinary: break
        case .hurried: hurried[lane] = next.event
        case .endless:
          outcomes[lane] = Outcome(failure: .accumulatingEvents, guilty: next.event)
          chosen.removeLast()
        }
      }
      carryOut(chosen)
      for execution in chosen { states[execution.lane].executions += 1 }
      settle(chosen.map(\.lane))
      open = chosen.map(\.lane).filter { block[layout.status, 0, $0] == LaneStatus.attending.rawValue }
      executions += 1
    }
    return outcomes
  }

  private func now(_ lane: Int) -> Double { block[layout.time, 0, lane] }
  private func value(_ place: Int, _ lane: Int) -> Double { block[layout.examined, place, lane] }
  private func values(_ event: Int, _ lane: Int) -> [Double] {
    plan.events[event].assignments.map { value($0.value, lane) }
  }

  /// Which triggers have become true, and which pending executions have lost theirs.
  private func look(_ lane: Int, _ state: inout EventState, _ outcome: inout Outcome) {
    for (index, event) in plan.events.enumerated() {
      let holds = value(event.trigger, lane) != 0
      defer { state.triggers[index] = holds }
      if !holds, state.triggers[index], !event.isPersistent {
        state.pending.removeAll { $0.event == index }
      }
      guard holds, !state.triggers[index] else { continue }
      let delay = event.delay.map { value($0, lane) } ?? 0
      guard delay.isFinite, delay >= 0 else {
        outcome = Outcome(failure: .brokenEvent, guilty: index)
        return
      }
      state.pending.append(
        .init(
          time: now(lane) + delay, event: index,
          values: event.usesTriggerTimeValues ? values(index, lane) : nil))
    }
  }

  /// Takes the next execution that is due, if there is one.
  private func choose(_ lane: Int, _ state: inout EventState, patient: Int) -> EventState.Pending? {
    let due = state.pending.indices.filter { state.pending[$0].time <= now(lane) }
    guard !due.isEmpty else { return nil }
    let priorities = due.map { place in
      plan.events[state.pending[place].event].priority.map { value($0, lane) } ?? -.infinity
    }
    let highest = priorities.max { !($0 >= $1 || $1.isNaN) } ?? -.infinity
    let first = zip(due, priorities).filter { $0.1 == highest || highest.isNaN }.map(\.0)
    var choice = first[0]
    if first.count > 1 {
      choice = first[Self.choice(of: first.count, seed: seed, patient: patient, draw: state.draws)]
      state.draws += 1
    }
    return state.pending.remove(at: choice)
  }

  /// Which of some events of equal rank comes first, for a patient's draw so many.
  static func choice(of count: Int, seed: UInt64, patient: Int, draw: Int) -> Int {
    var stream = RandomStream(seed: seed, patient: patient, purpose: "order of events \(draw)")
    return min(count - 1, Int(stream.uniform() * Double(count)))
  }

  /// Makes the assignments, and keeps the amounts in compartments that they resize.
  private func carryOut(_ chosen: [(lane: Int, event: Int, values: [Double])]) {
    var sizesBefore: [[Double]] = []
    for (lane, index, values) in chosen {
      let event = plan.events[index]
      sizesBefore.append(event.resized.map { value($0.size, lane) })
      for (assignment, given) in zip(event.assignments, values) {
        let product = assignment.factor.map { given * value($0, lane) } ?? given
        assign(assignment.offset.map { product + value($0, lane) } ?? product, to: assignment.target, lane)
      }
    }
    guard chosen.contains(where: { !plan.events[$0.event].resized.isEmpty }) else { return }
    code.run("examine", on: block)
    for ((lane, index, _), before) in zip(chosen, sizesBefore) {
      for (resized, before) in zip(plan.events[index].resized, before) {
        block[layout.states, resized.state, lane] *= before / value(resized.size, lane)
      }
    }
  }

  private func assign(_ value: Double, to target: EquationSystem.Event.Assignment.Target, _ lane: Int) {
    switch target {
    case .state(let state): block[layout.states, state, lane] = value
    case .input(let input): block[layout.inputs, input, lane] = value
    }
  }

  /// Makes algebraic rows consistent with what was assigned.
  private func settle(_ lanes: [Int]) {
    guard plan.hasAlgebraicRows, !lanes.isEmpty else { return }
    for lane in 0..<block.width { block[attention.isSettling, 0, lane] = lanes.contains(lane) ? 1 : 0 }
    code.run("settle", on: block)
  }

  private enum Pace { case ordinary, hurried, endless }

  /// How an event's executions follow each other.
  ///
  /// Intervals that shrink geometrically, and would be over within a millionth of the time passed, hold infinitely many
  /// executions before a time that is all but reached. The event may end there, when nothing brings it about any more;
  /// when it goes on, there or soon after, it does so without end.
  private func pace(of event: Int, at now: Double, _ state: inout EventState) -> Pace {
    if var hurry = state.hurries[event] {
      hurry.count += 1
      state.hurries[event] = hurry
      if now <= hurry.end { return hurry.count > Self.mostHurries ? .endless : .hurried }
      if now - hurry.end < 100 * (hurry.end - hurry.start) { return .endless }
      state.hurries[event] = nil
    }
    guard let rest = restOfAccumulation(event, at: now, &state) else { return .ordinary }
    state.hurries[event] = EventState.Hurry(start: now, end: now + 2 * rest)
    return .hurried
  }

  /// How long it is until infinitely many executions have come; nil when they do not come ever faster.
  private func restOfAccumulation(_ event: Int, at now: Double, _ state: inout EventState) -> Double? {
    let kept = 6
    if state.recent[event].last != now { state.recent[event].append(now) }
    if state.recent[event].count > kept { state.recent[event].removeFirst() }
    let times = state.recent[event]
    guard times.count == kept else { return nil }
    let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
    let ratios = zip(gaps, gaps.dropFirst()).map { $1 / $0 }
    guard let last = gaps.last, let ratio = ratios.max(), ratio < 0.999 else { return nil }
    let rest = last * ratio / (1 - ratio)
    return rest < 1e-6 * now ? rest : nil
  }
}
