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
    let set =
      population.variations.map { (name: $0.name, place: $0.place, text: $0.text) }
      + population.formulas.map { (name: $0.name, place: $0.place, text: $0.text) }
    for (name, place, text) in set + population.occasions.map({ (name: $0.parameter, place: $0.place, text: $0.text) })
    where !parameters.contains(population.startNames[name] ?? name) {
      throw InputError(
        "the model has no parameter \"\(name)\"", at: place, in: text,
        hint: NearestName.find(name, among: parameters).map { "did you mean \"\($0)\"?" }
          ?? "\"rewire check MODEL --names\" lists the parameters")
    }
    for covariate in population.covariates
    where parameters.contains(covariate.name) && !population.parameterNames.contains(covariate.name) {
      throw InputError(
        "the covariate \"\(covariate.name)\" has the name of a parameter of the model but does not set it",
        at: covariate.place, in: covariate.text,
        hint: "write \"\(covariate.name): \(covariate.name)\" under \"parameters\"")
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

  /// How many patients are looked at before a run; what is wrong with later ones is a reason in their own row.
  private static let checkedCount = 1000

  /// - Throws: `InputError` when one of the first patients would weigh nothing or less.
  private func checkWeights() throws {
    guard let variation = variations.first(where: { $0.name == Treatment.weight }),
      !population.formulas.contains(where: { $0.name == Treatment.weight }),
      let column = population.parameterNames.firstIndex(of: Treatment.weight), variation.distribution.canBeNegative
    else { return }
    let table = try draw(0..<min(patientCount, Self.checkedCount)).parameters
    for patient in 0..<table.patientCount {
      let weight = table.values[patient * table.names.count + column]
      guard weight > 0 else {
        throw InputError(
          "patient \(patient + 1) would weigh \(PlainText.number(weight)) kg", at: variation.place, in: variation.text,
          hint: "a weight must be above zero; \"min\" keeps it there")
      }
    }
  }
}

extension Distribution {
  /// Whether values of zero or less can be drawn.
  fileprivate var canBeNegative: Bool { !(value(share: 0x1p-60) > 0) }
}
