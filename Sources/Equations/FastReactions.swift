import Formulas

extension QuantityTable {
  /// Refuses fast reactions whose stoichiometries or conversion factors change of themselves.
  func checkFastReactions() throws {
    for (species, terms) in fastTerms.sorted(by: { $0.key < $1.key }) {
      let isConverted = conversions[species].map(isStill) ?? true
      for term in terms {
        let areStill = term.formulas.allSatisfy { _, formula in
          !formula.mentionsTime && formula.courseParts.isEmpty
            && formula.symbolsInOrder.allSatisfy { index[$0].map(isStill) ?? true }
        }
        if !isConverted || !areStill {
          throw EquationError.fastStoichiometry(term.name, quantities[term.reaction].place)
        }
      }
    }
  }

  /// Whether nothing but an event or an input from outside changes what the quantity means.
  private func isStill(_ quantity: Int) -> Bool {
    if case .input = quantities[quantity].role { return compartmentOfHeldAmount(quantity) == nil }
    return quantities[quantity].isConstant
  }

  /// The quantities that the equilibria of fast reactions count with, each with the first such reaction.
  func countsOfFastReactions() -> [Int: EquationSystem.FastReaction] {
    var counts: [Int: EquationSystem.FastReaction] = [:]
    for (species, terms) in fastTerms.sorted(by: { $0.key < $1.key }) {
      for term in terms {
        let reaction = EquationSystem.FastReaction(name: term.name, place: quantities[term.reaction].place)
        let used = term.formulas.flatMap { $0.formula.symbolsInOrder.compactMap { index[$0] } }
        for quantity in used + [conversions[species]].compactMap(\.self) where counts[quantity] == nil {
          counts[quantity] = reaction
        }
      }
    }
    return counts
  }

  /// The first fast reaction with an extent of its own that changes a species.
  func fastReaction(moving species: Int) -> EquationSystem.FastReaction? {
    fastTerms[species]?.first.map { EquationSystem.FastReaction(name: $0.name, place: quantities[$0.reaction].place) }
  }

  /// Leaves extents only to fast reactions that move something in a way of their own.
  ///
  /// Where N_j = Σ c_i N_i, the fast reactions together move N_i by rate_i + c_i · rate_j: reaction j needs no extent,
  /// and its rate joins the rows of the others. A reaction that changes nothing has no part in any equilibrium.
  mutating func joinFastReactions() {
    let all = fastTerms.values.joined()
    let moving = Set(all.map(\.reaction))
    for index in quantities.indices where quantities[index].isFast && !moving.contains(index) {
      quantities[index].isFast = false
    }
    guard all.allSatisfy(\.formulas.isEmpty) else { return }
    var basis: [FastMove] = []
    for reaction in moving.sorted() {
      guard var move = move(of: reaction) else { return }
      for other in basis {
        guard let reduced = move.reduced(by: other) else { return }
        move = reduced
      }
      if move.changes.isEmpty {
        join(reaction, move.parts)
      } else {
        basis.append(move)
      }
    }
  }

  /// What a fast reaction moves, nil where a number is no ratio of small whole numbers.
  private func move(of reaction: Int) -> FastMove? {
    var move = FastMove(changes: [:], parts: [reaction: .one])
    for (species, terms) in fastTerms {
      for term in terms where term.reaction == reaction {
        guard let number = Rational(term.number) else { return nil }
        move.changes[species] = number
      }
    }
    return move
  }

  /// Takes the extent from a reaction: Σ parts · moves = 0 with its own part 1.
  private mutating func join(_ reaction: Int, _ parts: [Int: Rational]) {
    for (other, part) in parts where other != reaction {
      companions[other, default: []].append((reaction, -part.value))
    }
    for species in fastTerms.keys {
      fastTerms[species]?.removeAll { $0.reaction == reaction }
      if fastTerms[species]?.isEmpty == true { fastTerms[species] = nil }
    }
    quantities[reaction].isFast = false
  }
}

/// A combination of fast reactions and what it moves.
private struct FastMove {
  var changes: [Int: Rational]
  var parts: [Int: Rational]

  /// Without the first species that `other` changes; nil when a number outgrows 64 bits.
  func reduced(by other: FastMove) -> FastMove? {
    guard let pivot = other.changes.keys.min(), let own = changes[pivot], let theirs = other.changes[pivot],
      let factor = own.divided(by: theirs)?.negated
    else { return self }
    var result = self
    for (species, change) in other.changes {
      guard let product = change.multiplied(by: factor),
        let sum = (result.changes[species] ?? .zero).adding(product)
      else { return nil }
      result.changes[species] = sum == .zero ? nil : sum
    }
    for (reaction, part) in other.parts {
      guard let product = part.multiplied(by: factor), let sum = (result.parts[reaction] ?? .zero).adding(product)
      else { return nil }
      result.parts[reaction] = sum == .zero ? nil : sum
    }
    return result
  }
}

extension Rational {
  fileprivate var value: Double { Double(numerator) / Double(denominator) }
}
