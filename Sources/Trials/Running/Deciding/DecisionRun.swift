import Pharmacology
import Simulation

/// Takes the subjects of one arm from decision to decision: up to a visit, looks, decides, goes on.
///
/// Doses are handed to the simulator only as far as the next possible decision, so that a decision can stop them.
/// Decisions can fall on the same days for everybody, whoever is in the run, so that no course depends on another.
struct DecisionRun {
  let design: TrialDesign
  let clock: TrialClock
  let plan: DecisionPlan
  let estimand: Estimand
  let context: RunContext
  /// Days on which planned doses can be noticed, trial-wide.
  let noticedDays: [Int]
  /// Places of the arm's treatments that can be noticed.
  let isNoticed: [Bool]

  /// One subject: who it is, when its visits are, and what it looks like to the trial so far.
  struct Member: Sendable {
    var visits: VisitPlan
    var observe: @Sendable (DecisionState) -> TrialSubject
  }

  /// The states at the end, one for each row of the block.
  func run(_ block: PatientBlock, members: [Member]) throws -> [DecisionState] {
    let dosed = try plan.session(block, isSpared: false, run: context)
    let spared = estimand == .noBenefit ? try plan.session(block, isSpared: true, run: context) : nil
    let start = clock.hours(day: 0)
    var states = members.map { _ in DecisionState(assignments: [Assignment(source: .arm, start: start)]) }
    let lastDay =
      design.visits.indices.flatMap { visit in
        VisitPlan.offsets(of: visit, in: design.visits).map { design.visits[visit].day + Double($0) }
      }.max() ?? design.durationDays
    let ends = plan.stopDays.filter { $0 > 0 && $0 < lastDay } + [lastDay]
    var from = 0.0
    for day in ends {
      let (hours, isLast) = (clock.hours(day: day), day == lastDay)
      try give(states, from: from, to: hours, isLast: isLast, session: dosed, isSpared: false)
      if let spared { try give(states, from: from, to: hours, isLast: isLast, session: spared, isSpared: true) }
      let times = sampleTimes(states, from: from, to: hours)
      let seen = Courses(try dosed.advance(to: hours, sampling: times, isLast: isLast))
      let latent = try spared.map { Courses(try $0.advance(to: hours, sampling: times, isLast: isLast)) } ?? seen
      let now = states
      states = try Parallel.map(states.count, threads: context.threads) { rows in
        rows.map { row in
          var state = now[row]
          take(row, seen: seen, latent: latent, member: members[row], into: &state)
          if plan.stopDays.contains(day) { decide(on: day, hours: hours, member: members[row], state: &state) }
          return state
        }
      }
      from = hours
    }
    return states
  }

  // MARK: doses

  /// Hands over the doses that are due before the next possible decision.
  private func give(
    _ states: [DecisionState], from: Double, to end: Double, isLast: Bool, session: SimulationSession, isSpared: Bool
  ) throws {
    var rows: [Assignment: [Int]] = [:]
    for (row, state) in states.enumerated() { rows[state.now, default: []].append(row) }
    for (assignment, members) in rows.sorted(by: { $0.value[0] < $1.value[0] }) {
      for entry in plan.treatments(assignment, isSpared: isSpared).flatMap(\.entries)
      where entry.time >= from && (entry.time < end || (isLast && entry.time == end)) {
        try session.add(entry, patients: members)
      }
    }
  }

  /// Visits, and the hours after doses that can be noticed.
  private func sampleTimes(_ states: [DecisionState], from: Double, to end: Double) -> [Double] {
    var times = SampleTimes()
    for visit in design.visits.indices {
      for offset in VisitPlan.offsets(of: visit, in: design.visits) {
        times.add([clock.hours(day: design.visits[visit].day + Double(offset))])
      }
    }
    for assignment in Set(states.flatMap(\.assignments)) {
      for (index, treatment) in plan.treatments(assignment, isSpared: false).enumerated()
      where isNoticed(assignment, index) {
        times.add(treatment.occasions.flatMap(AcuteGrid.hours))
      }
    }
    return times.sorted().hours.filter { $0 <= end && (from == 0 ? $0 >= 0 : $0 > from) }
  }

