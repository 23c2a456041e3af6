import Diagnostics
import Formulas
import Networks

extension AntimonyParser {
  /// Reads one statement of a model.
  mutating func readStatement() throws {
    let place = cursor.currentPlace
    switch cursor.kind {
    case .arrow, .irreversibleArrow:
      try readReaction(id: nil)
    case .dollar:
      try readBoundary()
    case .number:
      if cursor.peek(1).kind == .assign { return try readAlgebraicRule(id: nil) }
      if Self.comparisons.contains(cursor.peek(1).kind) { throw failure(.unsupported("flux bounds"), at: place) }
      try readReaction(id: nil)
    case .minus where cursor.peek(1).kind == .minus:
      throw failure(.unsupported("DNA strands (--)"), at: place)
    case .minus where cursor.peek(1).kind == .number && Self.comparisons.contains(cursor.peek(2).kind):
      throw failure(.unsupported("flux bounds"), at: place)
    case .minus where cursor.peek(1).kind == .number: try readReaction(id: nil)
    case .identifier:
      try readWord()
    default:
      throw failure(.notAStatement(found: cursor.describe(cursor.current)), at: place)
    }
  }

  /// A statement that begins with a word: a keyword or the name of something.
  private mutating func readWord() throws {
    if beginsWithName, !isWord("constraint") { return try readNamed() }
    let place = cursor.currentPlace
    let word = cursor.currentText
    switch word {
    case "compartment", "species", "substanceOnly", "const", "ext", "var", "reaction", "formula":
      return try readDeclarations()
    case "at": return try readEvent(id: nil)
    case "delete": return try readDeletions()
    case "unit": return try readUnitDefinition()
    case "model", "module":
      cursor.advance()
      return try readAnnotation(of: nil)
    case "function": throw failure(.misplaced("a function"), at: place, hint: "write it above the model")
    case "import": throw failure(.misplaced("an import"), at: place, hint: "write it at the top of the file")
    default: break
    }
    if let construct = Self.unsupportedWords[word] {
      throw failure(.unsupported(construct), at: place)
    }
    try readNamed()
  }

  /// Words that begin parts of the language that are not read here.
  static let unsupportedWords: [String: String] = [
    "DNA": "DNA strands", "gene": "genes", "operator": "operators", "maximize": "objectives (maximize …)",
    "minimize": "objectives (minimize …)", "assert": "constraints (assert …)", "constraint": "constraints",
  ]

  private static let comparisons: Set<Token.Kind> = [.less, .lessOrEqual, .greater, .greaterOrEqual]

  /// What may follow the last dot of a name without being a part of a submodel.
  private static let attributes: Set<String> = [
    "mean", "stdev", "standardDeviation", "coefficientOfVariation", "kurtosis", "median", "mode",
    "sampleSize", "skewness", "standardError", "variance", "confidenceInterval", "credibleInterval",
    "interquartileRange", "range", "distribution", "externalParameter",
  ]

  /// A statement that begins with the name of something, which may be placed at once (`A in c = 3`).
  private mutating func readNamed() throws {
    let start = cursor.index
    let reference = try readReference()
    let compartment = try readPlace()
    if let compartment, cursor.kind != .colon {
      statements.append(.locate(reference, compartment: compartment))
      if isAtEndOfStatement { return try endStatement() }
    }
    switch cursor.kind {
    case .assign: try readInitial(reference)
    case .assignAlways:
      cursor.advance()
      if try readClearing(of: reference, .assignment) { return }
      statements.append(.assign(reference, try readExpression()))
      try endStatement()
    case .prime: try readRate(reference)
    case .colon: try readLabelled(reference, in: compartment)
    case .identifier where compartment != nil || !beginsReaction: try readPredicate(reference)
    case .identifier, .dollar, .plus, .arrow, .irreversibleArrow, .minus:
      cursor.index = start
      try readReaction(id: nil)
    case .lessOrEqual where isDoubleArrow:
      cursor.index = start
      try readReaction(id: nil)
    case .star where isFollowedByIs: try readScaledSynonym(reference)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      throw failure(.unsupported("flux bounds"), at: reference.place)
    case .leftParenthesis: try readSubmodel(nil, module: reference, in: nil)
    default: throw cursor.expected(Self.afterName(reference))
    }
  }

  private static func afterName(_ reference: Reference) -> String {
    "\"=\", \":=\", \"' =\", \":\", \"->\", \"is\", \"in\" or \"has\" after \"\(reference.name)\""
  }

