import Simulation

/// Carries out a subject's events in time: doses wait for their lag, infusions end, additional doses follow, resets
/// cancel what waits. Additional doses are made one after the other, never all at once.
///
/// What arrives by itself at the time of a record comes before the record.
struct DoseQueue {
  /// Where the model's sites and covariates lie in the simulator's system.
  struct Places: Sendable {
    /// By site.
    var states: [Int: Int] = [:]
    /// By site.
    var rates: [Int: Int] = [:]
    /// By position among the covariates that change with time.
    var inputs: [Int] = []
  }

  private enum Waiting {
    /// Additional dose number `count` of a record at `time`.
    case additional(PlannedDose, time: Double, count: Int)
    case arrival(PlannedDose)
    case end(infusion: Int, site: Int)
  }

  private let places: Places
  /// What a reset goes back to.
  private let start: DosingStart
  /// States at each steady-state dose, by row.
  private let steadyStates: [Int: [Double]]
  private var waiting = TimeHeap<Waiting>()
  private var running: [Int: [(infusion: Int, rate: Double)]] = [:]
  private var infusions = 0
  private(set) var changes: [InputChange] = []

  init(places: Places, start: DosingStart, steadyStates: [Int: [Double]]) {
    self.places = places
    self.start = start
    self.steadyStates = steadyStates
  }

  /// Everything that changes up to `end`, by time.
  ///
  /// - Complexity: O(changes · log of what waits).
  mutating func run(_ events: [DosingTimeline.Event], until end: Double) {
    for event in events where event.instant <= end {
      release(until: event.instant)
      carryOut(event)
    }
    release(until: end)
  }

  private mutating func release(until time: Double) {
    while let next = waiting.first, next.time <= time {
      waiting.removeFirst()
      switch next.element {
      case .arrival(let dose): arrive(dose, at: next.time)
      case .end(let infusion, let site):
        running[site]?.removeAll { $0.infusion == infusion }
        setRate(of: site, at: next.time)
      case .additional(let dose, let start, let count):
        give(dose, at: next.time, now: next.time)
        follow(dose, start: start, count: count + 1)
      }
    }
  }

  private mutating func carryOut(_ event: DosingTimeline.Event) {
    let time = event.instant
    switch event.action {
    case .level(let covariate, let value):
      changes.append(InputChange(time: time, place: .input(places.inputs[covariate]), action: .set, value: value))
    case .replace(let site, let amount): change(site, .set, amount, at: time)
    case .multiply(let site, let factor): change(site, .multiply, factor, at: time)
    case .reset:
      cancel(at: time)
      for (state, value) in start.states.enumerated() {
        changes.append(InputChange(time: time, place: .state(state), action: .set, value: value))
      }
      // What the model's events may have changed; covariates keep their level.
      for (input, value) in start.inputs.enumerated() where !places.inputs.contains(input) {
        changes.append(InputChange(time: time, place: .input(input), action: .set, value: value))
      }
    case .dose(let dose):
      if dose.steadyState != .none { startSteadily(dose, at: event.time, now: time) }
      guard !dose.isConstantInfusion else { return }
      give(dose, at: event.time, now: time)
      follow(dose, start: event.time, count: 1)
    }
  }

  private mutating func give(_ dose: PlannedDose, at time: Double, now: Double) {
    if dose.lag > 0 { wait(.arrival(dose), until: time + dose.lag, now: now) } else { arrive(dose, at: now) }
  }

  private mutating func wait(_ element: Waiting, until time: Double, now: Double) {
    waiting.insert(element, at: max(time, now))
  }

  private mutating func follow(_ dose: PlannedDose, start: Double, count: Int) {
    guard count <= dose.additional else { return }
    let time = start + Double(count) * dose.interval
    waiting.insert(.additional(dose, time: start, count: count), at: time)
  }

  private mutating func arrive(_ dose: PlannedDose, at time: Double) {
    infuse(dose, from: time, until: time + dose.duration)
  }

  /// An infusion too short for the clock to resolve is given at once.
  private mutating func infuse(_ dose: PlannedDose, from time: Double, until end: Double) {
    guard dose.rate > 0, end > time else { return change(dose.site, .add, dose.amount, at: time) }
    infusions += 1
    running[dose.site, default: []].append((infusions, dose.rate))
    if end.isFinite { waiting.insert(.end(infusion: infusions, site: dose.site), at: end) }
    setRate(of: dose.site, at: time)
  }

  private mutating func setRate(of site: Int, at time: Double) {
    guard let rate = places.rates[site] else { return }
    // Summed anew, so that it returns to exactly zero.
    let sum = (running[site] ?? []).reduce(0) { $0 + $1.rate }
    changes.append(InputChange(time: time, place: .rate(rate), action: .set, value: sum))
  }

  private mutating func change(_ site: Int, _ action: InputChange.Action, _ value: Double, at time: Double) {
    guard let state = places.states[site] else { return }
    changes.append(InputChange(time: time, place: .state(state), action: action, value: value))
  }

  /// Stops infusions and forgets doses that wait.
  private mutating func cancel(at time: Double) {
    waiting.removeAll()
    for site in running.keys.sorted() where running[site]?.isEmpty == false {
      running[site] = []
      setRate(of: site, at: time)
    }
  }
}

extension DoseQueue {
  /// Puts the states where endless earlier doses have brought them. Of those, the ones that are still on their way
  /// arrive later, and infusions that go on end later.
  private mutating func startSteadily(_ dose: PlannedDose, at time: Double, now: Double) {
    guard let steady = steadyStates[dose.row] else { return }
    if dose.steadyState == .replaces { cancel(at: now) }
    for (state, value) in steady.enumerated() {
      let isReplaced = dose.steadyState == .replaces
      changes.append(
        InputChange(
          time: now, place: .state(state), action: isReplaced ? .set : .add,
          value: isReplaced ? value : value - start.states[state]))
    }
    guard !dose.isConstantInfusion else { return }
    let train = DoseTrain(lag: dose.lag, duration: dose.duration, interval: dose.interval)
    for offset in train.running {
      infusions += 1
      running[dose.site, default: []].append((infusions, dose.rate))
      wait(.end(infusion: infusions, site: dose.site), until: time + offset, now: now)
    }
    if !train.running.isEmpty { setRate(of: dose.site, at: now) }
    for offset in train.arriving {
      if offset > 0 { wait(.arrival(dose), until: time + offset, now: now) } else { arrive(dose, at: now) }
    }
  }
}
