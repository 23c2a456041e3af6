import Diagnostics
import Simulation

extension StudyProtocol {
  /// Patients beyond this index have no random numbers of their own.
  package static let indexLimit = 1 << 32

  /// Draws some of the study's virtual patients; nothing is simulated.
  ///
  /// A value depends on the seed, the patient's index, the attempt and the name of what is drawn only, so that adding a
  /// parameter, an arm or a patient changes nobody else, and any range gives the same patients. Covariates act on
  /// parameters here: the table has the values that enter the model.
  ///
  /// - Parameter patients: indices in the study; they may go beyond ``patientCount``.
  /// - Throws: `InputError` for indices that are negative or beyond ``indexLimit``.
  /// - Complexity: O(patients · what varies).
  package func draw(_ patients: Range<Int>) throws -> DrawnPatients {
    try draw(Array(patients))
  }

  /// The same for patients by their indices in the study, in any order.
  package func draw(_ patients: [Int]) throws -> DrawnPatients {
    guard patients.allSatisfy({ $0 >= 0 && $0 < Self.indexLimit }) else {
      throw InputError("patients are numbered from 0 to \(Self.indexLimit - 1)")
    }
    return draw(patients, from: Array(repeating: 0, count: patients.count))
  }

  /// - Parameters:
  ///   - patients: indices in the study, in any order.
  ///   - attempts: the attempt that each begins with, from 0.
  func draw(_ patients: [Int], from attempts: [Int]) -> DrawnPatients {
    let drawing = PatientDrawing(population: population, seed: seed)
    let columns = population.covariateColumns
    let names = population.parameterNames
    var parameters: [Double] = []
    var covariates: [Double] = []
    parameters.reserveCapacity(patients.count * names.count)
    covariates.reserveCapacity(patients.count * columns.count)
    var taken: [Int] = []
    var refusals: [Int: String] = [:]
    for (row, index) in patients.enumerated() {
      let patient = drawing.patient(index, from: attempts[row])
      parameters += patient.parameters
      covariates += patient.drawn.prefix(columns.count)
      taken.append(patient.attempt + 1)
      refusals[row] = patient.refusal
    }
    var drawn = DrawnPatients(
      parameters: ParameterTable(
        names: names.map { population.startNames[$0] ?? $0 }, patientCount: patients.count, values: parameters,
        numbers: patients),
      covariates: CovariateTable(columns: columns, patientCount: patients.count, values: covariates), attempts: taken,
      refusals: refusals)
    drawn.occasions = OccasionDraws(
      effects: population.occasions, seed: seed, durationHours: durationHours, startNames: population.startNames)
    return drawn
  }
}
