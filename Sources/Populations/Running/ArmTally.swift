import Diagnostics
package import Simulation

/// What is counted over an arm's patients: whole numbers, so that parts add up to the same in any grouping.
struct ArmTally: Sendable, Hashable {
  /// One visit.
  struct VisitTally: Sendable, Hashable {
    var count = 0
    var responders = 0
    var remitters = 0

    func outcome(_ visit: Visit, score: Interval, change: Interval) -> VisitOutcome {
      func share(_ number: Int) -> Double { count == 0 ? .nan : Double(number) / Double(count) }
      return VisitOutcome(
        visit: visit, score: score, change: change, response: share(responders), remission: share(remitters),
        count: count)
    }
  }

  var completed = 0
  var failed = 0
  /// The first ones, in the order of patients; `failed` counts all.
  var failures: [PatientFailure] = []
  var visits: [VisitTally] = []
  var relapses = RelapseTally()
  var statistics = RunStatistics()

  /// Failures that are listed one by one.
  static let listedFailures = 1000

  init(visitCount: Int) { visits = Array(repeating: VisitTally(), count: visitCount) }

  /// Adds patients, which follow those that were added before.
  mutating func add(_ readings: PatientReadings, plan: ArmPlan) {
    for patient in 0..<readings.patientCount {
      if let failure = readings.failures[patient] {
        failed += 1
        if failures.count < Self.listedFailures { failures.append(failure) }
        continue
      }
      completed += 1
      guard plan.score != nil, let symptoms = readings.symptoms[patient] else { continue }
      relapses.add(symptoms)
      let row = readings.row(patient)
      let scores = row.startIndex + plan.endpoints.count
      for visit in visits.indices where plan.visitTimes[visit] != nil {
        let score = row[scores + visit]
        let baseline = readings.baselines[patient]
        visits[visit].count += 1
        visits[visit].responders += SymptomCourse.isResponse(score, baseline: baseline) ? 1 : 0
        visits[visit].remitters += SymptomCourse.isRemission(score) ? 1 : 0
      }
    }
  }

  /// Adds the work that a part of the patients took.
  mutating func add(_ part: RunStatistics) {
    let steps = Double(statistics.acceptedSteps + statistics.rejectedSteps)
    let partSteps = Double(part.acceptedSteps + part.rejectedSteps)
    if steps == 0 {
      statistics.laneUse = part.laneUse
    } else if partSteps > 0, part.laneUse > 0 {
      // Turns of lanes are what adds up.
      statistics.laneUse = (steps + partSteps) / (steps / statistics.laneUse + partSteps / part.laneUse)
    }
    statistics.acceptedSteps += part.acceptedSteps
    statistics.rejectedSteps += part.rejectedSteps
    statistics.failedPatients += part.failedPatients
    statistics.buildSeconds += part.buildSeconds
    statistics.compileSeconds = max(statistics.compileSeconds, part.compileSeconds)
    statistics.solveSeconds += part.solveSeconds
  }
}

extension PatientFailure {
  /// Nil for a run that completed.
  package init?(patient: Int, status: PatientStatus) {
    switch status {
    case .completed: return nil
    case .stepTooSmall(let time, let state, let equation):
      self.init(
        patient: patient, hours: time, reason: "the step became too small for \(state): \(Message.clipped(equation))")
    case .tooManySteps(let time, let state, let equation):
      self.init(
        patient: patient, hours: time, reason: "too many steps, mostly for \(state): \(Message.clipped(equation))")
    case .notFinite(let time, let name):
      self.init(patient: patient, hours: time, reason: "\(name) is not a finite number")
    case .inconsistent(let time, let state, let equation):
      self.init(
        patient: patient, hours: time,
        reason: "the algebraic rules could not be fulfilled, least for \(state): \(Message.clipped(equation))")
    case .eventFailed(let time, let event, let reason):
      self.init(patient: patient, hours: time, reason: "the event \(event) failed: \(reason)")
    case .solverFailed(let time, let reason):
      self.init(patient: patient, hours: time, reason: "the solver gave up: \(reason)")
    }
  }
}
