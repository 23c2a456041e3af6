import Diagnostics
import Formulas
import Networks

/// A named thing of a network in the role that it plays in the equations.
struct Quantity {
  enum Kind: Equatable {
    case compartment
    /// Position among the network's species and the compartment's quantity index.
    case species(Int, compartment: Int)
    case parameter
    case reaction
  }

  enum Role {
    /// A constant number that a patient may override.
    case parameter(Double)
    /// Constant, computed at the start from other quantities.
    case constant
    case assignment(Formula)
    /// A state that holds the quantity itself: d quantity/dt = formula.
    case rate(Formula)
    /// A species whose amount is a state, changed by reactions and doses.
    case amount
    /// Piecewise constant, changed by schedules and events. A species in a compartment that may change is held by its
    /// amount, any other quantity by itself.
    case input
    /// A state that holds the quantity itself, determined by an algebraic rule.
    case algebraic(Formula)
    /// Determined by an algebraic rule that is linear in it and therefore solved for it.
    case solved(Formula)
    /// A reaction's rate.
    case law(Formula)
  }

  enum Start {
    case none
    case value(Double)
    /// A species' total, whatever its name means in formulas.
    case amount(Double)
    case formula(Formula)
  }

  var name: String
  var kind: Kind
  var role: Role
  var start: Start
  /// Where its rule or initial assignment is written, otherwise where it is declared.
  var place: SourcePlace?
  var unit: String
  /// Whether the name of a species means a concentration.
  var isConcentration = false
  /// Whether nothing but an event or a schedule changes it, so that an algebraic rule may determine it.
  var isFree = false
  /// Whether a reaction is at its equilibrium at all times.
  var isFast = false

  /// Whether it is given no number at the start, or one that is none.
  var startsUnknown: Bool {
    switch start {
    case .none: true
    case .value(let number), .amount(let number): number.isNaN
    case .formula(let formula):
      formula.operands.contains { if case .number(let number) = $0 { number.isNaN } else { false } }
    }
  }

  /// Whether the value never changes.
  var isConstant: Bool {
    switch role {
    case .parameter, .constant: true
    default: false
    }
  }
}

/// A reaction's effect on a species: how many, and which reaction.
struct ReactionTerm {
  /// The sum of what is written as numbers, products less reactants.
  var number: Double = 0
  /// What is written as formulas: products count 1, reactants −1.
  var formulas: [(sign: Double, formula: Formula)] = []
  /// The quantity index of the reaction.
  var reaction: Int
  var name: String

  var isNothing: Bool { number == 0 && formulas.isEmpty }
}
