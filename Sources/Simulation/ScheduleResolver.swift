import Equations
import NativeCode
import Solving

/// Turns a schedule into one patient's input records: what changes, when, to what.
///
/// Amounts are multiplied by the patient's parameters and delayed by its lag (a negative lag delays by nothing). An
/// infusion too short for the clock to resolve is given at once. Levels and infusion rates are *set* to
/// the sum of what is active, not added and subtracted, so that they return to exactly zero.
struct ScheduleResolver: Sendable {
  typealias Place = InputChange.Place
  typealias Change = InputChange

  let stateOf: [String: Int]
  let inputOf: [String: Int]
  let parameterOf: [String: Int]
  let rateOf: [Int: Int]
  let infusedStates: [Int]
  let layout: LaneLayout?
  let inputCount: Int

  init(system: EquationSystem, infusedStates: [Int], layout: LaneLayout?) {
    stateOf = Dictionary(system.states.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    inputOf = Dictionary(system.inputs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    parameterOf = Dictionary(
      system.parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    rateOf = Dictionary(infusedStates.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    self.infusedStates = infusedStates
    self.layout = layout
    inputCount = system.inputs.count
  }

  /// Checks names and kinds against the unpruned system.
  static func check(_ schedule: InputSchedule, against system: EquationSystem) throws {
    let states = Set(system.states.map(\.name))
    let inputs = Set(system.inputs.map(\.name))
    let parameters = Set(system.parameters.map(\.name))
    try checkInputs(Set(schedule.entries.map(\.target)), of: system)
    for entry in schedule.entries {
      guard entry.time.isFinite, entry.time >= 0 else { throw SimulationError.badTime(entry.time) }
      let (isHold, value, duration): (Bool, Double, Double) =
        switch entry.action {
        case .bolus(let amount): (false, amount, 0)
        case .infusion(let amount, let duration): (false, amount, duration)
        case .hold(let level, let duration): (true, level, duration)
        }
      guard states.contains(entry.target) || inputs.contains(entry.target) else {
        throw SimulationError.unknownTarget(entry.target, known: Array(states) + Array(inputs))
      }
      if isHold != inputs.contains(entry.target) {
        throw SimulationError.wrongTarget(entry.target, isState: states.contains(entry.target))
      }
      guard value.isFinite, isHold || value >= 0 else {
        throw SimulationError.badAmount(target: entry.target, value: value)
      }
      guard duration >= 0, !duration.isNaN else { throw SimulationError.badTime(duration) }
      for name in entry.scaledBy + [entry.lag, entry.duration].compactMap(\.self) where !parameters.contains(name) {
        throw SimulationError.unknownParameter(name, known: Array(parameters))
      }
    }
  }

  /// Refuses targets that only the model's events may change.
  static func checkInputs(_ targets: Set<String>, of system: EquationSystem) throws {
    for input in system.inputs where targets.contains(input.name) {
      if let reaction = input.countedBy { throw SimulationError.fastStoichiometry(input.name, reaction) }
    }
  }

  /// The changes of one patient, by time; at one time doses first, in the order of the schedule, then levels and rates.
  ///
  /// - Parameters:
  ///   - values: the patient's parameters.
  ///   - initialInputs: what the inputs are before anything is held.
  func changes(of entries: [InputSchedule.Entry], values: [Double], initialInputs: [Double]) -> [Change] {
    var changes: [Change] = []
    // Levels and rates over time, per place: starts and ends with their contributions.
    var edges: [Place: [(time: Double, start: Bool, id: Int, level: Double)]] = [:]
    func value(_ name: String) -> Double { parameterOf[name].map { values[$0] } ?? .nan }

    for (id, entry) in entries.enumerated() {
      let scale = entry.scaledBy.reduce(1) { $0 * value($1) }
      let time = entry.time + max(0, entry.lag.map(value) ?? 0)
      func add(_ place: Place, level: Double, until end: Double) {
        edges[place, default: []].append((time, true, id, level))
        if end.isFinite { edges[place, default: []].append((end, false, id, level)) }
      }
      switch entry.action {
      case .bolus(let amount):
        if let state = stateOf[entry.target] {
          changes.append(Change(time: time, place: .state(state), action: .add, value: amount * scale))
        }
      case .infusion(let amount, let given):
        let end = time + (entry.duration.map(value) ?? given)
        guard let state = stateOf[entry.target], let rate = rateOf[state] else { continue }
        if end > time {
          add(.rate(rate), level: amount * scale / (end - time), until: end)
        } else {
          changes.append(Change(time: time, place: .state(state), action: .add, value: amount * scale))
        }
      case .hold(let level, let given):
        let end = time + (entry.duration.map(value) ?? given)
        guard let input = inputOf[entry.target], end > time else { continue }
        add(.input(input), level: level * scale, until: end)
      }
    }

    for (place, list) in edges.sorted(by: { Self.order($0.key) < Self.order($1.key) }) {
      var base = 0.0
      if case .input(let input) = place { base = initialInputs[input] }
      // Ends before starts at one time, so that back-to-back levels do not add up for an instant.
      let sorted = list.sorted { ($0.time, $0.start ? 1 : 0, $0.id) < ($1.time, $1.start ? 1 : 0, $1.id) }
      var active: [(id: Int, level: Double)] = []
      for edge in sorted {
        if edge.start { active.append((edge.id, edge.level)) } else { active.removeAll { $0.id == edge.id } }
        let level = active.sorted { $0.id < $1.id }.reduce(base) { $0 + $1.level }
        changes.append(Change(time: edge.time, place: place, action: .set, value: level))
      }
    }
    // A stable sort by time.
    return changes.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  private static func order(_ place: Place) -> Int {
    switch place {
    case .state(let index): 3 * index
    case .rate(let index): 3 * index + 1
    case .input(let index): 3 * index + 2
    }
  }

  /// A change as a record of the lane kernel.
  func record(_ change: Change, layout: LaneLayout) -> InputRecord {
    let element =
      switch change.place {
      case .state(let index): layout.states.start + index
      case .rate(let index): layout.rates.start + index
      case .input(let index): layout.inputs.start + index
      }
    return InputRecord(time: change.time, element: element, action: change.action.ofRecord, value: change.value)
  }
}
