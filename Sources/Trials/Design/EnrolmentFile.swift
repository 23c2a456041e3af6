import Diagnostics
import Files
import Pharmacology
import Populations

/// Reads who is enrolled: `population`, `lead-in` and `stratification`.
struct EnrolmentReader {
  let library: TreatmentLibrary
  let scales: [String]

  static let failuresCovariate = "previous_failures"
  private static let keys =
    ["diagnosis", "file", "baseline", "inclusion", "screening", "failures"] + PopulationDescription.sectionKeys

  func enrolment(_ value: YAMLValue) throws -> Enrolment {
    let fields = try value.mapping("\"population\"", keys: Self.keys)
    let population = try PopulationDescription.read(fields, fileKey: "file", library: library)
    var enrolment = Enrolment(
      population: population, diagnosis: try fields.required("diagnosis").text("\"diagnosis\""))
    enrolment.baseline = try fields["baseline"].map(baseline)
    enrolment.inclusion =
      try fields["inclusion"].map {
        try ConditionReader(scales: scales, allowsChange: false).list($0, "\"inclusion\"")
      } ?? []
    enrolment.screeningDays = try fields["screening"].map { try StudyProtocol.duration($0, "\"screening\"") } ?? 0
    enrolment.leastFailures = try fields["failures"].map { value in
      let least = try value.integer("\"failures\"", in: 0...20)
      guard population.covariates.contains(where: { $0.name == Self.failuresCovariate }) else {
        throw value.error("the population has no covariate \"\(Self.failuresCovariate)\"")
      }
      return least
    }
    return enrolment
  }

  private func baseline(_ value: YAMLValue) throws -> (mean: Double, sd: Double) {
    let fields = try value.mapping("\"baseline\"", keys: ["mean", "sd"])
    let (mean, sd) = (try fields.required("mean"), try fields.required("sd"))
    let numbers = (mean: try mean.number("\"mean\""), sd: try sd.number("\"sd\""))
    guard numbers.mean > 0, numbers.mean <= 1000 else { throw mean.error("a mean baseline score is above zero") }
    guard numbers.sd > 0, numbers.sd < numbers.mean else {
      throw sd.error("the standard deviation of the baseline is above zero and below the mean")
    }
    return numbers
  }

  func leadIn(_ value: YAMLValue?) throws -> LeadIn? {
    guard let value else { return nil }
    let fields = try value.mapping("\"lead-in\"", keys: ["duration", "treatments", "criteria"])
    let days = try StudyProtocol.duration(fields.required("duration"), "\"duration\"")
    let treatments = try TreatmentReader(library: library, days: days).list(fields.required("treatments"))
    guard !treatments.isEmpty else { throw value.error("a lead-in without treatment is \"screening\"") }
    return LeadIn(
      durationDays: days, treatments: treatments,
      criteria: try ConditionReader(scales: scales).list(fields.required("criteria"), "\"criteria\""))
  }

  /// `[site, sex, MADRS >= 35]`
  func strata(_ value: YAMLValue?, _ population: PopulationDescription) throws -> [StratificationFactor] {
    guard let value else { return [] }
    let list: [YAMLValue]
    if case .scalar = value.content { list = [value] } else { list = try value.list("\"stratification\"") }
    var strata: [StratificationFactor] = []
    for value in list {
      let factor = try factor(value, population)
      guard !strata.contains(factor) else { throw value.error("this factor is there twice") }
      strata.append(factor)
    }
    guard strata.count <= 5 else { throw value.error("a trial is stratified by at most 5 factors") }
    return strata
  }

  private func factor(_ value: YAMLValue, _ population: PopulationDescription) throws -> StratificationFactor {
    let name = try value.text("a factor")
    if name == "site" { return .site }
    if let covariate = population.covariates.first(where: { $0.name == name }) {
      guard !covariate.levels.isEmpty else {
        throw value.error(
          "\"\(name)\" is a number, subjects are stratified by categories",
          hint: NearestName.hint(name, among: population.covariates.filter { !$0.levels.isEmpty }.map(\.name)))
      }
      return .covariate(name)
    }
    if name.contains(where: { $0 == "<" || $0 == ">" }) {
      let conditions = try ConditionReader(scales: scales, allowsChange: false).list(value, "a factor")
      guard conditions.count == 1, case .score(0) = conditions[0].quantity, conditions[0].relation == .atLeast else {
        throw value.error(
          "the baseline is split at a score of the primary scale", hint: "for example \"\(scales[0]) >= 35\"")
      }
      return .baseline(limit: conditions[0].value)
    }
    let known = ["site"] + population.covariates.filter { !$0.levels.isEmpty }.map(\.name)
    throw value.error("nothing to stratify by is called \"\(name)\"", hint: NearestName.hint(name, among: known))
  }
}
