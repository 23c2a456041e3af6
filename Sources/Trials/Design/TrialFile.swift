package import Diagnostics
import Files
package import Pharmacology
import Populations

extension TrialDesign {
  private static let keys = [
    "title", "id", "seed", "model", "duration", "population", "lead-in", "arms", "allocation", "sample size",
    "stratification", "sites", "rater", "visits", "scales", "missed visits", "dropout", "relapse", "crossover",
    "rules", "regimens", "endpoints", "contrasts", "alpha", "covariance", "looks", "settings", "uncertain",
  ]

  /// Reads a trial file; `Documentation/trials.md` describes it.
  ///
  /// - Parameters:
  ///   - library: what can be given.
  ///   - scales: ids of the scales that there are.
  /// - Throws: `FileError`, or `InputError` with line and column.
  package static func read(_ path: String, library: TreatmentLibrary, scales: [String]) throws -> TrialDesign {
    try parse(TextFile.read(path, limit: YAMLText.sizeLimit), library: library, scales: scales)
  }

  package static func parse(
    _ source: SourceText, library: TreatmentLibrary, scales known: [String]
  ) throws -> TrialDesign {
    let root = try YAMLText.parse(source)
    let file = try root.mapping("the trial", keys: keys)
    let title = try file.required("title").text("\"title\"")
    let scales = try scales(file["scales"], known)
    let visits = try VisitReader().visits(file.required("visits"))
    var times = try TrialTimes(file, visits: visits)
    let treatments = TreatmentReader(library: library, days: times.treatmentDays)
    let enrolling = EnrolmentReader(library: library, scales: scales)
    let enrolment = try enrolling.enrolment(file.required("population"))
    let armList = try file.required("arms")
    var arms = try ArmReader(treatments: treatments).arms(armList)
    try times.readPeriods(file["crossover"], armCount: arms.count)
    let (count, shares) = try allocation(file, arms, isCrossover: file["crossover"] != nil)
    for index in arms.indices { arms[index].allocation = shares[index] }

    let rules = RuleReader(conditions: ConditionReader(scales: scales), visits: visits)
    let regimens = try rules.regimens(file["regimens"], treatments: treatments)
    let shared = try rules.rules(file["rules"], regimens: regimens.map(\.id))
    for (index, value) in try armList.list("\"arms\"").enumerated() {
      let own = try value.mapping("an arm", keys: ArmReader.keys)["rules"]
      arms[index].rules = try rules.rules(own, regimens: regimens.map(\.id)) + shared
    }

    let reader = AnalysisReader(arms: arms, scales: scales, visits: visits)
    var plan = AnalysisPlan(
      endpoints: try reader.endpoints(file["endpoints"]), contrasts: try reader.contrasts(file["contrasts"]))
    plan.looks = try reader.looks(file["looks"])
    plan.alpha = try number(file["alpha"], "\"alpha\"", in: 0.0001...0.5) ?? plan.alpha
    if let covariance = file["covariance"] {
      plan.covariance = try ArmReader.named(
        covariance, "\"covariance\"", among: VisitCovariance.allCases.map { ($0.rawValue, $0) })
    }

    let idValue = file["id"]
    let id = try idValue?.text("\"id\"") ?? StudyProtocol.slug(title)
    if let idValue { try StudyProtocol.checkID(id, idValue) }
    var design = TrialDesign(
      title: title, id: id, durationDays: times.durationDays, enrolment: enrolment, arms: arms, subjectCount: count,
      visits: visits, scales: scales, analysis: plan)
    design.seed = UInt64(try file["seed"]?.integer("\"seed\"", in: 0...Int.max) ?? 1)
    design.leadIn = try enrolling.leadIn(file["lead-in"])
    design.crossover = file["crossover"].map { _ in
      Crossover(periodDays: times.periods, periodLength: times.treatmentDays)
    }
    design.strata = try enrolling.strata(file["stratification"], enrolment.population)
    design.siteCount = try file["sites"]?.integer("\"sites\"", in: 1...1000) ?? 1
    if let rater = file["rater"] {
      design.rater = try ArmReader.named(rater, "\"rater\"", among: RaterKind.allCases.map { ($0.rawValue, $0) })
    }
    design.missedVisits = try number(file["missed visits"], "\"missed visits\"", in: 0...0.9) ?? 0
    design.dropout = try dropout(file["dropout"]) ?? 1
    design.relapse = try relapse(file["relapse"])
    design.regimens = regimens
    try design.readSettings(file)
    design.modelPath = try file["model"].map { try PopulationDescription.existingFile($0, "\"model\"") }
    design.source = source
    try design.checkCrossover(file)
    return design
  }

