import Diagnostics
package import Equations
import Randomness
import Simulation

/// Draws virtual patients, keeps the plausible ones and weighs them, as a protocol asks.
///
/// A patient that is not plausible, or not taken in proportion to its weight, draws again with its own next attempt,
/// so that no patient depends on another; a patient without a draw that is taken in the allowed number of attempts
/// cannot be run.
package struct PatientSelection {
  /// Runs a table of patients without any treatment to a time in hours: for each row the values of `observables`,
  /// not finite for a row that failed.
  package typealias Baseline =
    (_ patients: DrawnPatients, _ observables: [String], _ hours: Double) throws -> [[Double]]

  package let study: StudyProtocol
  /// What is read before any treatment.
  package let baselineColumns: [CovariateTable.Column]
  /// The fitted weights; nil where the protocol asks for none.
  package private(set) var weights: PrevalenceWeights?
  private let baseline: Baseline

  /// Fits the weights, if the protocol has any, which draws and runs its pilot.
  ///
  /// - Parameter system: the equations of the study's model, for names and units.
  /// - Throws: `InputError` for an observable that the model lacks, or for targets that no weights reach; what
  ///   `baseline` throws.
  package init(study: StudyProtocol, system: EquationSystem, baseline: @escaping Baseline) throws {
    self.study = study
    self.baseline = baseline
    baselineColumns = try study.baselineColumns(system)
    if let prevalence = study.population.prevalence {
      let pilot = try select(0..<prevalence.pilot)
      let rows = (0..<pilot.count).filter { pilot.refusals[$0] == nil }
      weights = try PrevalenceWeights(prevalence, quantities: Quantities(pilot), rows: rows)
    }
  }

  /// The patients of a range, selected and weighed.
  ///
  /// - Throws: what drawing and the baseline's run throw.
  package func select(_ range: Range<Int>) throws -> DrawnPatients {
    try select(Array(range))
  }

  /// The same for patients by their indices in the study, in any order.
  package func select(_ numbers: [Int]) throws -> DrawnPatients {
    var patients = try study.draw(numbers)
    let observables = baselineColumns.map(\.name)
    guard !observables.isEmpty || isSampling else { return weighed(patients) }
    patients.baseline = CovariateTable(
      columns: baselineColumns, patientCount: patients.count,
      values: Array(repeating: .nan, count: observables.count * patients.count))
    var pending = (0..<patients.count).filter { patients.refusals[$0] == nil }
    let hours = study.population.plausible?.settleHours ?? 0
    while !pending.isEmpty {
      if !observables.isEmpty {
        let values = try baseline(patients.rows(pending), observables, hours)
        for (row, values) in zip(pending, values) {
          for (column, value) in values.enumerated() {
            patients.baseline.values[row * observables.count + column] = value
          }
        }
      }
      let quantities = Quantities(patients)
      var again: [Int] = []
      for row in pending {
        guard let reason = objection(to: row, of: patients, quantities) else { continue }
        if patients.attempts[row] < attemptLimit {
          again.append(row)
        } else {
          patients.refusals[row] = "none of \(patients.attempts[row]) draws was taken; the last had \(reason)"
        }
      }
      let next = study.draw(
        again.map { patients.number(of: $0) }, from: again.map { patients.attempts[$0] })
      for (place, row) in again.enumerated() { patients.replace(row, with: next, row: place) }
      pending = again.filter { patients.refusals[$0] == nil }
    }
    return weighed(patients)
  }

  /// Whether patients are kept in proportion to their weights, so that all those kept count the same.
  private var isSampling: Bool { study.population.prevalence?.isSampling == true && weights != nil }

  private var attemptLimit: Int {
    let plausible = study.population.plausible?.attemptLimit
    return isSampling ? max(plausible ?? 0, PatientDrawing.attemptLimit) : plausible ?? 1
  }

  /// Why a draw is not taken; nil when it is.
  private func objection(to row: Int, of patients: DrawnPatients, _ quantities: Quantities) -> String? {
    let width = baselineColumns.count
    let values = Array(patients.baseline.values[row * width..<(row + 1) * width])
    if let reason = study.population.plausible?.refusal(values) { return reason }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      return "\(baselineColumns[place].name) not a finite number"
    }
    guard let weights, isSampling else { return nil }
    // Accepted in proportion to the weight (Allen 2016), by a number of the patient's own.
    var stream = RandomStream(
      seed: study.seed, patient: patients.number(of: row), purpose: "@prevalence", attempt: patients.attempts[row] - 1)
    let weight = weights.weight { quantities.value($0, row: row) }
    return stream.uniform() * weights.largest < weight ? nil : "too small a weight"
  }

  /// How patients were selected and weighed, as sentences.
  ///
  /// - Parameters:
  ///   - draws: how many there were in all.
  ///   - taken: how many patients they gave.
  package func notes(draws: Int, taken: Int) -> [String] {
    var notes: [String] = []
    if study.population.plausible != nil || isSampling, draws > 0 {
      let share = PlainText.number(100 * Double(taken) / Double(draws))
      notes.append("\(isSampling ? "Selected" : "Plausible") patients: \(share) % of \(draws) draws were taken.")
    }
    if let weights {
      notes.append(
        weights.note
          + (isSampling
            ? " Patients are taken in proportion to them, and count the same."
            : " The summaries here count every patient once."))
    }
    return notes
  }

  private func weighed(_ patients: DrawnPatients) -> DrawnPatients {
    guard let weights, !isSampling else { return patients }
    var weighed = patients
    let quantities = Quantities(patients)
    weighed.weights = (0..<patients.count).map { row in
      patients.refusals[row] == nil ? weights.weight { quantities.value($0, row: row) } : 0
    }
    return weighed
  }
}