  /// Whether the name here is a species of a reaction that began with a stoichiometry: `n A -> B`.
  private var beginsReaction: Bool {
    var offset = 1
    while cursor.peek(offset).kind == .dot, cursor.peek(offset + 1).kind == .identifier { offset += 2 }
    return [.plus, .arrow, .irreversibleArrow, .minus].contains(cursor.peek(offset).kind)
  }

  /// `in compartment`, when it stands here.
  mutating func readPlace() throws -> Reference? {
    guard isWord("in") else { return nil }
    cursor.advance()
    return try readReference("the name of a compartment")
  }

  func isWord(_ word: String) -> Bool { cursor.kind == .identifier && cursor.currentText == word }

  private var isFollowedByIs: Bool {
    var offset = 2
    while cursor.peek(offset).kind == .dot, cursor.peek(offset + 1).kind == .identifier { offset += 2 }
    return cursor.peek(offset).kind == .identifier && cursor.text.text(of: cursor.peek(offset)) == "is"
  }

  /// `name = formula`, and the model's units `time_unit = …`.
  private mutating func readInitial(_ reference: Reference) throws {
    cursor.advance()
    if reference.name.hasSuffix("_unit"), let kind = Statement.ModelUnit(rawValue: String(reference.name.dropLast(5))) {
      statements.append(.modelUnit(kind, try cursor.parseUnit()))
      return try endStatement()
    }
    if let dot = reference.name.lastIndex(of: ".") {
      let last = String(reference.name[reference.name.index(after: dot)...])
      let owner = Reference(String(reference.name[..<dot]), at: reference.place)
      if last == "sboTerm" {
        let term = try readSBOTerm()
        statements.append(Self.annotation(of: owner, term: term))
        return try endStatement()
      }
      if last == "conversionFactor" {
        let isModel = owner.name == "model" || owner.name == "module"
        statements.append(.convert(isModel ? nil : owner, factor: try readReference("the name of a parameter")))
        return try endStatement()
      }
      if Self.attributes.contains(last) || cursor.kind == .leftBrace {
        throw failure(.unsupported("distributions and uncertainties (.\(last))"), at: reference.place)
      }
    }
    if try readClearing(of: reference, .initial) { return }
    statements.append(.initial(reference, try readExpression()))
    try endStatement()
  }

  /// What a term says: of the model, of a reaction's rate (`J.kineticLaw`), or of something with a name.
  private static func annotation(of owner: Reference, term: String) -> Statement {
    if owner.name == "model" || owner.name == "module" {
      return .annotate(nil, qualifier: "sboTerm", resources: [term])
    }
    let law = ".kineticLaw"
    guard owner.name.hasSuffix(law) else { return .annotate(owner, qualifier: "sboTerm", resources: [term]) }
    let reaction = Reference(String(owner.name.dropLast(law.count)), at: owner.place)
    return .annotate(reaction, qualifier: "kineticLaw.sboTerm", resources: [term])
  }

  /// `SBO:0000236` or `236`, as SBML writes it.
  private mutating func readSBOTerm() throws -> String {
    let place = cursor.currentPlace
    if cursor.kind == .identifier, cursor.currentText.uppercased() == "SBO", cursor.peek(1).kind == .colon {
      cursor.advance()
      cursor.advance()
    }
    let token = try cursor.expect(.number, "a term of the Systems Biology Ontology (SBO:0000236)")
    let digits = cursor.text.text(of: token)
    guard digits.count <= 7, let number = Int(digits) else { throw failure(.badTerm(digits), at: place) }
    return "SBO:" + String(repeating: "0", count: 7 - String(number).count) + String(number)
  }

  /// A formula left out takes away what a submodel says, `A.S = ;`, or says that there is none, `S = ;`. True when it
  /// was.
  private mutating func readClearing(of reference: Reference, _ clearing: Statement.Clearing) throws -> Bool {
    let isMeant = cursor.kind == .semicolon || (reference.name.contains(".") && isAtEndOfStatement)
    guard isMeant else { return false }
    statements.append(.clear(reference, clearing))
    try endStatement()
    return true
  }

  /// `name' = formula`
  private mutating func readRate(_ reference: Reference) throws {
    cursor.advance()
    if cursor.kind == .prime { throw failure(.unsupported("second derivatives ('')"), at: cursor.currentPlace) }
    try cursor.expect(.assign, "\"=\" after \"\(reference.name)'\"")
    if try readClearing(of: reference, .rate) { return }
    statements.append(.rate(reference, try readExpression()))
    try endStatement()
  }