  // MARK: parts

  private static func scales(_ value: YAMLValue?, _ known: [String]) throws -> [String] {
    guard let value else { return ["MADRS"] }
    let list: [YAMLValue]
    if case .scalar = value.content { list = [value] } else { list = try value.list("\"scales\"") }
    guard !list.isEmpty else { throw value.error("a trial has a scale", hint: "the first is the primary one") }
    var scales: [String] = []
    for value in list {
      let name = try value.text("a scale")
      guard let scale = known.first(where: { $0.lowercased() == name.lowercased() }) else {
        throw value.error("unknown scale \"\(name)\"", hint: NearestName.hint(name, among: known))
      }
      guard !scales.contains(scale) else { throw value.error("\"\(scale)\" is there twice") }
      scales.append(scale)
    }
    return scales
  }

  private static func allocation(
    _ file: YAMLMapping, _ arms: [TrialArm], isCrossover: Bool
  ) throws -> (count: Int, shares: [Int]) {
    let size = try file.required("sample size")
    let reader = AllocationReader(arms: arms)
    guard isCrossover else { return try reader.read(size: size, allocation: file["allocation"]) }
    if let allocation = file["allocation"] {
      throw allocation.error("in a crossover every subject gets every arm", hint: "leave out \"allocation\"")
    }
    guard case .scalar = size.content else {
      throw size.error("in a crossover every subject gets every arm", hint: "give one number")
    }
    return (try size.integer("\"sample size\"", in: 1...AllocationReader.subjectLimit), arms.map { _ in 1 })
  }

  private static func number(_ value: YAMLValue?, _ what: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let value else { return nil }
    let number = try value.number(what)
    guard range.contains(number) else {
      throw value.error("\(what) must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func dropout(_ value: YAMLValue?) throws -> Double? {
    guard let value else { return nil }
    if case .scalar("none", _) = value.content { return 0 }
    return try number(value, "\"dropout\"", in: 0...100)
  }

  private static func relapse(_ value: YAMLValue?) throws -> RelapseCriterion {
    var criterion = RelapseCriterion()
    guard let value else { return criterion }
    let fields = try value.mapping("\"relapse\"", keys: ["score", "visits", "from start"])
    criterion.score = try number(fields["score"], "\"score\"", in: 0...1000) ?? criterion.score
    criterion.visits = try fields["visits"]?.integer("\"visits\"", in: 1...20) ?? criterion.visits
    criterion.fromStart = try fields["from start"]?.boolean("\"from start\"") ?? criterion.fromStart
    return criterion
  }

  private mutating func readSettings(_ file: YAMLMapping) throws {
    for entry in try file["settings"]?.entries("\"settings\"") ?? [] {
      settings[entry.key] = try entry.value.number("\"\(entry.key)\"")
      settingPlaces[entry.key] = entry.keyPlace
    }
    guard let value = file["uncertain"] else { return }
    uncertain = try StudyProtocol.Variation.list(value, "\"uncertain\"")
    if let both = uncertain.first(where: { settings[$0.name] != nil }) {
      throw InputError(
        "\"\(both.name)\" is under \"settings\" already", at: both.place, in: source ?? value.source,
        hint: "a value is either known or uncertain")
    }
  }

  private func checkCrossover(_ file: YAMLMapping) throws {
    guard crossover != nil else { return }
    for key in ["lead-in", "rules", "regimens", "looks"] {
      if let value = file[key] { throw value.error("\"\(key)\" does not go with a crossover") }
    }
    guard arms.allSatisfy({ $0.rules.isEmpty }) else {
      throw try file.required("arms").error("rules do not go with a crossover")
    }
  }
}
