package import Diagnostics
package import Formulas

/// A model as text describes it, flat: what exists, how it starts and what changes it. Knows no solver and no drug.
///
/// Identifiers are unique over all kinds of element. Elements that came from submodels carry dotted identifiers
/// (`ketamine.Cc`), and formulas refer to them by the same dotted names.
package struct Network: Sendable {
  package var name: String
  /// The unit of time as declared (nil: dimensionless).
  package var timeUnit: Unit?
  /// Units of amounts, sizes and reaction extents as declared (nil: not declared).
  package var substanceUnit: Unit?
  package var volumeUnit: Unit?
  package var extentUnit: Unit?
  package var compartments: [Compartment] = []
  package var species: [Species] = []
  package var parameters: [Parameter] = []
  package var reactions: [Reaction] = []
  package var rules: [Rule] = []
  /// Values at the start computed from a formula: they override an element's own `value`.
  package var initialAssignments: [InitialAssignment] = []
  package var events: [Event] = []
  package var functions: [FunctionDefinition] = []
  package var units: [String: Unit] = [:]
  /// Annotations kept as written, by element identifier.
  package var annotations: [Annotation] = []
  /// Names that composition joined to an element under another name: `ketamine.weight` → `weight`.
  package var synonyms: [String: String] = [:]
  /// What is suspicious but not wrong, found while the model was read and checked.
  package var warnings: [Explanation] = []

  package init(name: String) { self.name = name }
}

package struct Compartment: Sendable {
  package var id: String
  /// The size (nil: set by an initial assignment or a rule).
  package var size: Double?
  package var isConstant: Bool = true
  /// 3 for a volume, 2 for an area, 1 for a length; 0 has no size.
  package var dimensions: Double = 3
  package var unit: Unit?
  package var place: SourcePlace?

  package init(
    id: String, size: Double?, isConstant: Bool = true, dimensions: Double = 3, unit: Unit? = nil,
    place: SourcePlace? = nil
  ) {
    self.id = id
    self.size = size
    self.isConstant = isConstant
    self.dimensions = dimensions
    self.unit = unit
    self.place = place
  }
}

package struct Species: Sendable {
  package enum Initial: Sendable, Hashable {
    case amount(Double)
    case concentration(Double)
  }

  package var id: String
  package var compartment: String
  /// Nil: given by an initial assignment or an assignment rule.
  package var initial: Initial?
  /// When true the name means an amount in formulas; otherwise a concentration (amount over compartment size).
  package var hasOnlySubstanceUnits: Bool
  /// A boundary species is not changed by reactions.
  package var isBoundary: Bool
  package var isConstant: Bool
  /// The parameter by which reactions' extents are multiplied to give this species' substance.
  package var conversionFactor: String?
  /// The unit of what the name means in formulas (a concentration unless ``hasOnlySubstanceUnits``).
  package var unit: Unit?
  package var place: SourcePlace?

  package init(
    id: String, compartment: String, initial: Initial? = nil, hasOnlySubstanceUnits: Bool = false,
    isBoundary: Bool = false, isConstant: Bool = false, conversionFactor: String? = nil, unit: Unit? = nil,
    place: SourcePlace? = nil
  ) {
    self.id = id
    self.compartment = compartment
    self.initial = initial
    self.hasOnlySubstanceUnits = hasOnlySubstanceUnits
    self.isBoundary = isBoundary
    self.isConstant = isConstant
    self.conversionFactor = conversionFactor
    self.unit = unit
    self.place = place
  }
}

package struct Parameter: Sendable {
  package var id: String
  /// The value (nil: set by an initial assignment or a rule).
  package var value: Double?
  /// A parameter that is not constant and has no rule is an *input*: piecewise constant, changed by schedules and
  /// events only.
  package var isConstant: Bool
  /// Whether it is the named stoichiometry of a reaction's participant (an SBML species reference with an identifier).
  package var isStoichiometry: Bool
  package var unit: Unit?
  package var place: SourcePlace?

  package init(
    id: String, value: Double?, isConstant: Bool = true, isStoichiometry: Bool = false, unit: Unit? = nil,
    place: SourcePlace? = nil
  ) {
    self.id = id
    self.value = value
    self.isConstant = isConstant
    self.isStoichiometry = isStoichiometry
    self.unit = unit
    self.place = place
  }
}

