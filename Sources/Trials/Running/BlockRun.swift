import Pharmacology
import Populations
import Simulation

/// Takes the subjects of some replicates through their arms and observes them.
struct BlockRun {
  let design: TrialDesign
  let clock: TrialClock
  let prepared: TrialPreparation
  let enrolled: EnrolledBlock
  /// Of each replicate of the block.
  let layers: [ObservationLayer]
  let detailed: Set<Int>
  let context: RunContext
  /// For each subject its replicate, by place.
  private let replicateOf: [Int]

  /// Subjects in one call of the simulator.
  private static let callSize = 4096

  init(
    design: TrialDesign, clock: TrialClock, prepared: TrialPreparation, enrolled: EnrolledBlock,
    layers: [ObservationLayer], detailed: Set<Int>, context: RunContext
  ) {
    self.design = design
    self.clock = clock
    self.prepared = prepared
    self.enrolled = enrolled
    self.layers = layers
    self.detailed = detailed
    self.context = context
    replicateOf = enrolled.replicates.enumerated().flatMap { index, replicate in
      replicate.subjects.map { _ in index }
    }
  }

  /// For each estimand and enrolled subject its entries, one for each period.
  func subjects(_ estimands: [Estimand]) throws -> [[[TrialSubject]]] {
    var results = estimands.map { _ in [[TrialSubject]](repeating: [], count: enrolled.subjects.count) }
    for (number, plan) in prepared.courses.plans.enumerated() {
      let all = enrolled.subjects.indices.filter { enrolled.subjects[$0].plan == number }
      for start in stride(from: 0, to: all.count, by: Self.callSize) {
        let members = Array(all[start..<min(start + Self.callSize, all.count)])
        let block = PatientBlock(drawn: enrolled.patients.drawn.rows(members.map { enrolled.subjects[$0].row }))
        let observed =
          if let decisions = plan.decisions {
            try decided(members, block, decisions, estimands)
          } else {
            try steady(members, block, plan, estimands)
          }
        for (row, member) in members.enumerated() {
          for estimand in estimands.indices { results[estimand][member] = observed[row][estimand] }
        }
      }
    }
    return results
  }

  // MARK: arms without decisions

  /// One course for all estimands, and one without the drugs under test where it is asked for.
  private func steady(
    _ members: [Int], _ block: PatientBlock, _ plan: TrialCourses.Plan, _ estimands: [Estimand]
  ) throws -> [[[TrialSubject]]] {
    let dosed = try plan.dosed.run(block, run: context)
    let spared = try estimands.contains(.noBenefit) ? plan.spared?.run(block, run: context) : nil
    return try Parallel.map(members.count, threads: context.threads) { rows in
      var observer = SubjectObserver(design: design, streams: prepared.enroller.streams, layer: prepared.layer)
      return rows.map { row in
        let subject = enrolled.subjects[members[row]]
        let isDetailed = prepare(&observer, members[row])
        return estimands.map { estimand in
          let latent = estimand == .noBenefit ? spared ?? dosed : dosed
          return plan.course.periods.enumerated().map { period, part in
            if let failure = subject.failure ?? dosed.failure(row) ?? latent.failure(row) {
              return TrialSubject(subject, arm: part.arm, period: period, failure: failure)
            }
            let visits = visitPlan(subject, period: period)
            let course = PeriodCourse(
              period: period, startDay: part.startDay, visits: visits,
              latent: part.visits.indices.map { visit in
                let place = part.visits[visit].places[visits.offsets[visit] - part.visits[visit].first]
                return visit == 0 && period == 0 ? subject.start : latent.value(row, place)
              },
              felt: part.doses.map { ($0.day, TrialCourses.largest(dosed, row: row, $0.places)) })
            var result = observer.observe(
              subject, arm: part.arm, course: course,
              knowledge: .of(arm: part.arm, design: design, estimand: estimand), detailed: isDetailed)
            if isDetailed {
              let arm = design.arms[part.arm]
              result.exposures = exposures(
                result, [(arm.treatments + arm.concomitant, 24 * part.startDay, .infinity)], isFirst: period == 0,
                start: part.startDay)
            }
            return result
          }
        }
      }
    }
  }

  // MARK: arms with decisions

