import Diagnostics
import Formulas
import Networks

/// Walks through a document's model and makes a network of it, a kind of element after the other.
struct ModelReader {
  let document: SBMLDocument
  let model: SBMLElement
  var network: Network
  /// What initial assignments and rules set, so that a missing value is known to be given elsewhere.
  var assigned: Set<String> = []
  /// What assignment rules set at all times.
  var ruled: Set<String> = []
  /// What any rule sets, or what an algebraic rule may set.
  var withRule: Set<String> = []

  /// - Parameter ignored: packages that the model uses and that are not read.
  init(_ document: SBMLDocument, defaultName: String, ignored: [String]) throws(SBMLError) {
    self.document = document
    guard let model = document.element.child(.model) else {
      throw SBMLError("the document holds no model", in: document.text)
    }
    self.model = model
    let id = model.text(.modelId)
    network = Network(name: id.isEmpty ? defaultName : id)
    network.warnings = document.warnings
    for package in ignored { warn("what the SBML package \"\(package)\" adds to the model is not read", nil) }
  }

  mutating func read() throws -> Network {
    readUnits()
    try readFunctions()
    try readInitialAssignments()
    try readRules()
    readCompartments()
    readSpecies()
    readParameters()
    try readReactions()
    try readEvents()
    annotate(model, network.name)
    if model.whole(.constraintCount) > 0 { warn("constraints are not checked while the model runs", nil) }
    return network
  }

  var level: Int { document.level }

  mutating func warn(_ problem: String, _ place: SourcePlace?) {
    network.warnings.append(Explanation(problem, at: place, in: document.text))
  }

  /// Where an element's text begins; nil where it came from another file or was made by flattening.
  func place(_ element: SBMLElement) -> SourcePlace? {
    let line = element.whole(.line)
    return line > 0 ? document.text.place(line: line, column: 1) : nil
  }

  func formula(
    _ math: SBMLElement?, of owner: String, at place: SourcePlace?, renaming: [String: String] = [:]
  ) throws(SBMLError) -> Formula? {
    try MathReader(text: document.text, place: place, owner: owner, renamed: renaming).formula(math)
  }

  // MARK: functions, assignments, rules

  private mutating func readFunctions() throws {
    for function in model.list(.function, count: .functionCount) {
      let id = function.text(.functionId)
      let place = place(function)
      guard let lambda = function.child(.functionMath) else { continue }
      let parts = lambda.list(.mathChild, count: .mathChildCount)
      let count = function.whole(.functionArgumentCount)
      let arguments = parts.prefix(count).map { $0.text(.mathName) }
      let body = try formula(parts.count > count ? parts[count] : nil, of: id, at: place)
      network.functions.append(
        FunctionDefinition(id: id, arguments: arguments, body: body ?? .number(.nan), place: place))
      annotate(function, id)
    }
  }

  private mutating func readInitialAssignments() throws {
    for assignment in model.list(.initialAssignment, count: .initialAssignmentCount) {
      let target = assignment.text(.initialAssignmentSymbol)
      let place = place(assignment)
      guard let formula = try formula(assignment.child(.initialAssignmentMath), of: target, at: place) else { continue }
      network.initialAssignments.append(InitialAssignment(target, formula, place: place))
      assigned.insert(target)
    }
  }

  private mutating func readRules() throws {
    for rule in model.list(.rule, count: .ruleCount) {
      let target = rule.text(.ruleVariable)
      let place = place(rule)
      let isAlgebraic = rule.flag(.ruleIsAlgebraic)
      let owner = isAlgebraic ? "an algebraic rule" : target
      guard let formula = try formula(rule.child(.ruleMath), of: owner, at: place) else { continue }
      if isAlgebraic {
        network.rules.append(Rule(.algebraic, formula, place: place))
        withRule.formUnion(formula.symbolNames)
      } else if rule.flag(.ruleIsRate) {
        network.rules.append(Rule(.rate(target), formula, place: place))
        withRule.insert(target)
      } else {
        network.rules.append(Rule(.assignment(target), formula, place: place))
        withRule.insert(target)
        ruled.insert(target)
        assigned.insert(target)
      }
    }
  }

  // MARK: quantities

  /// A value that is not given is not a number, unless an assignment gives it.
  private func value(_ given: Double?, of id: String) -> Double? {
    if ruled.contains(id) { return nil }
    return given ?? (assigned.contains(id) ? nil : .nan)
  }

  private mutating func readCompartments() {
    for compartment in model.list(.compartment, count: .compartmentCount) {
      let id = compartment.text(.compartmentId)
      let dimensions = compartment.number(.compartmentDimensions)
      let isGiven = level == 1 || compartment.flag(.compartmentIsSetSize)
      network.compartments.append(
        Compartment(
          id: id, size: value(isGiven ? compartment.number(.compartmentSize) : nil, of: id),
          isConstant: level == 1 ? !withRule.contains(id) : compartment.flag(.compartmentIsConstant),
          dimensions: dimensions.isNaN ? 3 : dimensions,
          unit: unit(named: compartment.text(.compartmentUnits)) ?? sizeUnit(dimensions), place: place(compartment)))
      annotate(compartment, id)
    }
  }

  private mutating func readSpecies() {
    let sizes = Dictionary(network.compartments.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let defaultFactor = model.text(.modelConversionFactor)
    for species in model.list(.species, count: .speciesCount) {
      let id = species.text(.speciesId)
      let compartment = species.text(.speciesCompartment)
      var initial: Species.Initial?
      if ruled.contains(id) {
        initial = nil
      } else if species.flag(.speciesIsSetAmount) {
        initial = .amount(species.number(.speciesAmount))
      } else if species.flag(.speciesIsSetConcentration) {
        initial = .concentration(species.number(.speciesConcentration))
      } else if !assigned.contains(id) {
        initial = .amount(.nan)
      }
      // Nothing is dissolved in a compartment without size.
      let isAmount = species.flag(.speciesHasOnlySubstanceUnits) || sizes[compartment]?.dimensions == 0
      let ownFactor = species.text(.speciesConversionFactor)
      let factor = ownFactor.isEmpty ? defaultFactor : ownFactor
      let substance = unit(named: species.text(.speciesSubstanceUnits)) ?? network.substanceUnit
      let size = sizes[compartment]?.unit
      network.species.append(
        Species(
          id: id, compartment: compartment, initial: initial, hasOnlySubstanceUnits: isAmount,
          isBoundary: species.flag(.speciesIsBoundary), isConstant: species.flag(.speciesIsConstant),
          conversionFactor: factor.isEmpty ? nil : factor,
          unit: isAmount ? substance : substance.flatMap { unit in size.map { unit / $0 } }, place: place(species)))
      annotate(species, id)
    }
  }

  private mutating func readParameters() {
    for parameter in model.list(.parameter, count: .parameterCount) {
      let id = parameter.text(.parameterId)
      let given = parameter.flag(.parameterIsSetValue) ? parameter.number(.parameterValue) : nil
      network.parameters.append(
        Parameter(
          id: id, value: value(given, of: id),
          isConstant: level == 1 ? !withRule.contains(id) : parameter.flag(.parameterIsConstant),
          unit: unit(named: parameter.text(.parameterUnits)), place: place(parameter)))
      annotate(parameter, id)
    }
  }
}
