import Dispatch
import Simulation
import Synchronization

/// What is read once from each patient's course of one arm: endpoints, scores on visits, response and relapse.
package struct PatientReadings: Sendable {
  /// Numbers per patient: the arm's endpoints, then the score on each visit, then its change from the start.
  package let width: Int
  /// Row-major; NaN for patients that failed.
  package private(set) var values: [Double]
  /// Each patient's score at the start; NaN where there is none.
  package private(set) var baselines: [Double]
  /// Response and relapse of each patient; nil for those that failed, and where the model has no score.
  package private(set) var symptoms: [SymptomCourse?]
  /// Why a patient has no readings; nil for those that have.
  package private(set) var failures: [PatientFailure?]

  /// Reads all patients of a course.
  ///
  /// - Parameters:
  ///   - refusals: rows that could not be run, with the reason.
  ///   - number: each row's index in the study.
  ///   - threads: how many share the work.
  /// - Complexity: O(values of the course).
  init(
    _ course: TimeCourse, plan: ArmPlan, refusals: [Int: String] = [:], threads: Int = 1,
    number: @Sendable (Int) -> Int = { $0 }
  ) {
    let share = (course.patientCount + threads - 1) / max(1, threads)
    let parts = Mutex<[Int: PatientReadings]>([:])
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let rows = min(thread * share, course.patientCount)..<min((thread + 1) * share, course.patientCount)
      let part = PatientReadings(course, plan: plan, rows: rows, refusals: refusals, number: number)
      parts.withLock { $0[thread] = part }
    }
    let read = parts.withLock { parts in (0..<threads).compactMap { parts[$0] } }
    width = Self.width(plan)
    values = read.flatMap(\.values)
    baselines = read.flatMap(\.baselines)
    symptoms = read.flatMap(\.symptoms)
    failures = read.flatMap(\.failures)
  }

  /// Numbers per patient of an arm.
  static func width(_ plan: ArmPlan) -> Int {
    plan.endpoints.count + (plan.score == nil ? 0 : 2 * plan.visits.count)
  }

  private init(
    _ course: TimeCourse, plan: ArmPlan, rows: Range<Int>, refusals: [Int: String], number: (Int) -> Int
  ) {
    width = Self.width(plan)
    values = []
    values.reserveCapacity(width * rows.count)
    baselines = []
    symptoms = []
    failures = []
    let days = plan.times.map { $0 / 24 }
    for patient in rows {
      let failure =
        refusals[patient].map { PatientFailure(patient: number(patient), hours: 0, reason: $0, isRefusal: true) }
        ?? PatientFailure(patient: number(patient), status: course.statuses[patient])
      failures.append(failure)
      guard failure == nil else {
        values += repeatElement(.nan, count: width)
        baselines.append(.nan)
        symptoms.append(nil)
        continue
      }
      func value(_ time: Int?, _ output: Int) -> Double {
        time.map { course.value(patient: patient, time: $0, output: output) } ?? .nan
      }
      var peak = (column: -1, value: Double.nan, hours: Double.nan)
      for endpoint in plan.endpoints {
        switch endpoint.kind {
        case .value(let visit):
          let index = plan.visits.firstIndex { $0.id == visit }
          values.append(value(index.flatMap { plan.visitTimes[$0] }, endpoint.column))
        case .peak, .peakTime:
          if peak.column != endpoint.column {
            let (largest, hours) = Self.peak(course, patient: patient, output: endpoint.column, doses: plan.doseTimes)
            peak = (endpoint.column, largest, hours)
          }
          values.append(endpoint.kind == .peak ? peak.value : peak.hours)
        }
      }
      guard let score = plan.score else {
        symptoms.append(nil)
        baselines.append(.nan)
        continue
      }
      let baseline = value(0, score)
      baselines.append(baseline)
      for time in plan.visitTimes { values.append(value(time, score)) }
      for time in plan.visitTimes { values.append(value(time, score) - baseline) }
      symptoms.append(
        SymptomCourse(
          days: days, scores: days.indices.map { course.value(patient: patient, time: $0, output: score) }))
    }
  }

  package var patientCount: Int { failures.count }

  /// One patient's numbers.
  package func row(_ patient: Int) -> ArraySlice<Double> { values[patient * width..<(patient + 1) * width] }

  /// The largest value, and its time since the last dose up to then; a course that rises by less than one percent has
  /// no time of peak.
  private static func peak(
    _ course: TimeCourse, patient: Int, output: Int, doses: [Double]
  ) -> (value: Double, hoursAfterDose: Double) {
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
    let dose = doses.last { $0 <= bestTime } ?? 0
    return (best, bestTime - dose)
  }
}
