import Diagnostics
import Formulas
import Networks

extension AntimonyParser {
  /// `const species A in c = 3, $B, C has mole`: words of kind, then names with what is said of each.
  mutating func readDeclarations() throws {
    var declaration = Statement.Declaration()
    words: while cursor.kind == .identifier {
      switch cursor.currentText {
      case "compartment": declaration.kind = .compartment
      case "species": declaration.kind = .species
      case "reaction": declaration.kind = .reaction
      case "substanceOnly": declaration.isSubstanceOnly = true
      case "const", "ext": declaration.isConstant = true
      case "var": declaration.isConstant = false
      case "formula": break
      case "gene", "operator", "DNA":
        throw failure(.unsupported(Self.unsupportedWords[cursor.currentText] ?? "DNA"), at: cursor.currentPlace)
      default: break words
      }
      cursor.advance()
    }
    if declaration.isSubstanceOnly, declaration.kind == nil { declaration.kind = .species }
    repeat { try readDeclaredName(declaration) } while cursor.accept(.comma)
    try endStatement()
  }

  private mutating func readDeclaredName(_ words: Statement.Declaration) throws {
    var declaration = words
    if cursor.accept(.dollar) {
      declaration.isBoundary = true
      declaration.kind = declaration.kind ?? .species
    }
    let reference = try readReference()
    statements.append(.declare(reference, declaration))
    try readAttributes(of: reference)
  }

  /// `in compartment`, `= formula`, `:= formula`, `' = formula`, `has unit`, each at most once, in this order.
  private mutating func readAttributes(of reference: Reference) throws {
    if let compartment = try readPlace() { statements.append(.locate(reference, compartment: compartment)) }
    switch cursor.kind {
    case .assign:
      cursor.advance()
      statements.append(.initial(reference, try readExpression()))
    case .assignAlways:
      cursor.advance()
      statements.append(.assign(reference, try readExpression()))
    case .prime:
      cursor.advance()
      try cursor.expect(.assign, "\"=\" after \"\(reference.name)'\"")
      statements.append(.rate(reference, try readExpression()))
    default: break
    }
    if isWord("has") {
      cursor.advance()
      statements.append(.measure(reference, try cursor.parseUnit()))
    }
  }

  /// `$A in c = 3`, or a reaction whose first reactant is a boundary species.
  mutating func readBoundary() throws {
    let start = cursor.index
    cursor.advance()
    let reference = try readReference()
    switch cursor.kind {
    case .plus, .arrow, .irreversibleArrow, .minus:
      cursor.index = start
      try readReaction(id: nil)
    default:
      statements.append(.declare(reference, .init(kind: .species, isBoundary: true)))
      try readAttributes(of: reference)
      try endStatement()
    }
  }
}