package struct Reaction: Sendable {
  package struct Participant: Sendable, Hashable {
    package var species: String
    /// How many: a number, the name of a parameter, or any formula.
    package var stoichiometry: Formula

    package init(_ species: String, _ stoichiometry: Double = 1) {
      self.init(species, .number(stoichiometry))
    }

    package init(_ species: String, _ stoichiometry: Formula) {
      self.species = species
      self.stoichiometry = stoichiometry
    }

    /// The stoichiometry where it is written as a number.
    package var number: Double? {
      if case .number(let value) = stoichiometry { value } else { nil }
    }
  }

  package var id: String
  package var reactants: [Participant]
  package var products: [Participant]
  package var modifiers: [String]
  package var isReversible: Bool
  /// A fast reaction is at its equilibrium at all times (SBML levels 1 and 2).
  package var isFast: Bool
  /// Extent per time (an amount per time: SBML's meaning of a kinetic law).
  package var law: Formula
  package var place: SourcePlace?

  package init(
    id: String, reactants: [Participant], products: [Participant], modifiers: [String] = [],
    isReversible: Bool = true, isFast: Bool = false, law: Formula, place: SourcePlace? = nil
  ) {
    self.id = id
    self.reactants = reactants
    self.products = products
    self.modifiers = modifiers
    self.isReversible = isReversible
    self.isFast = isFast
    self.law = law
    self.place = place
  }
}

package struct Rule: Sendable {
  package enum Kind: Sendable, Hashable {
    /// d(variable)/dt = formula
    case rate(String)
    /// variable = formula at all times
    case assignment(String)
    /// 0 = formula
    case algebraic
  }

  package var kind: Kind
  package var formula: Formula
  package var place: SourcePlace?

  package init(_ kind: Kind, _ formula: Formula, place: SourcePlace? = nil) {
    self.kind = kind
    self.formula = formula
    self.place = place
  }
}

package struct InitialAssignment: Sendable {
  package var target: String
  package var formula: Formula
  package var place: SourcePlace?

  package init(_ target: String, _ formula: Formula, place: SourcePlace? = nil) {
    self.target = target
    self.formula = formula
    self.place = place
  }
}

/// Something that happens at the instant at which a condition becomes true.
package struct Event: Sendable {
  package struct Assignment: Sendable, Hashable {
    /// A species, compartment or parameter that is not constant.
    package var target: String
    package var formula: Formula

    package init(_ target: String, _ formula: Formula) {
      self.target = target
      self.formula = formula
    }
  }

  package var id: String
  /// Fires when this becomes true after having been false.
  package var trigger: Formula
  /// What the trigger counts as before the start: when false, a trigger that holds at time 0 fires at once.
  package var startsTrue: Bool
  /// Whether an event that waits for its delay is carried out even when its trigger has become false again.
  package var isPersistent: Bool
  /// Time from firing to the assignments, evaluated at firing (nil: none).
  package var delay: Formula?
  /// Among events that are due at one time the highest priority goes first; evaluated anew before each (nil: any order).
  package var priority: Formula?
  /// Whether the assignments' formulas are evaluated at firing rather than when they are carried out.
  package var usesTriggerTimeValues: Bool
  package var assignments: [Assignment]
  package var place: SourcePlace?

  package init(
    id: String, trigger: Formula, startsTrue: Bool = true, isPersistent: Bool = true, delay: Formula? = nil,
    priority: Formula? = nil, usesTriggerTimeValues: Bool = true, assignments: [Assignment], place: SourcePlace? = nil
  ) {
    self.id = id
    self.trigger = trigger
    self.startsTrue = startsTrue
    self.isPersistent = isPersistent
    self.delay = delay
    self.priority = priority
    self.usesTriggerTimeValues = usesTriggerTimeValues
    self.assignments = assignments
    self.place = place
  }
}

package struct FunctionDefinition: Sendable {
  package var id: String
  package var arguments: [String]
  package var body: Formula
  package var place: SourcePlace?

  package init(id: String, arguments: [String], body: Formula, place: SourcePlace? = nil) {
    self.id = id
    self.arguments = arguments
    self.body = body
    self.place = place
  }
}

/// An annotation as the text gives it, for example `identity` "http://identifiers.org/chebi/CHEBI:6121".
package struct Annotation: Sendable, Hashable {
  package var element: String
  package var qualifier: String
  package var resources: [String]

  package init(element: String, qualifier: String, resources: [String]) {
    self.element = element
    self.qualifier = qualifier
    self.resources = resources
  }
}
