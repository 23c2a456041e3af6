import Diagnostics
import Pharmacology
import Simulation

/// Turns the courses of one arm's patients into series over time and endpoints.
struct ArmReduction {
  /// One column of the courses: a stage, for one compound where it is read per compound.
  struct Column {
    var stage: Stage
    var observable: String
    var compound: String?
  }

  let course: TimeCourse
  let columns: [Column]
  let visits: [Visit]
  /// Hours at which doses start, ascending.
  let doseTimes: [Double]
  /// Patients that completed.
  private let patients: [Int]

  init(course: TimeCourse, columns: [Column], visits: [Visit], doseTimes: [Double]) {
    self.course = course
    self.columns = columns
    self.visits = visits
    self.doseTimes = doseTimes
    patients = course.statuses.indices.filter { course.statuses[$0].isCompleted }
  }

  var completedCount: Int { patients.count }

  // MARK: series

  /// - Complexity: O(times · columns · patients · log patients).
  func series() -> [StageSeries] {
    columns.indices.map { index in
      let column = columns[index]
      var series = StageSeries(
        stage: column.stage.id, observable: column.observable, compound: column.compound, unit: column.stage.unit,
        p05: [], p25: [], p50: [], p75: [], p95: [])
      var values: [Double] = []
      for time in course.times.indices {
        values.removeAll(keepingCapacity: true)
        for patient in patients {
          let value = course.value(patient: patient, time: time, output: index)
          if value.isFinite { values.append(value) }
        }
        values.sort()
        series.p05.append(Quantile.sorted(values, 0.05))
        series.p25.append(Quantile.sorted(values, 0.25))
        series.p50.append(Quantile.sorted(values, 0.5))
        series.p75.append(Quantile.sorted(values, 0.75))
        series.p95.append(Quantile.sorted(values, 0.95))
      }
      return series
    }
  }

  // MARK: endpoints

  func endpoints() -> [Endpoint] {
    columns.indices.flatMap { index -> [Endpoint] in
      let column = columns[index]
      switch EndpointRule.of(column.stage.id) {
      case .peak: return peak(index, column)
      case .values(let visitIDs):
        return visits.filter { visitIDs.contains($0.id) || $0.id == visits.last?.id }.map { visit in
          let summary = Interval(of: values(index, at: visit))
          return endpoint(
            column, "\(column.stage.id).\(visit.id)", "\(column.stage.title.lowercasedStart), \(visit.title)",
            unit: column.stage.unit, .value(visit: visit.id), summary)
        }
      case .none: return []
      }
    }
  }

  private func peak(_ index: Int, _ column: Column) -> [Endpoint] {
    let peaks = patients.map { peak(patient: $0, output: index) }
    let name = column.stage.title.lowercasedStart
    return [
      endpoint(
        column, "\(column.stage.id)_peak", "\(name), peak", unit: column.stage.unit, .peak,
        Interval(of: peaks.map(\.value))),
      endpoint(
        column, "\(column.stage.id)_peak_time", "\(name), time of peak after the dose", unit: "h", .peakTime,
        Interval(of: peaks.map(\.hoursAfterDose))),
    ]
  }

  private func endpoint(
    _ column: Column, _ id: String, _ title: String, unit: String, _ kind: Endpoint.Kind, _ summary: Interval
  ) -> Endpoint {
    Endpoint(
      id: column.compound.map { "\(id).\($0)" } ?? id, title: title, unit: unit, stage: column.stage.id,
      compound: column.compound, kind: kind, summary: summary)
  }

  /// The largest value, and its time since the last dose up to then; a course that rises by less than one percent has
  /// no time of peak.
  private func peak(patient: Int, output: Int) -> (value: Double, hoursAfterDose: Double) {
    var (lowest, best, bestTime) = (Double.infinity, -Double.infinity, Double.nan)
    for time in course.times.indices {
      let value = course.value(patient: patient, time: time, output: output)
      lowest = min(lowest, value)
      if value > best {
        best = value
        bestTime = course.times[time]
      }
    }
    guard best.isFinite else { return (.nan, .nan) }
    guard best - lowest > 0.01 * max(abs(best), abs(lowest)) else { return (best, .nan) }
    // A sample at the time of a dose at once is taken after it.
    let dose = doseTimes.last { $0 <= bestTime } ?? 0
    return (best, bestTime - dose)
  }

  private func values(_ index: Int, at visit: Visit) -> [Double] {
    guard let time = course.times.firstIndex(where: { abs($0 - visit.hours) < 1e-6 }) else { return [] }
    return patients.map { course.value(patient: $0, time: time, output: index) }
  }

  // MARK: outcomes

  /// The column of the symptom score.
  private var score: Int? { columns.firstIndex { $0.stage.id == EndpointRule.symptomStage } }

  func outcomes() -> [VisitOutcome] {
    guard let score else { return [] }
    let baselines = patients.map { course.value(patient: $0, time: 0, output: score) }
    return visits.map { visit in
      let scores = values(score, at: visit)
      func share(_ isCounted: (Double, Double) -> Bool) -> Double {
        guard !scores.isEmpty else { return .nan }
        return Double(zip(scores, baselines).count { isCounted($0, $1) }) / Double(scores.count)
      }
      return VisitOutcome(
        visit: visit, score: Interval(of: scores), change: Interval(of: zip(scores, baselines).map { $0 - $1 }),
        response: share { SymptomCourse.isResponse($0, baseline: $1) },
        remission: share { score, _ in SymptomCourse.isRemission(score) }, count: scores.count)
    }
  }

  func relapse() -> Relapse {
    guard let score else {
      return Relapse(
        responders: 0, relapsed: 0, medianDayAmongRelapsed: nil, medianDaysToRelapse: nil, medianDay: nil)
    }
    let days = course.times.map { $0 / 24 }
    let courses = patients.map { patient in
      SymptomCourse(
        days: days, scores: days.indices.map { course.value(patient: patient, time: $0, output: score) })
    }
    return Relapse(courses, endDay: days.last ?? 0)
  }

  func failures() -> [PatientFailure] {
    course.statuses.enumerated().compactMap { patient, status in
      PatientFailure(patient: patient, status: status)
    }
  }
}

/// Which endpoints a stage gives.
enum EndpointRule {
  case peak
  case values(visits: Set<String>)
  case none

  static let symptomStage = "symptoms"

  static func of(_ stage: String) -> EndpointRule {
    switch stage {
    case "plasma", "occupancy", "glutamate", "bdnf", "mtorc1": .peak
    case "synapses", "topdown": .values(visits: ["24h", "d7", "d28", "d182"])
    default: .none
    }
  }
}

extension PatientFailure {
  /// Nil for a run that completed.
  fileprivate init?(patient: Int, status: PatientStatus) {
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

extension String {
  /// The text with a small first letter, unless it starts with an abbreviation.
  fileprivate var lowercasedStart: String {
    guard let first, let second = dropFirst().first, first.isUppercase, second.isLowercase else { return self }
    return first.lowercased() + dropFirst()
  }
}
