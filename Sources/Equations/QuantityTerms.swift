import Diagnostics
import Formulas
import Networks

/// What reactions do to quantities, as nodes.
extension QuantityNodes {
  /// How fast reactions change the amount of a species while time runs.
  mutating func amountRate(of index: Int) throws -> Node {
    for goal in try termGoals(of: index, .running) { _ = try node(of: goal) }
    return try makeAmountRate(index, .running)
  }

  /// The values that the rates of a species' reactions and its share in them need.
  func termGoals(of index: Int, _ moment: Moment) throws -> [Goal] {
    let terms = table.terms[index] ?? []
    return terms.map { Goal(quantity: $0.reaction, moment: moment) } + (try counts(of: terms, for: index, moment))
  }

  /// The values that a species' stoichiometries and its conversion factor need.
  func counts(of terms: [ReactionTerm], for index: Int, _ moment: Moment) throws -> [Goal] {
    var result: [Goal] = []
    for term in terms {
      for (_, formula) in term.formulas {
        result += try goals(of: formula, moment, table.quantities[term.reaction].place)
      }
    }
    if let factor = table.conversions[index] { result.append(Goal(quantity: factor, moment: moment)) }
    return result
  }

  /// Σ stoichiometry · rate, in the order of the reactions, times the conversion factor.
  mutating func makeAmountRate(_ index: Int, _ moment: Moment) throws -> Node {
    var total = graph.constant(0)
    for term in table.terms[index] ?? [] {
      let rate = graph.number(known(term.reaction, moment))
      total = graph.add(total, graph.multiply(try count(term, moment), rate))
    }
    guard let factor = table.conversions[index] else { return total }
    return graph.multiply(total, graph.number(known(factor, moment)))
  }

  /// What fast reactions have moved of a species: Σ stoichiometry · extent, times the conversion factor; nil for a
  /// species that they do not change. What the stoichiometries need must be made.
  mutating func fastShift(of index: Int) throws -> Node? {
    guard let terms = table.fastTerms[index] else { return nil }
    var shift = graph.constant(0)
    for term in terms {
      let extent = graph.state(slots[term.reaction])
      shift = graph.add(shift, graph.multiply(try count(term, .running), extent))
    }
    return table.conversions[index].map { graph.multiply(shift, graph.number(known($0, .running))) } ?? shift
  }

  private mutating func count(_ term: ReactionTerm, _ moment: Moment) throws -> Node {
    var count = graph.constant(term.number)
    for (sign, formula) in term.formulas {
      let part = graph.number(try translate(formula, moment, table.quantities[term.reaction].place))
      count = sign < 0 ? graph.subtract(count, part) : graph.add(count, part)
    }
    return count
  }
}
