import Equations
import Pharmacology
import Simulation

/// One arm worked out: what is given, when courses are sampled, and what is read from them.
struct ArmPlan: Sendable {
  /// One column of the courses: a stage, for one compound where it is read per compound.
  struct Column: Sendable {
    var stage: Stage
    var observable: String
    var compound: String?
  }

  let arm: StudyProtocol.Arm
  let columns: [Column]
  let visits: [Visit]
  /// Hours, ascending.
  let times: [Double]
  /// Hours at which doses start, ascending.
  let doseTimes: [Double]
  /// What is read once from each course, in the order of ``readings``.
  let endpoints: [EndpointColumn]
  /// Where each visit stands among the times.
  let visitTimes: [Int?]
  /// The column of the symptom score.
  let score: Int?

  init(
    _ arm: StudyProtocol.Arm, stages: [Stage], visits: [Visit], durationHours: Double, known: Set<String>
  ) {
    let compounds = arm.compoundsGiven.map(\.id)
    let columns = stages.flatMap { stage -> [Column] in
      switch stage.source {
      case .observable(let name): [Column(stage: stage, observable: name, compound: nil)]
      case .perCompound(let output):
        compounds.map { Column(stage: stage, observable: "\($0).\(output)", compound: $0) }
      }
    }.filter { known.contains($0.observable) }
    let doses = arm.treatments.filter { if case .dose = $0.content { true } else { false } }
    let times = SampleTimes.make(treatments: arm.treatments, visits: visits, durationHours: durationHours)
    self.arm = arm
    self.columns = columns
    self.visits = visits
    self.times = times
    doseTimes = doses.flatMap(\.times).sorted()
    endpoints = EndpointColumn.all(columns, visits: visits)
    visitTimes = visits.map { visit in times.firstIndex { abs($0 - visit.hours) < 1e-6 } }
    score = columns.firstIndex { $0.stage.id == EndpointColumn.symptomStage }
  }

  var schedule: InputSchedule { InputSchedule(arm.treatments) }
  var outputs: [String] { columns.map(\.observable) }

  /// The arm's result from what its patients were reduced to.
  ///
  /// - Parameter intervals: over the patients, of each of the ``PatientReadings``.
  func result(series: [StageSeries], intervals: [Interval], tally: ArmTally, stateCount: Int) -> ArmResult {
    let scores = score == nil ? [] : intervals[endpoints.count...].prefix(visits.count)
    let changes = score == nil ? [] : intervals.suffix(visits.count)
    return ArmResult(
      id: arm.id, title: arm.title, treatments: arm.treatments.map(\.text), compounds: arm.compoundsGiven,
      modalities: arm.modalities.map(\.title), evidence: arm.evidence + arm.modalityEvidence, times: times,
      series: series, endpoints: zip(endpoints, intervals).map { Endpoint($0, summary: $1) },
      outcomes: zip(scores, changes).enumerated().map { index, interval in
        tally.visits[index].outcome(visits[index], score: interval.0, change: interval.1)
      },
      relapse: Relapse(tally.relapses, endDay: (times.last ?? 0) / 24), failures: tally.failures,
      completedCount: tally.completed, failedCount: tally.failed, stateCount: stateCount, statistics: tally.statistics,
      schedule: arm.treatments.map(TreatmentTimes.init))
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
  var compoundsGiven: [CompoundGiven] {
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
