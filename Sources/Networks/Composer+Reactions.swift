import Diagnostics
import Formulas

extension Composer {
  mutating func react(_ statement: ReactionStatement, in scope: Int) {
    let reference = statement.id ?? freeName("_J", \.unnamedReactions, in: scope, at: statement.place)
    guard let index = target(reference, in: scope) else { return }
    // What a submodel defines may be defined anew.
    if elements[index].reaction?.scope == scope {
      return report(.duplicate(reference.name, firstLine: elements[index].place.line), at: reference.place)
    }
    if elements[index].kind == nil, elements[index].value != nil || elements[index].rate != nil {
      return report(.duplicate(reference.name, firstLine: elements[index].place.line), at: reference.place)
    }
    guard setKind(index, .reaction, reference) else { return }
    elements[index].place = statement.place
    let reactants = participants(statement.reactants, in: scope)
    let products = participants(statement.products, in: scope)
    let law = statement.law.map { scoped($0, in: scope) }
    elements[index].reaction = ReactionData(
      scope: scope, reactants: reactants, products: products, isReversible: statement.isReversible, law: law)
    if let compartment = statement.compartment { elements[index].compartment = place(compartment, in: scope) }
  }

  private mutating func participants(_ written: [ReactionStatement.Participant], in scope: Int)
    -> [ReactionData.Participant]
  {
    var found: [ReactionData.Participant] = []
    for participant in written {
      guard let index = target(participant.species, in: scope), setKind(index, .species, participant.species) else {
        continue
      }
      if participant.isBoundary { elements[index].isBoundary = true }
      var data = ReactionData.Participant(element: index, stoichiometry: participant.stoichiometry)
      if case .name(let name) = participant.stoichiometry {
        guard let own = ownTarget(name, in: scope) else { continue }
        if let kind = elements[root(own)].kind {
          report(.wrongKind(name.name, is: kind.rawValue, needed: "stoichiometry"), at: name.place)
          continue
        }
        data.name = own
      }
      found.append(data)
    }
    return found
  }

  /// `A -o J`: A is among the reaction's modifiers.
  mutating func interact(_ statement: InteractionStatement, in scope: Int) {
    let reference = statement.id ?? freeName("_J", \.unnamedReactions, in: scope, at: statement.place)
    guard let index = newElement(.interaction, reference, in: scope) else { return }
    for name in statement.species {
      if let species = target(name, in: scope) { _ = setKind(species, .species, name) }
    }
    // The reactions may stand further down.
    for name in statement.reactions where !name.name.contains(".") { _ = target(name, in: scope) }
    interactions.append((scope, index, statement))
  }

  /// Adds the species of interactions to the reactions' modifiers.
  mutating func applyInteractions() {
    var inLaws: [Int: Set<Int>] = [:]
    for (scope, element, statement) in interactions where !elements[root(element)].isDeleted {
      for reference in statement.reactions {
        guard let index = find(reference.name, in: scope), elements[index].isDefined else {
          reportUnknown(reference.name, in: scope, at: reference.place)
          continue
        }
        guard elements[index].reaction != nil else {
          let kind = elements[index].kind?.rawValue ?? "parameter"
          report(.wrongKind(reference.name, is: kind, needed: "reaction"), at: reference.place)
          continue
        }
        if let law = statement.law, elements[index].reaction?.law == nil {
          let law = scoped(law, in: scope)
          elements[index].reaction?.law = law
        }
        if let law = elements[index].reaction?.law, inLaws[index] == nil {
          inLaws[index] = Set(law.expression.uses.compactMap { find($0.name, in: law.scope) })
        }
        for species in statement.species {
          guard let modifier = find(species.name, in: scope) else { continue }
          if let known = inLaws[index], !known.contains(modifier) {
            warn(.idleModifier(species.name, reaction: reference.name), at: species.place)
          }
          modifiers[index, default: []].append(modifier)
        }
      }
    }
  }
}
