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
  /// `Simulator.run(patients:times:ownChanges:)`.
  package func ownChanges(in simulator: Simulator) -> PatientChanges { { _, _ in [] } }
}
