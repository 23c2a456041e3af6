import Equations
import Pharmacology
import Populations
import Simulation

/// An arm whose treatment depends on what is observed: compiled for everything that rules may start.
struct DecisionPlan: Sendable {
  let arm: Int
  /// What goes on whatever is decided: lead-in and what is given beside. Hours of the model.
  let base: [Treatment]
  /// The arm's own, from day 0, and the regimens', from their start.
  let own: [Treatment]
  let regimens: [Regimen]
  /// The same without the drugs under test.
  let sparedOwn: [Treatment]
  let sparedRegimens: [[Treatment]]
  /// Days on which a decision may fall, ascending.
  let stopDays: [Double]
  /// Whether a treatment of a regimen can be noticed.
  let isNoticed: [[Bool]]
  private let study: StudyProtocol
  private let dosed: Simulator
  private let spared: Simulator

  init(
    _ design: TrialDesign, arm: Int, clock: TrialClock, study: StudyProtocol, system: EquationSystem,
    outputs: [String], options: SimulationOptions, isNoticed: [[Bool]]
  ) throws {
    let content = design.arms[arm]
    let tested = Set(
      design.arms.filter { $0.role == .active }.flatMap(\.treatments).compactMap { treatment -> String? in
        if case .dose(let dose) = treatment.content { dose.compound.id } else { nil }
      })
    func isTested(_ treatment: Treatment) -> Bool {
      if case .dose(let dose) = treatment.content { tested.contains(dose.compound.id) } else { false }
    }
    self.arm = arm
    self.isNoticed = isNoticed
    self.study = study
    base =
      (design.leadIn?.treatments ?? []).map { $0.later(by: 24 * clock.leadInStart) }
      + content.concomitant.map { $0.later(by: clock.hours(day: 0)) }
    own = content.treatments
    regimens = design.regimens
    sparedOwn = content.role == .active ? own.filter { !isTested($0) } : own
    sparedRegimens = regimens.map { $0.treatments.filter { !isTested($0) } }
    var days: Set<Double> = []
    for rule in content.rules + regimens.flatMap(\.rules) {
      for visit in rule.visits {
        for offset in VisitPlan.offsets(of: visit, in: design.visits) {
          days.insert(design.visits[visit].day + Double(offset))
        }
      }
    }
    stopDays = days.sorted()
    let (base, own) = (base, own)
    func simulator(_ treatments: [Treatment], _ outputs: [String]) throws -> Simulator {
      try Simulator(
        system: system, schedule: InputSchedule(base), outputs: outputs, options: options, patientCount: 4096,
        extraTargets: Set(treatments.flatMap(\.entries).map(\.target)).union(study.occasionTargets(base + own)))
    }
    dosed = try simulator(own + regimens.flatMap(\.treatments), outputs)
    spared = try simulator(sparedOwn + sparedRegimens.joined(), [PatientModelNames.score])
  }

  /// What an assignment gives, in hours of the model.
  func treatments(_ assignment: Assignment, isSpared: Bool) -> [Treatment] {
    switch assignment.source {
    case .arm: (isSpared ? sparedOwn : own).map { $0.later(by: assignment.start) }
    case .regimen(let index):
      (isSpared ? sparedRegimens[index] : regimens[index].treatments).map { $0.later(by: assignment.start) }
    case .nothing: []
    }
  }

  func session(_ block: PatientBlock, isSpared: Bool, run: RunContext) throws -> SimulationSession {
    let simulator = isSpared ? spared : dosed
    return try simulator.session(
      patients: block.drawn.parameters,
      ownChanges: block.drawn.hasOccasions
        ? block.drawn.ownChanges(in: simulator, treatments: base + own) : nil,
      shouldStop: run.shouldStop)
  }
}
