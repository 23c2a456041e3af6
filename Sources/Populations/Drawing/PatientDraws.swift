import Diagnostics
import Randomness
import Simulation

extension StudyProtocol {
  /// Patients beyond this index have no random numbers of their own.
  package static let indexLimit = 1 << 32

  /// Draws some of the study's virtual patients; nothing is simulated.
  ///
  /// A value depends on the seed, the patient's index and the name of what is drawn only, so that adding a parameter,
  /// an arm or a patient changes nobody else, and any range gives the same patients.
  ///
  /// - Parameter patients: indices in the study; they may go beyond ``patientCount``.
  /// - Throws: `InputError` for indices that are negative or beyond ``indexLimit``.
  /// - Complexity: O(patients · what varies).
  package func draw(_ patients: Range<Int>) throws -> DrawnPatients {
    guard patients.lowerBound >= 0, patients.upperBound <= Self.indexLimit else {
      throw InputError("patients are numbered from 0 to \(Self.indexLimit - 1)")
    }
    var values: [Double] = []
    values.reserveCapacity(patients.count * variations.count)
    var refusals: [Int: String] = [:]
    for (row, patient) in patients.enumerated() {
      for variation in variations {
        let value = draw(variation, patient: patient)
        if !value.isFinite { refusals[row] = "the draw of \"\(variation.name)\" is not a finite number" }
        values.append(value)
      }
    }
    return DrawnPatients(
      parameters: ParameterTable(
        names: variations.map(\.name), patientCount: patients.count, values: values, numbers: Array(patients)),
      covariates: CovariateTable(patientCount: patients.count),
      attempts: Array(repeating: 1, count: patients.count), refusals: refusals)
  }

  /// One patient's value of one parameter.
  func draw(_ variation: Variation, patient: Int) -> Double {
    var stream = RandomStream(seed: seed, patient: patient, purpose: variation.name)
    return variation.distribution.draw(from: &stream)
  }
}
