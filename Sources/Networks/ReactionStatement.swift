package import Diagnostics

/// A reaction as written.
package struct ReactionStatement: Sendable {
  /// How many: a number, or the name of one.
  package enum Stoichiometry: Sendable {
    case number(Double)
    case name(Reference)
  }

  package struct Participant: Sendable {
    package var species: Reference
    package var stoichiometry: Stoichiometry
    package var isBoundary: Bool

    package init(species: Reference, stoichiometry: Stoichiometry, isBoundary: Bool) {
      self.species = species
      self.stoichiometry = stoichiometry
      self.isBoundary = isBoundary
    }
  }

  /// Nil: the composition finds a free name `_J0`, `_J1`, ….
  package var id: Reference?
  package var reactants: [Participant]
  package var products: [Participant]
  package var isReversible: Bool
  /// Nil: no rate is given.
  package var law: Expression?
  /// Where it takes place: its species are there too, unless they are placed elsewhere.
  package var compartment: Reference?
  package var place: SourcePlace

  package init(
    id: Reference?, reactants: [Participant], products: [Participant], isReversible: Bool, law: Expression?,
    place: SourcePlace
  ) {
    self.id = id
    self.reactants = reactants
    self.products = products
    self.isReversible = isReversible
    self.law = law
    self.place = place
  }
}

/// What influences reactions without taking part in them: `name: A + B -o J`.
package struct InteractionStatement: Sendable {
  /// Nil: the composition finds a free name, as for a reaction.
  package var id: Reference?
  package var species: [Reference]
  package var reactions: [Reference]
  /// The rate of the reactions that have none of their own.
  package var law: Expression?
  package var place: SourcePlace

  package init(id: Reference?, species: [Reference], reactions: [Reference], law: Expression?, place: SourcePlace) {
    self.id = id
    self.species = species
    self.reactions = reactions
    self.law = law
    self.place = place
  }
}
