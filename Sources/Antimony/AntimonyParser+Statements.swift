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
      if cursor.peek(1).kind == .assign { throw failure(.unsupported("algebraic rules (0 = …)"), at: place) }
      if [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(cursor.peek(1).kind) {
        throw failure(.unsupported("flux bounds"), at: place)
      }
      try readReaction(id: nil)
    case .minus where cursor.peek(1).kind == .minus:
      throw failure(.unsupported("DNA strands (--)"), at: place)
    case .identifier:
      try readWord()
    default:
      throw failure(.notAStatement(found: cursor.describe(cursor.current)), at: place)
    }
  }

  /// A statement that begins with a word: a keyword or the name of something.
  private mutating func readWord() throws {
    if beginsWithName { return try readNamed() }
    let place = cursor.currentPlace
    let word = cursor.currentText
    switch word {
    case "compartment", "species", "substanceOnly", "const", "var", "reaction", "formula":
      return try readDeclarations()
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
  private static let unsupportedWords: [String: String] = [
    "at": "events (at …)", "event": "events", "delete": "deletions (delete …)", "DNA": "DNA strands",
    "gene": "genes", "operator": "operators", "maximize": "objectives (maximize …)",
    "minimize": "objectives (minimize …)", "assert": "constraints (assert …)", "constraint": "constraints",
  ]

  /// What may follow the last dot of a name without being a part of a submodel.
  private static let attributes: Set<String> = [
    "mean", "stdev", "standardDeviation", "coefficientOfVariation", "kurtosis", "median", "mode",
    "sampleSize", "skewness", "standardError", "variance", "confidenceInterval", "credibleInterval",
    "interquartileRange", "range", "distribution", "externalParameter",
  ]

  /// A statement that begins with the name of something.
  private mutating func readNamed() throws {
    let start = cursor.index
    let reference = try readReference()
    switch cursor.kind {
    case .assign: try readInitial(reference)
    case .assignAlways:
      cursor.advance()
      statements.append(.assign(reference, try readExpression()))
      try endStatement()
    case .prime: try readRate(reference)
    case .colon: try readLabelled(reference)
    case .identifier: try readPredicate(reference, from: start)
    case .plus, .arrow, .irreversibleArrow:
      cursor.index = start
      try readReaction(id: nil)
    case .minus:
      cursor.index = start
      try readReaction(id: nil)
    case .star where isFollowedByIs:
      throw failure(.unsupported("conversion factors"), at: cursor.currentPlace)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      throw failure(.unsupported("flux bounds"), at: reference.place)
    case .leftParenthesis:
      throw failure(
        .notAStatement(found: "\"\(reference.name)(\""), at: reference.place,
        hint: "a submodel needs a name of its own: name: \(reference.name)(…)")
    default:
      throw cursor.expected(
        "\"=\", \":=\", \"' =\", \":\", \"->\", \"is\", \"in\" or \"has\" after \"\(reference.name)\"")
    }
  }

  private var isFollowedByIs: Bool {
    cursor.peek(2).kind == .identifier && cursor.text.text(of: cursor.peek(2)) == "is"
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
        let value = cursor.kind == .identifier ? cursor.currentText : String(Int(exactly: try cursor.readNumber()) ?? 0)
        if cursor.kind == .identifier { cursor.advance() }
        statements.append(.annotate(owner, qualifier: last, resources: [value]))
        return try endStatement()
      }
      if Self.attributes.contains(last) || cursor.kind == .leftBrace {
        throw failure(.unsupported("distributions and uncertainties (.\(last))"), at: reference.place)
      }
    }
    statements.append(.initial(reference, try readExpression()))
    try endStatement()
  }

  /// `name' = formula`
  private mutating func readRate(_ reference: Reference) throws {
    cursor.advance()
    if cursor.kind == .prime { throw failure(.unsupported("second derivatives ('')"), at: cursor.currentPlace) }
    try cursor.expect(.assign, "\"=\" after \"\(reference.name)'\"")
    statements.append(.rate(reference, try readExpression()))
    try endStatement()
  }

  /// `name: …` is a reaction or a submodel.
  private mutating func readLabelled(_ reference: Reference) throws {
    cursor.advance()
    if cursor.kind == .identifier {
      if cursor.currentText == "at" { throw failure(.unsupported("events (at …)"), at: cursor.currentPlace) }
      if cursor.peek(1).kind == .leftParenthesis { return try readSubmodel(reference) }
    }
    if cursor.kind == .minus, cursor.peek(1).kind == .minus {
      throw failure(.unsupported("DNA strands (--)"), at: cursor.currentPlace)
    }
    if ["maximize", "minimize"].contains(cursor.currentText) {
      throw failure(.unsupported("objectives"), at: cursor.currentPlace)
    }
    try readReaction(id: reference)
  }

  /// `name: module(argument, …)`
  private mutating func readSubmodel(_ name: Reference) throws {
    if name.name.contains(".") { throw failure(.unsupported("submodels added to a submodel"), at: name.place) }
    let module = try readReference("the name of a model")
    try cursor.expect(.leftParenthesis, "\"(\"")
    var arguments: [Statement.Argument] = []
    while cursor.accept(.newline) {}
    if cursor.kind != .rightParenthesis {
      repeat {
        while cursor.accept(.newline) {}
        if cursor.kind == .identifier {
          arguments.append(.reference(try readReference()))
        } else {
          arguments.append(.value(try readExpression()))
        }
        while cursor.accept(.newline) {}
      } while cursor.accept(.comma)
    }
    try cursor.expect(.rightParenthesis, "\",\" or \")\"")
    if cursor.kind == .comma { throw failure(.unsupported("conversion factors of submodels"), at: cursor.currentPlace) }
    statements.append(.submodel(name, module: module, arguments: arguments))
    try endStatement()
  }

  /// `name is other`, `name is "…"`, `name in compartment`, `name has unit`, `name qualifier "…"`.
  private mutating func readPredicate(_ reference: Reference, from start: Int) throws {
    switch cursor.currentText {
    case "is":
      if cursor.peek(1).kind == .string { return try readAnnotation(of: reference) }
      cursor.advance()
      let other = try readReference()
      if cursor.kind == .star || cursor.kind == .slash {
        throw failure(.unsupported("conversion factors"), at: cursor.currentPlace)
      }
      statements.append(.synonym(reference, other))
      try endStatement()
    case "in":
      cursor.advance()
      statements.append(.locate(reference, compartment: try readReference("the name of a compartment")))
      try endStatement()
    case "has":
      cursor.advance()
      statements.append(.measure(reference, try cursor.parseUnit()))
      try endStatement()
    default:
      if cursor.peek(1).kind == .string || cursor.peek(1).kind == .dot { return try readAnnotation(of: reference) }
      throw cursor.expected(
        "\"=\", \":=\", \"' =\", \":\", \"->\", \"is\", \"in\" or \"has\" after \"\(reference.name)\"")
    }
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
