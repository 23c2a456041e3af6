import Diagnostics
package import Equations
import Pharmacology
import Simulation

extension StudyProtocol {
  /// Checks every name that the protocol uses against the model it will run.
  ///
  /// - Throws: `InputError` at the first parameter that the model lacks, with the nearest one, or naming a treatment
  ///   that the model has no place for.
  package func check(against system: EquationSystem) throws {
    let parameters = Set(system.parameters.map(\.name))
    for variation in variations where !parameters.contains(variation.name) {
      throw InputError(
        "the model has no parameter \"\(variation.name)\"", at: variation.place, in: source,
        hint: NearestName.find(variation.name, among: parameters).map { "did you mean \"\($0)\"?" }
          ?? "\"rewire check MODEL --names\" lists the parameters")
    }
    try checkWeights()
    let targets = Set(system.states.map(\.name) + system.inputs.map(\.name))
    for treatment in arms.flatMap(\.treatments) {
      for entry in treatment.entries {
        let quantities = entry.scaledBy + [entry.lag, entry.duration].compactMap(\.self)
        guard
          let missing = targets.contains(entry.target)
            ? quantities.first(where: { !parameters.contains($0) }) : entry.target
        else { continue }
        throw InputError(
          "the model \"\(system.modelName)\" has no place for \"\(treatment.text)\": it lacks \"\(missing)\"",
          hint: NearestName.find(missing, among: targets.union(parameters)).map { "the nearest it has is \"\($0)\"" })
      }
    }
  }

  /// - Throws: `InputError` when a patient that was drawn would weigh nothing or less.
  private func checkWeights() throws {
    guard let variation = variations.first(where: { $0.name == Treatment.weight }) else { return }
    for patient in 0..<patientCount {
      let weight = draw(variation, patient: patient)
      guard weight > 0 else {
        throw InputError(
          "patient \(patient + 1) would weigh \(PlainText.number(weight)) kg", at: variation.place, in: source,
          hint: "a weight must be above zero; \"min\" keeps it there")
      }
    }
  }
}
