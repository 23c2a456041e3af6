/// Sampled outputs of many patients, and how each patient's run ended.
package struct TimeCourse: Sendable {
  /// In the model's time unit, ascending.
  package var times: [Double]
  package var outputs: [String]
  package var units: [String]
  package var patientCount: Int
  /// `values[(patient * times.count + time) * outputs.count + output]`; NaN after a patient's failure.
  package var values: [Double]
  package var statuses: [PatientStatus]
  package var statistics: RunStatistics

  /// One sample. Not a number after the patient's failure.
  package func value(patient: Int, time: Int, output: Int) -> Double {
    values[(patient * times.count + time) * outputs.count + output]
  }

  package init(
    times: [Double], outputs: [String], units: [String], patientCount: Int, values: [Double],
    statuses: [PatientStatus], statistics: RunStatistics
  ) {
    self.times = times
    self.outputs = outputs
    self.units = units
    self.patientCount = patientCount
    self.values = values
    self.statuses = statuses
    self.statistics = statistics
  }
}

/// How one patient's run ended. A failure is a status with a reason, never a number.
package enum PatientStatus: Sendable, Hashable {
  case completed
  /// The step size fell below what the time can resolve at `time`; `state` had the largest error.
  case stepTooSmall(time: Double, state: String, equation: String)
  /// More steps than allowed; `state` had the largest error last.
  case tooManySteps(time: Double, state: String, equation: String)
  /// A parameter or a state's rate of change is not a finite number.
  case notFinite(time: Double, name: String)
  /// The algebraic rules have no solution that Newton's method finds from where the run stands.
  case inconsistent(time: Double, state: String, equation: String)
  /// Events without end, or with a delay that is none.
  case eventFailed(time: Double, event: String, reason: String)

  /// SUNDIALS gave up, for the reason in its own word.
  case solverFailed(time: Double, reason: String)

  package var isCompleted: Bool { self == .completed }
}

/// Work done, summed over patients.
package struct RunStatistics: Sendable, Hashable {
  package var acceptedSteps = 0
  package var rejectedSteps = 0
  /// Events of the model carried out (0 with CVODE and IDA, which do not count them).
  package var events = 0
  package var failedPatients = 0
  /// Seconds: building the equations, making machine code (zero when cached), integrating.
  package var buildSeconds = 0.0
  package var compileSeconds = 0.0
  package var solveSeconds = 0.0
  /// Share of lane-steps that carried a patient.
  package var laneUse = 1.0
  package init() {}
}
