package import Files
package import Populations
import Simulation

/// `patients.csv`: one row for each patient and arm, in the order of patients, written as a run goes on.
///
/// Columns: `patient` (index in the study), `arm`, `status` (`completed`, `failed`, `refused`: never run because of
/// what was drawn), `reason` and `command` of those that did not complete, `attempts` of the draw, the covariates, the
/// parameters that vary, what was read before any treatment and the weight where a protocol asks for them, and the endpoints of the study, the score on each visit, response and remission (1 or 0), and
/// the days of the first response and of the relapse. Fields that an arm does not have are empty. `columns.csv` beside
/// it says what each column means and its unit.
package final class PatientsFile {
  /// What the table is about.
  package struct Layout: Sendable {
    package var arms: [(id: String, endpoints: [EndpointColumn], scoreVisits: [Visit])]
    package var covariates: [CovariateTable.Column]
    /// Names and units of the parameters that vary.
    package var parameters: [(name: String, unit: String)]
    /// Observables read before any treatment.
    package var baselines: [CovariateTable.Column]
    /// Whether patients have weights.
    package var isWeighted: Bool
    package var score: Stage?
    /// The command that runs one patient of one arm again.
    package var command: @Sendable (_ patient: Int, _ arm: String) -> String

    package init(
      arms: [(id: String, endpoints: [EndpointColumn], scoreVisits: [Visit])], covariates: [CovariateTable.Column],
      parameters: [(name: String, unit: String)], baselines: [CovariateTable.Column] = [], isWeighted: Bool = false,
      score: Stage?,
      command: @escaping @Sendable (_ patient: Int, _ arm: String) -> String
    ) {
      self.arms = arms
      self.covariates = covariates
      self.parameters = parameters
      self.baselines = baselines
      self.isWeighted = isWeighted
      self.score = score
      self.command = command
    }
  }

  private let layout: Layout
  private let file: AppendedFile
  /// The endpoints of all arms, each once, and where each arm's own stand among them.
  private let endpoints: [EndpointColumn]
  private let positions: [[Int?]]
  private let visits: [Visit]
  private var line: [UInt8] = []

  /// Opens the table to go on at a mark; at the start, writes its header.
  ///
  /// - Throws: `FileError`.
  package init(path: String, layout: Layout, from mark: AppendedFile.Mark = .start) throws {
    self.layout = layout
    var known: [String] = []
    var endpoints: [EndpointColumn] = []
    for endpoint in layout.arms.flatMap(\.endpoints) where !known.contains(endpoint.id) {
      known.append(endpoint.id)
      endpoints.append(endpoint)
    }
    self.endpoints = endpoints
    positions = layout.arms.map { arm in
      endpoints.map { endpoint in arm.endpoints.firstIndex { $0.id == endpoint.id } }
    }
    visits = layout.arms.map(\.scoreVisits).first { !$0.isEmpty } ?? []
    file = try AppendedFile(path: path, from: mark)
    if mark == .start { try file.write(columns.map { CSVText.field($0.name) }.joined(separator: ",") + "\n") }
  }

  /// Every column with its unit and meaning, in order.
  package var columns: [(name: String, unit: String, meaning: String)] {
    var columns = [
      ("patient", "", "index of the virtual patient in the study; the same patient in every arm"),
      ("arm", "", "the arm's id in the protocol"),
      ("status", "", "completed, failed (not solved to the end) or refused (never run because of what was drawn)"),
      ("reason", "", "why the patient did not complete"),
      ("command", "", "what runs a patient that did not complete again"),
      ("attempts", "", "draws until one was taken"),
    ]
    columns += layout.covariates.map { ($0.name, $0.unit, "covariate") }
    columns += layout.parameters.map { ($0.name, $0.unit, "parameter as drawn") }
    columns += layout.baselines.map { ("baseline.\($0.name)", $0.unit, "before any treatment") }
    if layout.isWeighted {
      columns.append(("prevalence_weight", "", "how much the patient counts; 1 on average over the pilot"))
    }
    columns += endpoints.map { ($0.id, $0.unit, $0.title) }
    let unit = layout.score?.unit ?? ""
    columns += visits.map { ("score.\($0.id)", unit, "symptom score, \($0.title)") }
    columns += visits.map { ("response.\($0.id)", "", "1: at least 50 % below the start, \($0.title)") }
    columns += visits.map { ("remission.\($0.id)", "", "1: a score of at most 10, \($0.title)") }
    if !visits.isEmpty {
      columns.append(("response_day", "day", "first sample in response"))
      columns.append(("relapse_day", "day", "first of 14 days in a row with a score of at least 22 after a response"))
    }
    return columns
  }

  /// Adds a row for each patient and arm.
  package func add(_ batch: PopulationRun.Batch) throws {
    for row in 0..<batch.drawn.count {
      for (arm, readings) in batch.arms {
        write(row, batch.drawn, arm, readings)
        try file.write(line)
        line.removeAll(keepingCapacity: true)
      }
    }
  }

  private func write(_ row: Int, _ drawn: DrawnPatients, _ arm: Int, _ readings: PatientReadings) {
    let patient = drawn.number(of: row)
    let failure = readings.failures[row]
    line.append(contentsOf: String(patient).utf8)
    text(layout.arms[arm].id)
    if let failure {
      text(failure.isRefusal ? "refused" : "failed")
      text(failure.isRefusal ? failure.reason : "\(failure.reason) (at \(NumberText.short(failure.hours)) h)")
      text(layout.command(patient, layout.arms[arm].id))
    } else {
      line.append(contentsOf: ",completed,,".utf8)
    }
    plain(String(drawn.attempts[row]))
    for (column, covariate) in layout.covariates.enumerated() {
      let value = drawn.covariates.value(row: row, column: column)
      text(covariate.isCategory ? covariate.label(of: value) ?? CSVText.number(value) : CSVText.number(value))
    }
    let width = drawn.parameters.names.count
    for column in 0..<width { plain(CSVText.number(drawn.parameters.values[row * width + column])) }
    for column in layout.baselines.indices {
      plain(drawn.baseline.columns.isEmpty ? "" : CSVText.number(drawn.baseline.value(row: row, column: column)))
    }
    if layout.isWeighted { plain(drawn.weights.isEmpty ? "" : CSVText.number(drawn.weights[row])) }
    let values = readings.row(row)
    for position in positions[arm] { number(position.map { values[values.startIndex + $0] } ?? .nan) }
    guard !visits.isEmpty else { return line.append(UInt8(ascii: "\n")) }
    let scores = values.startIndex + layout.arms[arm].endpoints.count
    let symptoms = readings.symptoms[row]
    for visit in visits.indices { number(symptoms == nil ? .nan : values[scores + visit]) }
    for isRemission in [false, true] {
      for visit in visits.indices {
        guard symptoms != nil, values[scores + visit].isFinite else {
          plain("")
          continue
        }
        let holds =
          isRemission
          ? SymptomCourse.isRemission(values[scores + visit])
          : SymptomCourse.isResponse(values[scores + visit], baseline: readings.baselines[row])
        plain(holds ? "1" : "0")
      }
    }
    number(symptoms?.responseDay ?? .nan)
    number(symptoms?.relapseDay ?? .nan)
    line.append(UInt8(ascii: "\n"))
  }

  private func text(_ value: String) { plain(CSVText.field(value)) }
  private func number(_ value: Double) { plain(CSVText.number(NumberText.rounded(value, digits: 6))) }

  private func plain(_ value: String) {
    line.append(UInt8(ascii: ","))
    line.append(contentsOf: value.utf8)
  }

  /// The end of what was written, handed to the system.
  package func mark() throws -> AppendedFile.Mark { try file.mark() }

  /// Forces the table to disk; nothing may be added afterwards.
  package func finish() throws { try file.finish() }

  /// Gives the finished table its final name.
  package func rename(to path: String) throws { try file.rename(to: path) }
}
