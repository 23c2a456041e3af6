package import Pharmacology
package import Simulation

/// Some virtual patients of a study, drawn but not simulated.
package struct DrawnPatients: Sendable {
  /// What enters the model: one row per patient in the order asked for; `numbers` are their indices in the study.
  package var parameters: ParameterTable
  /// What else was drawn, the same rows.
  package var covariates: CovariateTable
  /// How many draws each row took; 1: the first was taken.
  package var attempts: [Int]
  /// Rows of patients that cannot be run, with the reason as a sentence without a full stop.
  package var refusals: [Int: String]
  /// Observables of the model before any treatment, the same rows, where a protocol asks for them (`PatientSelection`).
  package var baseline = CovariateTable(patientCount: 0)
  /// How much each row counts in a summary, 1 on average over the population; empty: all the same.
  package var weights: [Double] = []
  var occasions = OccasionDraws()

  package init(
    parameters: ParameterTable, covariates: CovariateTable, attempts: [Int], refusals: [Int: String] = [:]
  ) {
    self.parameters = parameters
    self.covariates = covariates
    self.attempts = attempts
    self.refusals = refusals
  }

  package var count: Int { parameters.patientCount }

  /// A row's index in the study.
  package func number(of row: Int) -> Int { parameters.number(of: row) }

  /// The changes that each row brings beside an arm's schedule (what is drawn anew on occasions), for
  /// `Simulator.run(patients:times:ownChanges:)`; the simulator needs `StudyProtocol.occasionTargets` as its extra
  /// targets.
  package func ownChanges(in simulator: Simulator, treatments: [Treatment]) -> PatientChanges {
    occasions.changes(in: simulator, treatments: treatments, parameters: parameters, attempts: attempts)
  }

  /// Whether patients bring changes of their own.
  package var hasOccasions: Bool { !occasions.effects.isEmpty }

  /// How many covariates and parameters each patient has.
  static func columnCount(_ population: PopulationDescription) -> Int {
    population.covariates.count + population.parameterNames.count
  }

  /// The covariates and parameters of all rows, row-major: covariates first.
  var columns: [Double] {
    if covariates.columns.isEmpty { return parameters.values }
    let (own, width) = (covariates.columns.count, parameters.names.count)
    var values: [Double] = []
    values.reserveCapacity(count * (own + width))
    for row in 0..<count {
      values += covariates.values[row * own..<(row + 1) * own]
      values += parameters.values[row * width..<(row + 1) * width]
    }
    return values
  }

  /// The summary of each of the ``columns`` over the rows that can be run.
  var intervals: [Interval] {
    let width = covariates.columns.count + parameters.names.count
    let values = columns
    let rows = (0..<count).filter { refusals[$0] == nil }
    return (0..<width).map { column in Interval(of: rows.map { values[$0 * width + column] }) }
  }
}
