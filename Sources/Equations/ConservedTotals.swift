package import Networks

/// A weighted sum of amounts that no reaction changes, for example free plus bound receptor.
package struct ConservedTotal: Hashable, Sendable {
  package struct Term: Hashable, Sendable {
    package var species: String
    /// A whole number, as a Double; the terms have no common factor and the first is positive.
    package var coefficient: Double
  }
  package var terms: [Term]
}

/// Finds what the reactions of a network conserve: the left null space of its stoichiometry.
package enum ConservedTotals {
  /// A basis of the conserved totals, in whole numbers, over the species that take part in reactions and are changed
  /// by nothing else. Doses change totals; that is the caller's affair.
  ///
  /// Exact elimination in rational numbers. A combination whose numbers outgrow 64 bits is left out.
  /// - Complexity: O(species · fill) for sparse stoichiometries.
  package static func find(in network: Network) -> [ConservedTotal] {
    let ruled = Set(
      network.rules.compactMap { rule in
        switch rule.kind {
        case .rate(let name), .assignment(let name): name
        case .algebraic: nil
        }
      })
    let names = network.species.filter { !$0.isBoundary && !$0.isConstant && !ruled.contains($0.id) }.map(\.id)
    let index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var changes = [SparseRow](repeating: SparseRow(), count: names.count)
    var takesPart = [Bool](repeating: false, count: names.count)
    var columnCount = network.reactions.count
    for (column, reaction) in network.reactions.enumerated() {
      for (participants, sign) in [(reaction.reactants, -1.0), (reaction.products, 1.0)] {
        for participant in participants {
          guard let species = index[participant.species] else { continue }
          takesPart[species] = true
          if let coefficient = participant.number, let number = Rational(sign * coefficient),
            let total = changes[species][column].adding(number)
          {
            changes[species][column] = total
          } else {
            // Not a ratio of small whole numbers: a column of its own, which nothing can balance.
            changes[species][columnCount] = .one
            columnCount += 1
          }
        }
      }
    }
    return Elimination(changes: changes, species: names.indices.filter { takesPart[$0] }).nullRows().compactMap { row in
      guard let numbers = row.wholeNumbers() else { return nil }
      return ConservedTotal(
        terms: numbers.map { .init(species: names[$0.column], coefficient: Double($0.value)) })
    }
  }
}

/// Row elimination of the stoichiometry with the identity beside it.
private struct Elimination {
  var changes: [SparseRow]
  var species: [Int]

  /// The combinations of species whose change is zero in every reaction.
  func nullRows() -> [SparseRow] {
    var pivots: [Int: (change: SparseRow, combination: SparseRow)] = [:]
    var null: [SparseRow] = []
    next: for start in species {
      var change = changes[start]
      var combination = SparseRow()
      combination[start] = .one
      while let column = change.firstColumn, let pivot = pivots[column] {
        guard let ratio = change[column].divided(by: pivot.change[column]), let factor = ratio.negated,
          let newChange = change.adding(pivot.change, times: factor),
          let newCombination = combination.adding(pivot.combination, times: factor)
        else { continue next }
        (change, combination) = (newChange, newCombination)
      }
      if let column = change.firstColumn { pivots[column] = (change, combination) } else { null.append(combination) }
    }
    return null
  }
}
