package import Diagnostics
package import Formulas

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
  /// `name: 0 = formula`
  case algebraic(Reference?, Expression)
  /// `element = ;`, `element := ;` or `element' = ;`: what a submodel says is taken away
  case clear(Reference, Clearing)
  case react(ReactionStatement)
  case interact(InteractionStatement)
  case event(EventStatement)
  case submodel(SubmodelStatement)
  /// `first is second`, or `first * factor is second`
  case synonym(Reference, Reference, factor: Reference?)
  /// `species.conversionFactor = factor`; nil is every species of the model that has none of its own
  case convert(Reference?, factor: Reference)
  /// `delete element`
  case delete(Reference)
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

  /// What a statement without a formula takes away.
  package enum Clearing: Sendable { case initial, assignment, rate }

  /// What stands for a port or for a conversion factor where a submodel is made.
  package enum Argument: Sendable {
    case reference(Reference)
    case value(Expression)
  }

  package enum ModelUnit: String, Sendable { case time, substance, volume, area, length, extent }
}

/// A submodel as written: `name: module(arguments), timeconv = 60, extentconv = f`.
package struct SubmodelStatement: Sendable {
  /// Nil: the composition finds a free name `_sys0`, `_sys1`, ….
  package var name: Reference?
  package var module: Reference
  package var arguments: [Statement.Argument]
  /// The submodel's unit of time times this is the model's.
  package var timeFactor: Statement.Argument?
  /// The submodel's unit of reaction extent times this is the model's.
  package var extentFactor: Statement.Argument?
  /// Where its species are that are placed nowhere else.
  package var compartment: Reference?

  package init(name: Reference?, module: Reference, arguments: [Statement.Argument]) {
    self.name = name
    self.module = module
    self.arguments = arguments
  }
}

/// An event as written.
package struct EventStatement: Sendable {
  package struct Assignment: Sendable {
    package var target: Reference
    package var expression: Expression

    package init(target: Reference, expression: Expression) {
      self.target = target
      self.expression = expression
    }
  }

  /// Nil: the composition finds a free name `_E0`, `_E1`, ….
  package var id: Reference?
  package var trigger: Expression
  package var delay: Expression?
  package var priority: Expression?
  /// What the trigger counts as before the start.
  package var startsTrue = true
  package var isPersistent = true
  package var usesTriggerTimeValues = true
  package var assignments: [Assignment] = []
  package var place: SourcePlace

  package init(id: Reference?, trigger: Expression, place: SourcePlace) {
    self.id = id
    self.trigger = trigger
    self.place = place
  }
}
