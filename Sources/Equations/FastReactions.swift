import Formulas

extension QuantityTable {
  /// Refuses fast reactions whose stoichiometries change of themselves.
  func checkFastReactions() throws {
    for term in fastTerms.values.joined() {
      for (_, formula) in term.formulas {
        let isStill =
          !formula.mentionsTime && formula.courseParts.isEmpty
          && formula.symbolsInOrder.allSatisfy { name in
            guard let index = index[name] else { return true }
            if case .input = quantities[index].role { return true }
            return quantities[index].isConstant
          }
        if !isStill { throw EquationError.fastStoichiometry(term.name, quantities[term.reaction].place) }
      }
    }
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
