package import Diagnostics
package import Formulas

/// A model as one text describes it, before composition: its statements in order, names as written.
///
/// The order matters, as it does in Antimony: a later value replaces an earlier one, and a synonym joins what its
/// two sides have been given so far (see ``Composition``).
package struct Module: Sendable {
  package var name: String
  /// Names that a user of this module may connect by position.
  package var ports: [Reference]
  package var statements: [Statement]
  package var place: SourcePlace?

  package init(name: String, ports: [Reference] = [], statements: [Statement] = [], place: SourcePlace? = nil) {
    self.name = name
    self.ports = ports
    self.statements = statements
    self.place = place
  }
}

/// A name in a module's text; dots reach into submodels.
package struct Reference: Hashable, Sendable {
  package var name: String
  package var place: SourcePlace

  package init(_ name: String, at place: SourcePlace) {
    self.name = name
    self.place = place
  }
}

/// A formula with the places of the names in it. Every instance of a module shares it.
package final class Expression: Sendable {
  package let formula: Formula
  package let uses: [SymbolUse]
  /// Units written after numbers.
  package let units: [SymbolUse]
  package let place: SourcePlace

  package init(_ formula: Formula, uses: [SymbolUse] = [], units: [SymbolUse] = [], at place: SourcePlace) {
    self.formula = formula
    self.uses = uses
    self.units = units
    self.place = place
  }
}

/// One statement of a module.
package enum Statement: Sendable {
  case declare(Reference, Declaration)
  /// `element in compartment`
  case locate(Reference, compartment: Reference)
  /// `element = formula`, a value at the start
  case initial(Reference, Expression)
  /// `element := formula`
  case assign(Reference, Expression)
  /// `element' = formula`
  case rate(Reference, Expression)
  case react(ReactionStatement)
  /// `name: module(arguments)`
  case submodel(Reference, module: Reference, arguments: [Argument])
  /// `first is second`
  case synonym(Reference, Reference)
  /// `unit name = …`
  case defineUnit(Reference, UnitExpression)
  /// `element has …`
  case measure(Reference, UnitExpression)
  /// `time_unit = …`
  case modelUnit(ModelUnit, UnitExpression)
  /// `element qualifier "…", "…"`; nil is the model itself
  case annotate(Reference?, qualifier: String, resources: [String])

  /// What `declare` says about an element; nil where the text says nothing.
  package struct Declaration: Sendable {
    package enum Kind: Sendable { case species, compartment, reaction }
    package var kind: Kind?
    package var isConstant: Bool?
    package var isBoundary = false
    package var isSubstanceOnly = false

    package init(kind: Kind? = nil, isConstant: Bool? = nil, isBoundary: Bool = false, isSubstanceOnly: Bool = false) {
      self.kind = kind
      self.isConstant = isConstant
      self.isBoundary = isBoundary
      self.isSubstanceOnly = isSubstanceOnly
    }
  }

  /// What stands for a port where a submodel is made.
  package enum Argument: Sendable {
    case reference(Reference)
    case value(Expression)
  }

  package enum ModelUnit: String, Sendable { case time, substance, volume, area, length, extent }
}

/// A reaction as written.
package struct ReactionStatement: Sendable {
  package struct Participant: Sendable {
    package var species: Reference
    package var stoichiometry: Double
    package var isBoundary: Bool

    package init(species: Reference, stoichiometry: Double, isBoundary: Bool) {
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
