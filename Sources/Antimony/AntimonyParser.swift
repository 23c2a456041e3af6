import Diagnostics
import Formulas
import Networks

/// Reads one Antimony text by recursive descent.
///
/// A problem inside a statement is noted and reading goes on with the next line, so that one reading shows several
/// problems; after ``problemLimit`` it stops.
struct AntimonyParser {
  static let problemLimit = 20

  var cursor: TokenCursor
  var file = AntimonyFile()
  var problems: [Explanation] = []
  /// The statements being read: those of a model, or those outside any.
  var statements: [Statement] = []
  /// Ports of the model being read that are written with `$`.
  private var ports: [Reference] = []

  /// What the text says.
  ///
  /// - Throws: ``AntimonyError`` with every problem found, or ``FormulaError`` when the text cannot be cut into words.
  static func parse(_ source: SourceText) throws -> AntimonyFile {
    var parser = AntimonyParser(cursor: TokenCursor(try Lexer.tokenize(source)))
    do {
      try parser.readFile()
    } catch let error as any ExplainedError {
      parser.problems.append(error.explanation)
    }
    if !parser.problems.isEmpty { throw AntimonyError(parser.problems) }
    return parser.file
  }

  private init(cursor: TokenCursor) { self.cursor = cursor }

  // MARK: the whole text

  private mutating func readFile() throws {
    while true {
      skipEmptyStatements()
      if cursor.kind == .end { break }
      let place = cursor.currentPlace
      if cursor.kind == .identifier, !beginsWithName {
        switch cursor.currentText {
        case "model", "module":
          if try readModel() { continue }
        case "function":
          try readFunction()
          continue
        case "import":
          try readRecovering { try $0.readImport() }
          continue
        case "end":
          throw failure(.notAStatement(found: "\"end\""), at: place, hint: "no model or function is open here")
        default: break
        }
      }
      let count = statements.count
      try readRecovering { try $0.readStatement() }
      if case .annotate(let reference?, let qualifier, let resources) = statements.last, statements.count == count + 1 {
        statements.removeLast()
        file.annotations.append(.init(reference: reference, qualifier: qualifier, resources: resources))
      }
      if statements.count > count, file.firstStatement == nil { file.firstStatement = place }
    }
    for statement in statements {
      if case .defineUnit(let name, let expression) = statement {
        file.units.append(Library.UnitDefinition(name: name, expression: expression))
      } else {
        file.statements.append(statement)
      }
    }
    if file.statements.isEmpty { file.firstStatement = nil }
  }

  /// `import "path"`
  private mutating func readImport() throws {
    cursor.advance()
    guard cursor.kind == .string else { throw cursor.expected("a file name in quotes") }
    if [".xml", ".sbml"].contains(where: cursor.currentText.lowercased().hasSuffix) {
      throw failure(.unsupported("imports of SBML files"), at: cursor.currentPlace)
    }
    file.imports.append(.init(path: cursor.currentText, place: cursor.currentPlace))
    cursor.advance()
    try endStatement()
  }

  /// `model *name(ports) … end`. False when it is an annotation of the model instead (`model notes "…"`).
  private mutating func readModel() throws -> Bool {
    if isModelAnnotation { return false }
    let opening = cursor.currentPlace
    cursor.advance()
    let isMain = cursor.accept(.star)
    let nameToken = try cursor.expect(.identifier, "the name of the model")
    let name = cursor.text.text(of: nameToken)
    let place = cursor.text.place(of: nameToken)
    try checkFree(name, at: place)
    var module = Module(name: name, place: place)
    if isMain {
      if let first = file.main { throw failure(.twoMainModels(first, name), at: place) }
      file.main = name
    }
    if cursor.accept(.leftParenthesis) { module.ports = try readPorts(boundaries: true) }
    let outer = statements
    statements = ports.map { .declare($0, .init(kind: .species, isBoundary: true)) }
    defer { statements = outer }
    while true {
      skipEmptyStatements()
      if cursor.kind == .end { throw failure(.unfinishedModel(name), at: opening) }
      if cursor.kind == .identifier, !beginsWithName {
        let word = cursor.currentText
        if word == "end" { break }
        if (word == "model" || word == "module") && !isModelAnnotation {
          throw failure(.misplaced("a model"), at: cursor.currentPlace, hint: "is an \"end\" missing before it?")
        }
        if word == "function", cursor.peek(1).kind == .identifier {
          throw failure(.misplaced("a function"), at: cursor.currentPlace, hint: "write it above the model")
        }
        if word == "import", cursor.peek(1).kind == .string {
          throw failure(.misplaced("an import"), at: cursor.currentPlace, hint: "write it at the top of the file")
        }
      }
      try readRecovering { try $0.readStatement() }
    }
    cursor.advance()
    module.statements = statements
    file.modules.append(module)
    return true
  }

  /// `a, $b, c)` after the opening parenthesis; several lines are allowed.
  private mutating func readPorts(boundaries: Bool) throws -> [Reference] {
    var names: [Reference] = []
    ports = []
    skipNewlines()
    if cursor.accept(.rightParenthesis) { return names }
    repeat {
      skipNewlines()
      let isBoundary = boundaries && cursor.accept(.dollar)
      let token = try cursor.expect(.identifier, "a name")
      let reference = Reference(cursor.text.text(of: token), at: cursor.text.place(of: token))
      try checkFree(reference.name, at: reference.place)
      if names.contains(where: { $0.name == reference.name }) {
        throw NetworkError(.duplicate(reference.name, firstLine: nil), at: reference.place, in: cursor.text.source)
      }
      names.append(reference)
      if isBoundary { ports.append(reference) }
      skipNewlines()
    } while cursor.accept(.comma)
    try cursor.expect(.rightParenthesis, "\",\" or \")\"")
    return names
  }

