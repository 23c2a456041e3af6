import Diagnostics
import Files
import Formulas

/// Reads what a protocol, or a population file that it names, says about how patients differ.
struct PopulationReader {
  /// The keys of both.
  static let keys = ["covariates", "vary", "correlation", "covariance", "parameters"]
  private static let covariateKeys = Distribution.allKeys + ["by", "cases", "formula", "unit", "source", "grade"]
  private static let nameLimit = 1000

  private var covariates: [(entry: YAMLValue.Entry, text: SourceText)] = []
  private var variations: [(entry: YAMLValue.Entry, text: SourceText)] = []
  private var formulas: [(entry: YAMLValue.Entry, text: SourceText)] = []
  private var blocks: [CorrelationBlock] = []

  /// Adds what a mapping says. An entry takes the place of one of the same name in what was added before.
  mutating func add(_ fields: YAMLMapping) throws {
    try Self.add(fields["covariates"], "\"covariates\"", to: &covariates)
    try Self.add(fields["vary"], "\"vary\"", to: &variations)
    try Self.add(fields["parameters"], "\"parameters\"", to: &formulas)
    blocks += try CorrelationBlock.list(fields["correlation"], isCovariance: false)
    blocks += try CorrelationBlock.list(fields["covariance"], isCovariance: true)
  }

  /// Adds a mapping of varied parameters.
  mutating func add(variations value: YAMLValue, _ what: String) throws {
    try Self.add(value, what, to: &variations)
  }

  private static func add(
    _ value: YAMLValue?, _ what: String, to list: inout [(entry: YAMLValue.Entry, text: SourceText)]
  ) throws {
    guard let value else { return }
    for entry in try value.entries(what) {
      let new = (entry: entry, text: value.source)
      if let index = list.firstIndex(where: { $0.entry.key == entry.key }) {
        list[index] = new
      } else {
        list.append(new)
      }
    }
  }

  /// Everything added, checked and in the order of drawing.
  func population() throws -> PopulationDescription {
    var population = PopulationDescription()
    let deviations = try statedDeviations()
    population.variations = try variations(deviations)
    for (entry, text) in covariates {
      try check(entry, text, population)
      population.covariates.append(try covariate(entry, text, after: population.covariates, sd: deviations[entry.key]))
    }
    let names = population.drawnNames
    let slots = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let levels = Dictionary(
      population.covariates.map { ($0.name, $0.levels) }, uniquingKeysWith: { first, _ in first })
    for (entry, text) in formulas {
      population.formulas.append(
        ParameterFormula(
          name: entry.key, formula: try DrawFormula(entry.value, names: slots, levels: levels), place: entry.keyPlace,
          text: text))
    }
    population.groups = try groups(slots, population)
    return population
  }

  // MARK: covariates

  private func check(_ entry: YAMLValue.Entry, _ text: SourceText, _ population: PopulationDescription) throws {
    func refuse(_ problem: String, hint: String? = nil) -> InputError {
      InputError(problem, at: entry.keyPlace, in: text, hint: hint)
    }
    let isName =
      entry.key.utf8.allSatisfy { byte in
        Character(UnicodeScalar(byte)).isASCII
          && (Character(UnicodeScalar(byte)).isLetter
            || Character(UnicodeScalar(byte)).isNumber || byte == UInt8(ascii: "_"))
      } && entry.key.first?.isLetter == true
    guard isName else {
      throw refuse(
        "\"\(entry.key)\" is no name of a covariate", hint: "it has letters, digits and \"_\", a letter first")
    }
    guard BuiltIn.constant(entry.key) == nil, BuiltIn.function(entry.key) == nil else {
      throw refuse("\"\(entry.key)\" has a meaning of its own in formulas")
    }
    guard !population.variations.contains(where: { $0.name == entry.key }) else {
      throw refuse("\"\(entry.key)\" is a varied parameter already", hint: "\"covariates\" or \"vary\", not both")
    }
    guard population.covariates.count < Self.nameLimit else {
      throw refuse("a protocol has at most \(Self.nameLimit) covariates")
    }
  }

  private func covariate(
    _ entry: YAMLValue.Entry, _ text: SourceText, after earlier: [Covariate], sd: Double?
  ) throws -> Covariate {
    var unit = ""
    if case .mapping = entry.value.content {
      let fields = try entry.value.mapping("a covariate", keys: Self.covariateKeys)
      unit = try fields["unit"]?.text("\"unit\"") ?? ""
      _ = try fields["source"]?.text("\"source\"")
      _ = try fields["grade"]?.text("\"grade\"")
    }
    let (source, levels, words) = try source(entry.value, after: earlier, sd: sd)
    return Covariate(
      name: entry.key, unit: unit, levels: levels, source: source, description: words, place: entry.keyPlace,
      text: text)
  }