  private func isNoticed(_ assignment: Assignment, _ treatment: Int) -> Bool {
    switch assignment.source {
    case .arm: isNoticed[treatment]
    case .regimen(let index): plan.isNoticed[index][treatment]
    case .nothing: false
    }
  }

  // MARK: looking

  /// Takes what a stretch of the course showed of one subject.
  private func take(
    _ row: Int, seen: Courses, latent: Courses, member: Member, into state: inout DecisionState
  ) {
    state.failure = state.failure ?? seen.failure(row) ?? latent.failure(row)
    guard state.failure == nil else { return }
    let noticed = noticedDays(of: state)
    for (time, hours) in seen.times.enumerated() {
      while state.latent.count < design.visits.count {
        let visit = state.latent.count
        let due = clock.hours(day: design.visits[visit].day + Double(member.visits.offsets[visit]))
        guard abs(due - hours) < 1e-6 else { break }
        state.latent.append(latent.value(row, time))
      }
      let day = Int(((hours - clock.hours(day: 0)) / 24).rounded(.down))
      guard noticed.contains(day) else { continue }
      state.felt[day] = max(state.felt[day] ?? 0, seen.acute(row, time))
    }
  }

  /// Days on which a subject has, or in a control arm seems to have, a dose that can be noticed.
  private func noticedDays(of state: DecisionState) -> Set<Int> {
    var days: Set<Int> = []
    let zero = clock.hours(day: 0)
    for (index, assignment) in state.assignments.enumerated() {
      let until = index + 1 < state.assignments.count ? state.assignments[index + 1].start : .infinity
      if assignment.source == .arm { days.formUnion(noticedDays.filter { zero + 24 * Double($0) < until }) }
      for (place, treatment) in plan.treatments(assignment, isSpared: false).enumerated()
      where isNoticed(assignment, place) {
        days.formUnion(treatment.times.filter { $0 < until }.map { Int((($0 - zero) / 24).rounded(.down)) })
      }
    }
    return days
  }

  // MARK: deciding

  private func decide(on day: Double, hours: Double, member: Member, state: inout DecisionState) {
    guard state.failure == nil, !state.isGone else { return }
    guard
      let visit = design.visits.indices.first(where: {
        $0 > 0 && design.visits[$0].day + Double(member.visits.offsets[$0]) == day
      }), state.latent.count > visit
    else { return }
    let rules = applicable(state).filter { $0.rule.visits.contains(visit) }
    guard !rules.isEmpty else { return }
    let subject = member.observe(state)
    guard subject.leaving == nil else {
      state.isGone = true
      return
    }
    let width = design.scales.count
    for (place, rule) in rules where state.uses[place] ?? 0 < rule.atMost {
      let holds = rule.conditions.allSatisfy { condition in
        condition.holds(
          condition.observed(score: { subject.scores[visit * width + $0] }, baseline: { subject.scores[$0] }))
      }
      guard holds else { continue }
      state.uses[place, default: 0] += 1
      switch rule.action {
      case .start(let regimen):
        state.assignments.append(Assignment(source: .regimen(regimen), start: hours))
        if rule.isRescue, state.rescueDay == nil { state.rescueDay = day }
      case .stopTreatment: state.assignments.append(Assignment(source: .nothing, start: hours))
      case .withdraw:
        state.withdrawalDay = day
        state.isGone = true
      }
      // One decision a visit: the first rule whose conditions hold.
      return
    }
  }

  /// The arm's rules always, and those of the regimen that is given.
  private func applicable(_ state: DecisionState) -> [(place: Int, rule: TrialRule)] {
    var rules = design.arms[plan.arm].rules.enumerated().map { (place: $0, rule: $1) }
    if case .regimen(let index) = state.now.source {
      rules += design.regimens[index].rules.enumerated().map { (place: (index + 1) * 1000 + $0, rule: $1) }
    }
    return rules
  }
}
