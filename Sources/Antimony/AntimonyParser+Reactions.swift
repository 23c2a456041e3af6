import Diagnostics
import Formulas
import Networks

extension AntimonyParser {
  /// `2 A + $B -> C; rate`, after its name.
  mutating func readReaction(id: Reference?) throws {
    let start = cursor.currentPlace
    let reactants = try readSide()
    let isReversible: Bool
    switch cursor.kind {
    case .arrow: isReversible = true
    case .irreversibleArrow: isReversible = false
    case .minus:
      throw failure(
        .unsupported(
          cursor.peek(1).kind == .minus ? "DNA strands (--)" : "interactions (-o, -|, -()"), at: cursor.currentPlace)
    default: throw cursor.expected("\"->\" or \"=>\"")
    }
    cursor.advance()
    let products = try readSide()
    var law: Expression?
    if cursor.accept(.semicolon), !isAtEndOfStatement { law = try readExpression() }
    if cursor.kind == .assign || cursor.kind == .assignAlways {
      throw failure(
        .notAStatement(found: cursor.describe(cursor.current)), at: cursor.currentPlace,
        hint: "the rate of the reaction stands between two semicolons: A -> B; rate;")
    }
    statements.append(
      .react(
        ReactionStatement(
          id: id, reactants: reactants, products: products, isReversible: isReversible, law: law,
          place: id?.place ?? start)))
    try endStatement()
  }

  private var isAtEndOfStatement: Bool {
    switch cursor.kind {
    case .newline, .semicolon, .end: true
    case .identifier: cursor.currentText == "end"
    default: false
    }
  }

  /// One side of a reaction; it may be empty.
  private mutating func readSide() throws -> [ReactionStatement.Participant] {
    var participants: [ReactionStatement.Participant] = []
    switch cursor.kind {
    case .number, .dollar, .identifier:
      if isAtEndOfStatement { return [] }
    default: return []
    }
    repeat { participants.append(try readParticipant()) } while cursor.accept(.plus)
    return participants
  }

  private mutating func readParticipant() throws -> ReactionStatement.Participant {
    var stoichiometry = 1.0
    if cursor.kind == .number {
      let token = cursor.advance()
      let digits = cursor.text.text(of: token)
      guard let value = Double(digits), value.isFinite else {
        throw FormulaError(.badNumber(digits), at: cursor.text.place(of: token), in: cursor.text.source)
      }
      stoichiometry = value
    }
    let isBoundary = cursor.accept(.dollar)
    let species = try readReference("a species")
    if cursor.kind == .identifier, !isAtEndOfStatement {
      throw failure(.unsupported("stoichiometries given by a name"), at: species.place)
    }
    return .init(species: species, stoichiometry: stoichiometry, isBoundary: isBoundary)
  }
}