extension StudyProtocol {
  /// The observables of the model that plausible patients and weights are about, without repetition.
  ///
  /// - Throws: `InputError` for one that the model lacks.
  package func baselineColumns(_ system: EquationSystem) throws -> [CovariateTable.Column] {
    let known = Dictionary(system.observables.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    var columns: [CovariateTable.Column] = []
    for range in population.plausible?.ranges ?? [] {
      guard let unit = known[range.observable] else {
        throw InputError(
          "the model has no \"\(range.observable)\"", at: range.place, in: population.plausible?.text,
          hint: NearestName.hint(range.observable, among: known.keys))
      }
      columns.append(CovariateTable.Column(name: range.observable, unit: unit))
    }
    let drawn = Set(population.drawnNames + population.parameterNames)
    for target in population.prevalence?.targets ?? [] where !drawn.contains(target.name) {
      guard let unit = known[target.name] else {
        throw InputError(
          "neither the patients nor the model have \"\(target.name)\"", at: target.place,
          in: population.prevalence?.text, hint: NearestName.hint(target.name, among: drawn.union(known.keys)))
      }
      let column = CovariateTable.Column(name: target.name, unit: unit)
      if !columns.contains(column) { columns.append(column) }
    }
    return columns
  }
}

/// The named numbers of drawn patients: covariates, parameters and baselines.
struct Quantities {
  private let patients: DrawnPatients
  private let covariates: [String: Int]
  private let parameters: [String: Int]
  private let baselines: [String: Int]

  init(_ patients: DrawnPatients) {
    self.patients = patients
    func places(_ names: [String]) -> [String: Int] {
      Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
    covariates = places(patients.covariates.columns.map(\.name))
    parameters = places(patients.parameters.names)
    baselines = places(patients.baseline.columns.map(\.name))
  }

  func value(_ name: String, row: Int) -> Double {
    if let column = covariates[name] { return patients.covariates.value(row: row, column: column) }
    if let column = parameters[patients.occasions.startNames[name] ?? name] {
      return patients.parameters.values[row * patients.parameters.names.count + column]
    }
    return baselines[name].map { patients.baseline.value(row: row, column: $0) } ?? .nan
  }
}

extension DrawnPatients {
  /// Some of the rows, in the order given.
  package func rows(_ rows: [Int]) -> DrawnPatients {
    func part(_ table: CovariateTable) -> CovariateTable {
      let width = table.columns.count
      return CovariateTable(
        columns: table.columns, patientCount: rows.count,
        values: width == 0 ? [] : rows.flatMap { table.values[$0 * width..<($0 + 1) * width] })
    }
    var some = DrawnPatients(
      parameters: parameters.rows(rows), covariates: part(covariates), attempts: rows.map { attempts[$0] })
    for (place, row) in rows.enumerated() { some.refusals[place] = refusals[row] }
    if !baseline.columns.isEmpty { some.baseline = part(baseline) }
    if !weights.isEmpty { some.weights = rows.map { weights[$0] } }
    some.occasions = occasions
    return some
  }

  /// Adds the rows of another drawing of the same study behind these.
  package mutating func append(_ other: DrawnPatients) {
    for (row, reason) in other.refusals { refusals[count + row] = reason }
    parameters.numbers = (0..<count).map { number(of: $0) } + (0..<other.count).map { other.number(of: $0) }
    parameters.values += other.parameters.values
    parameters.patientCount += other.parameters.patientCount
    covariates.values += other.covariates.values
    covariates.patientCount += other.covariates.patientCount
    baseline.values += other.baseline.values
    baseline.patientCount += other.baseline.patientCount
    attempts += other.attempts
    weights += other.weights
  }

  /// Puts a row of another drawing of the same study in the place of one of this.
  mutating func replace(_ row: Int, with other: DrawnPatients, row place: Int) {
    let width = parameters.names.count
    for column in 0..<width {
      parameters.values[row * width + column] = other.parameters.values[place * width + column]
    }
    let columns = covariates.columns.count
    for column in 0..<columns {
      covariates.values[row * columns + column] = other.covariates.values[place * columns + column]
    }
    attempts[row] = other.attempts[place]
    refusals[row] = other.refusals[place]
  }
}