  /// A course for each estimand: what is observed differs, and so what is decided.
  private func decided(
    _ members: [Int], _ block: PatientBlock, _ plan: DecisionPlan, _ estimands: [Estimand]
  ) throws -> [[[TrialSubject]]] {
    var results = members.map { _ in [[TrialSubject]]() }
    for estimand in estimands {
      let knowledge = BeliefModel.Knowledge.of(arm: plan.arm, design: design, estimand: estimand)
      @Sendable func observe(_ member: Int, _ state: DecisionState, _ visits: VisitPlan) -> TrialSubject {
        let subject = enrolled.subjects[member]
        var observer = SubjectObserver(design: design, streams: prepared.enroller.streams, layer: prepared.layer)
        let isDetailed = prepare(&observer, member)
        var latent = state.latent
        if !latent.isEmpty { latent[0] = subject.start }
        let course = PeriodCourse(
          period: 0, startDay: 0, visits: visits, latent: latent,
          felt: state.felt.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, withdrawalDay: state.withdrawalDay)
        return observer.observe(subject, arm: plan.arm, course: course, knowledge: knowledge, detailed: isDetailed)
      }
      let run = DecisionRun(
        design: design, clock: clock, plan: plan, estimand: estimand, context: context,
        noticedDays: prepared.courses.noticedDays, isNoticed: prepared.courses.isNoticed[plan.arm])
      let states = try run.run(
        block,
        members: members.map { member in
          let visits = visitPlan(enrolled.subjects[member], period: 0)
          return DecisionRun.Member(visits: visits) { observe(member, $0, visits) }
        })
      let observed = try Parallel.map(members.count, threads: context.threads) { rows in
        rows.map { row in
          let (member, state) = (members[row], states[row])
          let subject = enrolled.subjects[member]
          if let failure = subject.failure ?? state.failure {
            return TrialSubject(subject, arm: plan.arm, period: 0, failure: failure)
          }
          var result = observe(member, state, visitPlan(subject, period: 0))
          result.rescueDay = state.rescueDay
          if !result.items.isEmpty || detailed.contains(enrolled.replicates[replicateOf[member]].number) {
            result.exposures = exposures(result, given(state, plan), isFirst: true, start: 0)
          }
          return result
        }
      }
      for row in members.indices { results[row].append([observed[row]]) }
    }
    return results
  }

  /// What was given by decisions: treatments, hours from day 0 of their start, and when they were replaced.
  private func given(
    _ state: DecisionState, _ plan: DecisionPlan
  ) -> [(treatments: [Treatment], shift: Double, until: Double)] {
    let zero = clock.hours(day: 0)
    let assigned = state.assignments.enumerated().map { index, assignment in
      (
        treatments: plan.treatments(assignment, isSpared: false), shift: -zero,
        until: index + 1 < state.assignments.count ? state.assignments[index + 1].start - zero : .infinity
      )
    }
    return assigned + [(design.arms[plan.arm].concomitant, 0, .infinity)]
  }

  // MARK: both

  /// Gives the observer what is the subject's replicate's own.
  ///
  /// - Returns: whether details are asked for.
  private func prepare(_ observer: inout SubjectObserver, _ member: Int) -> Bool {
    let replicate = replicateOf[member]
    if layers.count > 1 { observer.layer = layers[replicate] }
    return detailed.contains(enrolled.replicates[replicate].number)
  }

  private func visitPlan(_ subject: EnrolledSubject, period: Int) -> VisitPlan {
    var stream = prepared.enroller.streams.visits(subject.patient, period: period)
    return VisitPlan(design.visits, missedShare: design.missedVisits, stream: &stream)
  }

  /// What was given until the subject left, by time; before day 0 with the first period.
  private func exposures(
    _ subject: TrialSubject, _ given: [(treatments: [Treatment], shift: Double, until: Double)], isFirst: Bool,
    start: Double
  ) -> [TrialSubject.Exposure] {
    let left = 24 * (start + (subject.leaving?.day ?? .infinity))
    var all = given.flatMap { part in
      TrialSubject.Exposure.list(part.treatments, shift: part.shift, until: min(left, part.until))
    }
    if isFirst, let leadIn = design.leadIn {
      all += TrialSubject.Exposure.list(leadIn.treatments, shift: -24 * leadIn.durationDays, until: .infinity)
    }
    return all.enumerated().sorted { ($0.element.hours, $0.offset) < ($1.element.hours, $1.offset) }.map(\.element)
  }
}

extension BeliefModel.Knowledge {
  /// What is known on an arm.
  static func of(arm: Int, design: TrialDesign, estimand: Estimand) -> Self {
    let own = design.arms[arm]
    let open: Self = own.role == .control ? .knowsControl : .knowsActive
    switch estimand {
    case .openLabel: return open
    case .masked: return .masked
    case .asRun, .noBenefit:
      if own.control?.isOpen == true { return open }
      // Where nobody can be on a control, or every control is open, it is no secret either.
      return design.arms.allSatisfy { $0.role != .control || $0.control?.isOpen == true } ? open : .blind
    }
  }
}
