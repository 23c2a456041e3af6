import Diagnostics
import Formulas

extension Composer {
  /// How many participants of reactions each element is the stoichiometry of.
  func namedStoichiometries() -> [Int: Int] {
    var counts: [Int: Int] = [:]
    for index in elements.indices where root(index) == index && !elements[index].isDeleted {
      guard let reaction = elements[index].reaction else { continue }
      for participant in reaction.reactants + reaction.products where participant.name >= 0 {
        counts[root(participant.name), default: 0] += 1
      }
    }
    return counts
  }

  mutating func emitReaction(_ index: Int, _ id: String, into network: inout Network) {
    let element = elements[index]
    // A name may be declared a reaction and never be given one.
    let data =
      element.reaction
      ?? ReactionData(scope: 0, reactants: [], products: [], isReversible: true, law: nil)
    if data.law == nil, element.reaction != nil { warn(.noRate(id), at: element.place) }
    let reactants = emitted(data.reactants, of: id, at: element.place)
    let products = emitted(data.products, of: id, at: element.place)
    var law = Formula.number(0)
    if let written = data.law, let formula = resolved(written, of: id) {
      let scope = scopes[written.scope]
      let own = written.target < 0 ? FactorProduct() : conversion(of: written.target)
      law = scaled(formula, by: scope.extent / scope.time / own)
    }
    var seen = Set((reactants + products).map(\.species))
    var names: [String] = []
    for use in data.law?.expression.uses ?? [] where use.argumentCount == nil {
      guard let used = find(use.name, in: data.law?.scope ?? 0), elements[used].kind == .species else { continue }
      let name = finalName(used)
      if !elements[used].isDeleted, seen.insert(name).inserted { names.append(name) }
    }
    for modifier in modifiers[index] ?? [] where !elements[modifier].isDeleted {
      let name = finalName(modifier)
      if seen.insert(name).inserted { names.append(name) }
    }
    network.reactions.append(
      Reaction(
        id: id, reactants: reactants, products: products, modifiers: names, isReversible: data.isReversible, law: law,
        place: element.place))
  }

  private mutating func emitted(_ participants: [ReactionData.Participant], of id: String, at place: SourcePlace)
    -> [Reaction.Participant]
  {
    var result: [Reaction.Participant] = []
    for participant in participants where !elements[root(participant.element)].isDeleted {
      let species = finalName(participant.element)
      switch participant.stoichiometry {
      case .number(let value): result.append(.init(species, value))
      case .name(let reference):
        guard !elements[root(participant.name)].isDeleted, elements[root(participant.name)].isDefined else {
          reportUnknown(reference.name, in: elements[participant.name].scope, at: reference.place)
          continue
        }
        let name = Formula.symbol(finalName(participant.name))
        result.append(.init(species, scaled(name, by: conversion(of: participant.name))))
      }
    }
    return result
  }

  /// The quantities that algebraic rules determine.
  ///
  /// What is declared `var`, or is given nothing, is an unknown. When there are fewer of these than rules, everything
  /// that is not declared constant is one, as the antimony library has it.
  func setByAlgebraicRules() -> Set<Int> {
    var (count, unknown, open) = (0, Set<Int>(), Set<Int>())
    for element in elements where !element.isDeleted {
      guard let rule = element.rule else { continue }
      count += 1
      for use in rule.expression.uses where use.argumentCount == nil {
        guard let index = find(use.name, in: rule.scope) else { continue }
        let used = elements[index]
        var isRuled = used.rate != nil
        if case .assignment = used.value { isRuled = true }
        if isRuled || used.isConstant?.value == true || used.kind == .reaction { continue }
        open.insert(index)
        if used.value == nil || used.isConstant?.value == false || used.kind == .species { unknown.insert(index) }
      }
    }
    return unknown.count >= count ? unknown : open
  }
}
