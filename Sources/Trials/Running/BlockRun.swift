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

  /// Subjects in one call of the simulator.
  private static let callSize = 4096

  /// For each estimand and enrolled subject its entries, one for each period.
  func subjects(_ estimands: [Estimand]) throws -> [[[TrialSubject]]] {
    var results = estimands.map { _ in [[TrialSubject]](repeating: [], count: enrolled.subjects.count) }
    let replicateOf = enrolled.replicates.enumerated().flatMap { index, replicate in
      replicate.subjects.map { _ in index }
    }
    for (number, plan) in prepared.courses.plans.enumerated() {
      let all = enrolled.subjects.indices.filter { enrolled.subjects[$0].plan == number }
      for start in stride(from: 0, to: all.count, by: Self.callSize) {
        let members = Array(all[start..<min(start + Self.callSize, all.count)])
        let block = PatientBlock(drawn: enrolled.patients.drawn.rows(members.map { enrolled.subjects[$0].row }))
        let needsDosed = !plan.course.periods.isEmpty
        let dosed = try needsDosed ? plan.dosed.run(block, run: context) : nil
        let spared = try estimands.contains(.noBenefit) ? plan.spared?.run(block, run: context) : nil
        guard let dosed else { continue }
        let observed = try Parallel.map(members.count, threads: context.threads) { rows in
          rows.map { row in
            let member = members[row]
            let subject = enrolled.subjects[member]
            let replicate = replicateOf[member]
            var observer = SubjectObserver(
              design: design, streams: prepared.enroller.streams, layer: layers[replicate])
            let isDetailed = detailed.contains(enrolled.replicates[replicate].number)
            return estimands.map { estimand in
              let latent = estimand == .noBenefit ? spared ?? dosed : dosed
              return plan.course.periods.enumerated().map { period, part in
                let failure = subject.failure ?? dosed.failure(row) ?? latent.failure(row)
                guard failure == nil else {
                  var failed = TrialSubject(subject, arm: part.arm, period: period)
                  failed.failure = failure
                  return failed
                }
                var stream = prepared.enroller.streams.visits(subject.patient, period: period)
                let visits = VisitPlan(design.visits, missedShare: design.missedVisits, stream: &stream)
                let course = PeriodCourse(
                  period: period, startDay: part.startDay, visits: visits,
                  latent: part.visits.indices.map { visit in
                    let place = part.visits[visit].places[visits.offsets[visit] - part.visits[visit].first]
                    return visit == 0 && period == 0 ? subject.start : latent.value(row, place)
                  },
                  felt: part.doses.map { ($0.day, TrialCourses.largest(dosed, row: row, $0.places)) })
                return observer.observe(
                  subject, arm: part.arm, course: course,
                  knowledge: .of(arm: part.arm, design: design, estimand: estimand), detailed: isDetailed)
              }
            }
          }
        }
        for (row, member) in members.enumerated() {
          for estimand in estimands.indices { results[estimand][member] = observed[row][estimand] }
        }
      }
    }
    return results
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