  /// `function name(a, b) formula end`
  private mutating func readFunction() throws {
    let opening = cursor.currentPlace
    cursor.advance()
    let nameToken = try cursor.expect(.identifier, "the name of the function")
    let name = cursor.text.text(of: nameToken)
    let place = cursor.text.place(of: nameToken)
    try checkFree(name, at: place)
    try cursor.expect(.leftParenthesis, "\"(\"")
    let arguments = try readPorts(boundaries: false).map(\.name)
    skipEmptyStatements()
    let body = try readExpression()
    skipEmptyStatements()
    if cursor.kind == .end { throw failure(.unfinishedFunction(name), at: opening) }
    guard cursor.kind == .identifier, cursor.currentText == "end" else { throw cursor.expected("\"end\"") }
    cursor.advance()
    file.functions.append(FunctionDefinition(id: name, arguments: arguments, body: body.formula, place: place))
    file.functionUses[name] = body.uses
  }

  // MARK: steps shared by all statements

  mutating func skipNewlines() {
    while cursor.accept(.newline) {}
  }

  /// Whether the word here must be a name because of what follows it: most statements, told without reading the word.
  var beginsWithName: Bool {
    switch cursor.peek(1).kind {
    case .assign, .assignAlways, .prime, .colon, .dot: true
    default: false
    }
  }

  mutating func skipEmptyStatements() {
    while cursor.kind == .newline || cursor.kind == .semicolon { cursor.advance() }
  }

  /// Whether the word `model` here begins an annotation: `model notes "…"`, `model creator1.name "…"`.
  private var isModelAnnotation: Bool {
    guard cursor.peek(1).kind == .identifier else { return false }
    var offset = 2
    while cursor.peek(offset).kind == .dot, cursor.peek(offset + 1).kind == .identifier { offset += 2 }
    return cursor.peek(offset).kind == .string
  }

  /// Steps over the end of a statement; `end` of the model may follow directly.
  mutating func endStatement() throws {
    switch cursor.kind {
    case .newline, .semicolon: cursor.advance()
    case .end: break
    case .identifier where cursor.currentText == "end": break
    default: throw cursor.expected("the end of the statement (\";\" or a new line)")
    }
  }

  /// Reads with `body`; a problem is noted and the rest of its line skipped.
  private mutating func readRecovering(_ body: (inout AntimonyParser) throws -> Void) throws {
    let start = cursor.index
    do {
      try body(&self)
    } catch let error as any ExplainedError {
      problems.append(error.explanation)
      _ = cursor.takeUses()
      if problems.count >= Self.problemLimit { throw AntimonyStop() }
      if cursor.index == start { cursor.advance() }
      while cursor.kind != .newline, cursor.kind != .end { cursor.advance() }
    }
  }

  /// A formula with the names in it.
  mutating func readExpression() throws -> Expression {
    let first = cursor.index
    let start = cursor.current
    let formula = try parseFormula()
    let (uses, units) = cursor.takeUses()
    let last = cursor.text.tokens[max(first, cursor.index - 1)]
    return Expression(formula, uses: uses, units: units, at: cursor.text.place(from: start, through: last))
  }

  /// A formula; the ellipsis of DNA strands is refused by name.
  private mutating func parseFormula() throws -> Formula {
    do {
      return try cursor.parseFormula()
    } catch let error as FormulaError {
      if cursor.kind == .dot, cursor.peek(1).kind == .dot, cursor.peek(2).kind == .dot {
        throw failure(.unsupported("DNA strands (…)"), at: cursor.currentPlace)
      }
      throw error
    }
  }

  mutating func readReference(_ wanted: String = "a name") throws -> Reference {
    let (name, place) = try cursor.readDottedName(wanted)
    try checkFree(name, at: place)
    return Reference(name, at: place)
  }

  /// Refuses words of the language as names.
  func checkFree(_ name: String, at place: SourcePlace) throws {
    if Self.reserved.contains(name) {
      throw failure(.reserved(name), at: place)
    }
  }

  func failure(_ problem: AntimonyProblem, at place: SourcePlace, hint: String? = nil) -> AntimonyError {
    AntimonyError(problem, at: place, in: cursor.text.source, hint: hint)
  }

  static let reserved: Set<String> = [
    "model", "module", "end", "function", "import", "compartment", "species", "substanceOnly", "const", "var", "unit",
    "has", "in", "is", "at", "after", "delete", "reaction", "event", "ext", "formula", "constraint", "maximize",
    "minimize", "DNA", "gene", "operator", "time", "pi",
    "exponentiale", "avogadro", "inf", "infinity", "INF", "nan", "NaN", "NAN", "notanumber", "true", "false",
  ]
}

/// Ends a reading that found too many problems; they are reported, this is not.
private struct AntimonyStop: Error {}

extension AntimonyStop: ExplainedError {
  var explanation: Explanation { Explanation("reading stopped after \(AntimonyParser.problemLimit) problems") }
}
