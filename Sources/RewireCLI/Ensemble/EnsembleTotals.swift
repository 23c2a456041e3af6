import Files
import Simulation

/// What the rows of an ensemble took together, and which failed: enough to go on after a stop.
struct EnsembleTotals {
  struct Failure {
    /// In the table, from 0.
    var row: Int
    var status: String
    var reason: String
  }

  /// From the first one asked for.
  var rowsDone = 0
  var acceptedSteps = 0
  var rejectedSteps = 0
  var events = 0
  var failed = 0
  /// The first ones, in the order of rows.
  var failures: [Failure] = []
  /// Lane turns, busy or idle.
  var laneTurns = 0.0
  var solveSeconds = 0.0
  var solveProcessorSeconds = 0.0

  /// So many failures are listed; all are counted.
  static let failureLimit = 10_000

  /// Share of lane turns that carried a row.
  var laneUse: Double { laneTurns > 0 ? Double(acceptedSteps + rejectedSteps) / laneTurns : 1 }

  /// - Parameter first: the table's row of the course's first patient.
  mutating func add(_ course: TimeCourse, first: Int, seconds: Double, processorSeconds: Double) {
    let statistics = course.statistics
    rowsDone += course.patientCount
    acceptedSteps += statistics.acceptedSteps
    rejectedSteps += statistics.rejectedSteps
    events += statistics.events
    failed += statistics.failedPatients
    if statistics.laneUse > 0 {
      laneTurns += Double(statistics.acceptedSteps + statistics.rejectedSteps) / statistics.laneUse
    }
    solveSeconds += seconds
    solveProcessorSeconds += processorSeconds
    for (place, status) in course.statuses.enumerated() where failures.count < Self.failureLimit {
      guard let reason = status.problem else { continue }
      failures.append(Failure(row: first + place, status: status.word, reason: reason))
    }
  }
}

/// As fields of the file beside an unfinished array.
extension EnsembleTotals {
  private static let failureName = "failed row"

  var fields: [RunManifest.Field] {
    [
      .init("rows done", "\(rowsDone)"), .init("accepted steps", "\(acceptedSteps)"),
      .init("rejected steps", "\(rejectedSteps)"), .init("events", "\(events)"), .init("failed rows", "\(failed)"),
      .init("lane turns", "\(laneTurns)"), .init("seconds of solving", "\(solveSeconds)"),
      .init("processor seconds of solving", "\(solveProcessorSeconds)"),
    ] + failures.map { .init(Self.failureName, "\($0.row) \($0.status) \($0.reason)") }
  }

  /// Nil when a field is missing or is no number.
  init?(fields: [RunManifest.Field]) {
    func text(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
    guard let rowsDone = Int(text("rows done")), let acceptedSteps = Int(text("accepted steps")),
      let rejectedSteps = Int(text("rejected steps")), let events = Int(text("events")),
      let failed = Int(text("failed rows")), let laneTurns = Double(text("lane turns")),
      let solveSeconds = Double(text("seconds of solving")),
      let solveProcessorSeconds = Double(text("processor seconds of solving"))
    else { return nil }
    self.rowsDone = rowsDone
    self.acceptedSteps = acceptedSteps
    self.rejectedSteps = rejectedSteps
    self.events = events
    self.failed = failed
    self.laneTurns = laneTurns
    self.solveSeconds = solveSeconds
    self.solveProcessorSeconds = solveProcessorSeconds
    for field in fields where field.name == Self.failureName {
      let parts = field.value.split(separator: " ", maxSplits: 2)
      guard parts.count == 3, let row = Int(parts[0]) else { return nil }
      failures.append(Failure(row: row, status: String(parts[1]), reason: String(parts[2])))
    }
  }
}
