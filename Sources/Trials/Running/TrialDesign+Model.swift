import Diagnostics
package import Equations
package import Networks
import Pharmacology
import Populations

extension TrialDesign {
  /// The equations of the trial's patient model: parameters that take new values on occasions become inputs of it.
  ///
  /// - Throws: what is wrong with the network.
  package mutating func equations(of network: Network) throws -> EquationSystem {
    var study = StudyProtocol(population: enrolment.population, seed: seed, durationDays: durationDays, title: title)
    let system = try study.equations(of: network)
    enrolment.population = study.population
    return system
  }

  /// Checks every name that the trial uses against the model and the trial layer's parameters.
  ///
  /// - Throws: `InputError` naming what is missing, with the nearest name.
  func check(against system: EquationSystem, parameters: TrialParameters) throws {
    var study = StudyProtocol(population: enrolment.population, seed: seed, durationDays: durationDays, title: title)
    study.arms = arms.map {
      StudyProtocol.Arm(id: $0.id, title: $0.title, treatments: $0.treatments + $0.concomitant, evidence: [])
    }
    study.arms += regimens.map {
      StudyProtocol.Arm(id: $0.id, title: $0.id, treatments: $0.treatments, evidence: [])
    }
    if let leadIn {
      study.arms.append(
        StudyProtocol.Arm(id: "lead-in", title: "lead-in", treatments: leadIn.treatments, evidence: []))
    }
    try study.check(against: system)
    guard system.observables.contains(where: { $0.name == PatientModelNames.score }) else {
      throw InputError("the model \"\(system.modelName)\" has no \"\(PatientModelNames.score)\": a trial needs one")
    }
    let own = Set(parameters.names)
    let known = own.union(system.parameters.map(\.name))
    for name in settings.keys.sorted() where !known.contains(name) {
      throw InputError(
        "neither the trial layer nor the model has a parameter \"\(name)\"", in: source,
        hint: NearestName.hint(name, among: known))
    }
    for variation in uncertain where !known.contains(variation.name) {
      throw InputError(
        "neither the trial layer nor the model has a parameter \"\(variation.name)\"", at: variation.place, in: source,
        hint: NearestName.hint(variation.name, among: known))
    }
    let categories = enrolment.population.covariateColumns.filter(\.isCategory).map(\.name)
    for case .covariate(let name) in strata where !categories.contains(name) {
      throw InputError(
        "\"\(name)\" is no category of the population, so that subjects cannot be stratified by it", in: source,
        hint: NearestName.hint(name, among: categories))
    }
    if enrolment.leastFailures != nil,
      !enrolment.population.covariateColumns.contains(where: { $0.name == PatientModelNames.failures })
    {
      throw InputError("the population has no covariate \"\(PatientModelNames.failures)\"", in: source)
    }
    if enrolment.baseline != nil, !enrolment.population.parameterNames.contains(PatientModelNames.severity) {
      throw InputError(
        "a baseline needs patients who differ in \"\(PatientModelNames.severity)\"", in: source,
        hint: "let the population draw that parameter")
    }
    if crossover != nil, !regimens.isEmpty || arms.contains(where: { !$0.rules.isEmpty }) {
      throw InputError("rules at visits are not supported in a crossover", in: source)
    }
  }
}
