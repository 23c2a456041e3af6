import Diagnostics
import Formulas
import Networks

extension AntimonyParser {
  /// `2 A + $B -> C; rate in compartment`, or an interaction, after its name.
  mutating func readReaction(id: Reference?, in place: Reference? = nil) throws {
    let start = cursor.currentPlace
    let reactants = try readSide()
    let isReversible: Bool
    switch cursor.kind {
    case .arrow: isReversible = true
    case .irreversibleArrow: isReversible = false
    case .lessOrEqual where isDoubleArrow:
      cursor.advance()
      isReversible = true
    case .minus where cursor.peek(1).kind == .minus:
      throw failure(.unsupported("DNA strands (--)"), at: cursor.currentPlace)
    case .minus where interactionLength > 0: return try readInteraction(id: id, of: reactants, from: start)
    default: throw cursor.expected("\"->\" or \"=>\"")
    }
    cursor.advance()
    let products = try readSide()
    let (law, compartment) = try readLaw()
    var reaction = ReactionStatement(
      id: id, reactants: reactants, products: products, isReversible: isReversible, law: law,
      place: id?.place ?? start)
    reaction.compartment = compartment ?? place
    statements.append(.react(reaction))
    try endStatement()
  }

  /// Whether `<==>` stands here, which others write for `->`.
  var isDoubleArrow: Bool {
    cursor.kind == .lessOrEqual && cursor.peek(1).kind == .irreversibleArrow && cursor.peek(1).touches(cursor.current)
  }

  /// `; rate in compartment`; both may be missing.
  private mutating func readLaw() throws -> (law: Expression?, compartment: Reference?) {
    guard cursor.accept(.semicolon) else { return (nil, nil) }
    let law = isAtEndOfStatement || isWord("in") ? nil : try readExpression()
    if cursor.kind == .assign || cursor.kind == .assignAlways {
      throw failure(
        .notAStatement(found: cursor.describe(cursor.current)), at: cursor.currentPlace,
        hint: "the rate of the reaction stands between two semicolons: A -> B; rate;")
    }
    return (law, try readPlace())
  }

  /// Tokens of the sign of an interaction that stands here, `-o`, `-|` or `-(`; 0 when none does.
  private var interactionLength: Int {
    let next = cursor.peek(1)
    switch next.kind {
    case .leftParenthesis: return 2
    case .or: return next.touches(cursor.current) && next.length == 1 ? 2 : 0
    case .identifier: return next.touches(cursor.current) && cursor.text.text(of: next) == "o" ? 2 : 0
    default: return 0
    }
  }

  /// `A + B -o J; rate`, after its left side.
  private mutating func readInteraction(
    id: Reference?, of participants: [ReactionStatement.Participant], from start: SourcePlace
  ) throws {
    for _ in 0..<interactionLength { cursor.advance() }
    var reactions: [Reference] = []
    repeat { reactions.append(try readReference("a reaction")) } while cursor.accept(.plus)
    let (law, _) = try readLaw()
    statements.append(
      .interact(
        InteractionStatement(
          id: id, species: participants.map(\.species), reactions: reactions, law: law, place: id?.place ?? start)))
    try endStatement()
  }

  var isAtEndOfStatement: Bool {
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
    case .minus where cursor.peek(1).kind == .number: break
    default: return []
    }
    repeat { participants.append(try readParticipant()) } while cursor.accept(.plus)
    return participants
  }

  /// `2 A`, `-1 A`, `n A` or `A`, each with or without `$`.
  private mutating func readParticipant() throws -> ReactionStatement.Participant {
    var stoichiometry = ReactionStatement.Stoichiometry.number(1)
    let isNegative = cursor.accept(.minus)
    if isNegative || cursor.kind == .number {
      let token = try cursor.expect(.number, "a number")
      let digits = cursor.text.text(of: token)
      guard let value = Double(digits), value.isFinite else {
        throw FormulaError(.badNumber(digits), at: cursor.text.place(of: token), in: cursor.text.source)
      }
      stoichiometry = .number(isNegative ? -value : value)
    }
    let isBoundary = cursor.accept(.dollar)
    let species = try readReference("a species")
    guard cursor.kind == .dollar || (cursor.kind == .identifier && !isAtEndOfStatement) else {
      return .init(species: species, stoichiometry: stoichiometry, isBoundary: isBoundary)
    }
    if isBoundary { throw cursor.expected("\"+\", \"->\" or \"=>\"") }
    if case .number(let value) = stoichiometry, value != 1 { throw cursor.expected("\"+\", \"->\" or \"=>\"") }
    let isBoundarySpecies = cursor.accept(.dollar)
    return .init(
      species: try readReference("a species"), stoichiometry: .name(species), isBoundary: isBoundarySpecies)
  }
}
