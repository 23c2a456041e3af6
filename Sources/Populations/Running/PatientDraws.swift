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
        values.append(draw(variation, patient: patient))
      }
    }
    return ParameterTable(names: variations.map(\.name), patientCount: patientCount, values: values)
  }

  /// One patient's value of one parameter.
  func draw(_ variation: Variation, patient: Int) -> Double {
    var stream = RandomStream(seed: seed, patient: patient, purpose: variation.name)
    return variation.distribution.draw(from: &stream)
  }
}