  /// `name: 0 = formula`; another number on the left is subtracted from the right.
  private mutating func readAlgebraicRule(id: Reference?) throws {
    let token = try cursor.expect(.number, "a number")
    let digits = cursor.text.text(of: token)
    guard let left = Double(digits), left.isFinite else {
      throw FormulaError(.badNumber(digits), at: cursor.text.place(of: token), in: cursor.text.source)
    }
    cursor.advance()
    let right = try readExpression()
    let formula = left == 0 ? right.formula : .apply(.subtract, [right.formula, .number(left)])
    statements.append(
      .algebraic(id, Expression(formula, uses: right.uses, units: right.units, at: right.place)))
    try endStatement()
  }

  /// `delete A.x, A.y`
  private mutating func readDeletions() throws {
    cursor.advance()
    repeat { statements.append(.delete(try readReference())) } while cursor.accept(.comma)
    try endStatement()
  }

  /// `name: …` is a reaction, a submodel, an event or an algebraic rule.
  private mutating func readLabelled(_ reference: Reference, in compartment: Reference?) throws {
    cursor.advance()
    if isWord("at") { return try readEvent(id: reference) }
    if cursor.kind == .identifier, cursor.peek(1).kind == .leftParenthesis {
      let module = try readReference("the name of a model")
      return try readSubmodel(reference, module: module, in: compartment)
    }
    if cursor.kind == .number, cursor.peek(1).kind == .assign { return try readAlgebraicRule(id: reference) }
    if cursor.kind == .minus, cursor.peek(1).kind == .minus {
      throw failure(.unsupported("DNA strands (--)"), at: cursor.currentPlace)
    }
    if ["maximize", "minimize"].contains(cursor.currentText) {
      throw failure(.unsupported("objectives"), at: cursor.currentPlace)
    }
    try readReaction(id: reference, in: compartment)
  }

  /// `name is other`, `name is other/factor`, `name is "…"`, `name has unit`, `name qualifier "…"`.
  private mutating func readPredicate(_ reference: Reference) throws {
    switch cursor.currentText {
    case "is":
      if cursor.peek(1).kind == .string {
        if let dot = reference.name.lastIndex(of: "."),
          Self.attributes.contains(String(reference.name[reference.name.index(after: dot)...]))
        {
          throw failure(
            .unsupported("distributions and uncertainties (\(reference.name[dot...]))"), at: reference.place)
        }
        return try readAnnotation(of: reference)
      }
      cursor.advance()
      let other = try readReference()
      let factor = cursor.accept(.slash) ? try readReference("the name of a conversion factor") : nil
      statements.append(.synonym(reference, other, factor: factor))
      try endStatement()
    case "has":
      cursor.advance()
      statements.append(.measure(reference, try cursor.parseUnit()))
      try endStatement()
    default:
      if cursor.peek(1).kind == .string || cursor.peek(1).kind == .dot { return try readAnnotation(of: reference) }
      throw cursor.expected(Self.afterName(reference))
    }
  }

  /// `name * factor is other`
  private mutating func readScaledSynonym(_ reference: Reference) throws {
    cursor.advance()
    let factor = try readReference("the name of a conversion factor")
    cursor.advance()
    statements.append(.synonym(reference, try readReference(), factor: factor))
    try endStatement()
  }

  /// `qualifier "…", "…"`, after what it is about.
  private mutating func readAnnotation(of reference: Reference?) throws {
    let (qualifier, _) = try cursor.readDottedName("what the annotation says")
    var resources: [String] = []
    repeat {
      while !resources.isEmpty && cursor.accept(.newline) {}
      guard cursor.kind == .string else { throw cursor.expected("a text in quotes") }
      resources.append(cursor.currentText)
      cursor.advance()
    } while cursor.accept(.comma)
    statements.append(.annotate(reference, qualifier: qualifier, resources: resources))
    try endStatement()
  }

  /// `unit name = …`
  private mutating func readUnitDefinition() throws {
    cursor.advance()
    let token = try cursor.expect(.identifier, "the name of a unit")
    let name = Reference(cursor.text.text(of: token), at: cursor.text.place(of: token))
    try cursor.expect(.assign, "\"=\"")
    statements.append(.defineUnit(name, try cursor.parseUnit()))
    try endStatement()
  }
}
