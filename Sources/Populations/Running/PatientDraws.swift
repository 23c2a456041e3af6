import Randomness
package import Simulation

extension StudyProtocol {
  /// The virtual patients: one row per patient, the same in every arm.
  ///
  /// A value depends on the seed, the patient's index and the parameter's name only, so that adding a parameter or a
  /// patient changes nobody else.
  package func drawPatients() -> ParameterTable {
    var values: [Double] = []
    values.reserveCapacity(patientCount * variations.count)
    for patient in 0..<patientCount {
      for variation in variations {
        var stream = RandomStream(seed: seed, patient: patient, purpose: variation.name)
        values.append(variation.distribution.draw(from: &stream))
      }
    }
    return ParameterTable(names: variations.map(\.name), patientCount: patientCount, values: values)
  }
}
