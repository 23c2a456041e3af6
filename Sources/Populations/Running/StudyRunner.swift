package import Equations
import Pharmacology
package import Simulation

/// Runs a study: the same virtual patients through every arm, one arm after the other, each reduced to summaries
/// before the next one starts.
package struct StudyRunner: Sendable {
  /// One arm's run, as the simulator is asked for it.
  package struct Request: Sendable {
    package var system: EquationSystem
    package var schedule: InputSchedule
    package var outputs: [String]
    package var patients: ParameterTable
    /// Hours.
    package var times: [Double]
  }

  /// What runs one arm and says how many states that took; tests put their own in.
  package typealias Simulate = (Request) throws -> (course: TimeCourse, stateCount: Int)

  private let study: StudyProtocol
  private let system: EquationSystem
  private let stages: [Stage]
  private let model: ModelVersion

  /// - Throws: `InputError` when the protocol names a parameter or place that the model lacks.
  package init(study: StudyProtocol, system: EquationSystem, stages: [Stage], model: ModelVersion) throws {
    try study.check(against: system)
    self.study = study
    self.system = system
    self.stages = stages
    self.model = model
  }

  /// Runs with the product's simulator.
  package func run(
    options: SimulationOptions = .init(), progress: (String) -> Void = { _ in }
  ) throws -> StudyResult {
    var options = options
    options.seed = study.seed
    return try run(progress: progress) { [options] request in
      let simulator = try Simulator(
        system: request.system, schedule: request.schedule, outputs: request.outputs, options: options,
        patientCount: request.patients.patientCount)
      return (try simulator.run(patients: request.patients, times: request.times), simulator.system.states.count)
    }
  }

  /// - Parameter progress: is told the title of every arm before it runs.
  package func run(progress: (String) -> Void = { _ in }, simulate: Simulate) throws -> StudyResult {
    let patients = try study.draw(0..<study.patientCount).parameters
    let visits = Visit.all(durationDays: study.durationDays)
    let known = Set(system.observables.map(\.name))
    let arms = try study.arms.map { arm in
      progress(arm.title)
      return try run(arm, patients, visits, known, simulate)
    }
    return StudyResult(
      title: study.title, durationDays: study.durationDays, seed: study.seed, patientCount: study.patientCount,
      model: model, variability: variability(patients), stages: stages, visits: visits, arms: arms,
      notes: sameness + missingStages(known))
  }

  private func run(
    _ arm: StudyProtocol.Arm, _ patients: ParameterTable, _ visits: [Visit], _ known: Set<String>, _ simulate: Simulate
  ) throws -> ArmResult {
    let columns = columns(of: arm, known)
    let request = Request(
      system: system, schedule: InputSchedule(arm.treatments), outputs: columns.map(\.observable), patients: patients,
      times: SampleTimes.make(treatments: arm.treatments, visits: visits, durationHours: study.durationHours))
    let (course, stateCount) = try simulate(request)
    let doses = arm.treatments.filter { if case .dose = $0.content { true } else { false } }
    let reduction = ArmReduction(
      course: course, columns: columns, visits: visits, doseTimes: doses.flatMap(\.times).sorted())
    return ArmResult(
      id: arm.id, title: arm.title, treatments: arm.treatments.map(\.text), compounds: arm.compoundsGiven,
      modalities: arm.modalities.map(\.title), evidence: arm.evidence + arm.modalityEvidence, times: course.times,
      series: reduction.series(), endpoints: reduction.endpoints(), outcomes: reduction.outcomes(),
      relapse: reduction.relapse(), failures: reduction.failures(), completedCount: reduction.completedCount,
      stateCount: stateCount, statistics: course.statistics, schedule: arm.treatments.map(TreatmentTimes.init))
  }

  /// What is read from the model: each stage once, or once for each compound given.
  private func columns(of arm: StudyProtocol.Arm, _ known: Set<String>) -> [ArmReduction.Column] {
    let compounds = arm.compoundsGiven.map(\.id)
    return stages.flatMap { stage -> [ArmReduction.Column] in
      switch stage.source {
      case .observable(let name): [ArmReduction.Column(stage: stage, observable: name, compound: nil)]
      case .perCompound(let output):
        compounds.map { ArmReduction.Column(stage: stage, observable: "\($0).\(output)", compound: $0) }
      }
    }.filter { known.contains($0.observable) }
  }

  /// Said when a number of patients was asked for and nothing tells them apart.
  private var sameness: [String] {
    guard study.patientCount > 1, study.variations.isEmpty else { return [] }
    return ["All \(study.patientCount) patients are the same one: the protocol varies nothing between them."]
  }

  private func missingStages(_ known: Set<String>) -> [String] {
    stages.compactMap { stage in
      guard case .observable(let name) = stage.source, !known.contains(name) else { return nil }
      return "\(stage.title) is left out: the model has no \"\(name)\"."
    }
  }

  private func variability(_ patients: ParameterTable) -> [VariedParameter] {
    let units = Dictionary(system.parameters.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    return study.variations.enumerated().map { index, variation in
      let drawn = (0..<patients.patientCount).map { patients.values[$0 * patients.names.count + index] }
      return VariedParameter(
        name: variation.name, unit: units[variation.name] ?? "", distribution: "\(variation.distribution)",
        drawn: Interval(of: drawn))
    }
  }
}

extension TreatmentTimes {
  fileprivate init(_ treatment: Treatment) {
    let length = treatment.occasions.first.map { $0.upperBound - $0.lowerBound } ?? 0
    switch treatment.content {
    case .dose(let dose):
      self.init(
        treatment: treatment.text, subject: dose.compound.id, isSession: false, hours: treatment.times,
        lengthHours: length)
    case .session(let session):
      self.init(
        treatment: treatment.text, subject: session.modality.id, isSession: true, hours: treatment.times,
        lengthHours: length)
    }
  }
}

extension StudyProtocol.Arm {
  fileprivate var compoundsGiven: [CompoundGiven] {
    var given: [CompoundGiven] = []
    for case .dose(let dose) in treatments.map(\.content) {
      if let index = given.firstIndex(where: { $0.id == dose.compound.id }) {
        if !given[index].routes.contains(dose.routeTitle) { given[index].routes.append(dose.routeTitle) }
      } else {
        given.append(
          CompoundGiven(
            id: dose.compound.id, title: dose.compound.title, routes: [dose.routeTitle], plasma: dose.plasmaLabel))
      }
    }
    return given
  }

  fileprivate var modalities: [Modality] {
    var seen: [Modality] = []
    for case .session(let session) in treatments.map(\.content) where !seen.contains(session.modality) {
      seen.append(session.modality)
    }
    return seen
  }

  /// What the library says about therapies that rest on weak evidence (grades D and E).
  fileprivate var modalityEvidence: [String] {
    modalities.filter { ["D", "E"].contains($0.grade) }.map { "\($0.title) (grade \($0.grade)): \($0.evidence)" }
  }
}
