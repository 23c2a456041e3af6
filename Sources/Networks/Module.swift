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