  private func source(
    _ value: YAMLValue, after earlier: [Covariate], sd: Double?
  ) throws -> (source: Covariate.Source, levels: [CovariateTable.Level], words: String) {
    guard case .mapping = value.content else {
      let one = try Distribution(value, sd: sd)
      return (.drawn(one), [], "\(one)")
    }
    let fields = try value.mapping("a covariate", keys: Self.covariateKeys)
    if let formula = fields["formula"] { return try self.formula(formula, fields, after: earlier, sd: sd) }
    guard let by = fields["by"] else {
      if let extra = fields["cases"] { throw extra.error("\"cases\" belongs to \"by\"") }
      let one = try Distribution(fields, sd: sd)
      guard case .steps(let steps) = one.shape, !steps.labels.isEmpty else { return (.drawn(one), [], "\(one)") }
      let levels = zip(steps.labels, steps.values).map { CovariateTable.Level(label: $0, value: $1) }
      return (.drawn(one), levels, "\(one)")
    }
    for key in Distribution.allKeys {
      if let extra = fields[key] { throw extra.error("\"\(key)\" belongs into a case") }
    }
    if sd != nil { throw by.error("what differs by category has no place in a covariance") }
    let name = try by.text("\"by\"")
    guard let slot = earlier.firstIndex(where: { $0.name == name }), !earlier[slot].levels.isEmpty else {
      throw by.error(
        "\"\(name)\" is not a category that is drawn before this",
        hint: NearestName.hint(name, among: earlier.filter { !$0.levels.isEmpty }.map(\.name)))
    }
    let labels = earlier[slot].levels.map(\.label)
    let cases = try fields.required("cases").mapping("the cases of \"\(name)\"", keys: labels)
    let parts = try labels.map { try source(cases.required($0), after: earlier, sd: nil) }
    for (index, part) in parts.enumerated() where part.levels != parts[0].levels {
      throw try cases.required(labels[index]).error("every case needs the same labels with the same values")
    }
    let words = zip(labels, parts).map { "\($0): \($1.words)" }.joined(separator: "; ")
    return (
      .by(slot: slot, cases: zip(earlier[slot].levels, parts).map { (value: $0.value, source: $1.source) }),
      parts[0].levels, words
    )
  }

  private func formula(
    _ value: YAMLValue, _ fields: YAMLMapping, after earlier: [Covariate], sd: Double?
  ) throws -> (source: Covariate.Source, levels: [CovariateTable.Level], words: String) {
    for key in Distribution.allKeys + ["by", "cases"] where key != "min" && key != "max" {
      if let extra = fields[key] { throw extra.error("\"\(key)\" has no place beside a formula") }
    }
    if sd != nil { throw value.error("what follows from a formula has no place in a covariance") }
    let slots = Dictionary(earlier.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let later = Set(covariates.map(\.entry.key)).subtracting(slots.keys)
    let formula = try DrawFormula(
      value, names: slots,
      levels: Dictionary(earlier.map { ($0.name, $0.levels) }, uniquingKeysWith: { first, _ in first }),
      later: later)
    let (minimum, maximum) = (try fields["min"]?.number("\"min\""), try fields["max"]?.number("\"max\""))
    if let minimum, let maximum, minimum >= maximum { throw fields.value.error("\"min\" must be below \"max\"") }
    return (.formula(formula, minimum: minimum, maximum: maximum), [], formula.text)
  }

  // MARK: parameters

  private func variations(_ deviations: [String: Double]) throws -> [StudyProtocol.Variation] {
    var variations: [StudyProtocol.Variation] = []
    for (entry, text) in self.variations {
      let names = try NameRange.expand(entry)
      let distribution = try Distribution(entry.value, sd: deviations[entry.key])
      if case .steps(let steps) = distribution.shape, !steps.labels.isEmpty {
        throw entry.value.error("a parameter is a number", hint: "write a covariate and a formula in \"parameters\"")
      }
      for name in names {
        if variations.contains(where: { $0.name == name }) {
          throw InputError("\"\(name)\" is written twice", at: entry.keyPlace, in: text)
        }
        variations.append(
          StudyProtocol.Variation(name: name, distribution: distribution, place: entry.keyPlace, text: text))
        guard variations.count <= Self.nameLimit else {
          throw InputError("at most \(Self.nameLimit) parameters may vary", at: entry.keyPlace, in: text)
        }
      }
    }
    return variations
  }

  // MARK: correlations

  /// The standard deviations that covariances state.
  private func statedDeviations() throws -> [String: Double] {
    var deviations: [String: Double] = [:]
    for block in blocks {
      for (name, sd) in zip(block.names, block.deviations ?? []) { deviations[name] = sd }
    }
    return deviations
  }

  private func groups(_ slots: [String: Int], _ population: PopulationDescription) throws -> [CorrelatedGroup] {
    var seen: Set<String> = []
    return try blocks.map { block in
      for name in block.names {
        guard let slot = slots[name] else {
          throw block.value.error(
            "nothing that is drawn is called \"\(name)\"", hint: NearestName.hint(name, among: slots.keys))
        }
        if slot < population.covariates.count, population.covariates[slot].source.hasFormula {
          throw block.value.error("\"\(name)\" follows from a formula and cannot be correlated")
        }
        guard seen.insert(name).inserted else {
          throw block.value.error(
            "\"\(name)\" stands in two correlations", hint: "write one matrix between all of them")
        }
      }
      return try block.group(slots: slots)
    }
  }
}
