package import Diagnostics

/// A model as the solver sees it: ordered states and everything that must be evaluated, as nodes of one graph.
///
/// `mass[i] · dy_i/dt = rightHandSide[i]`, with `mass[i]` 0 for algebraic rows. The nodes listed here refer to
/// parameters only through `hoisted` and `parameter` leaves after hoisting; `hoisted` gives the nodes whose values
/// fill the hoisted slots, once per patient (functions of parameters alone).
package struct EquationSystem: Sendable {
  package struct State: Sendable {
    /// The model's name of the state, `ketamine.A1`.
    package var name: String
    package var unit: String
    package var isAlgebraic: Bool
    /// Whether the row is the rate of a fast reaction and the state its extent: it runs where its rate's sign takes it,
    /// so that of several equilibria the first on this way is meant.
    package var isExtent = false
    /// A fast reaction that moves the species: what its name means is the state plus what such reactions have moved, so
    /// that amounts may be added to the state, but setting or multiplying it does something else.
    package var movedBy: FastReaction?
    /// The equation in the model's terms, for messages: `d ketamine.A1/dt = …`.
    package var equation: String
  }
  package struct NamedParameter: Sendable {
    package var name: String
    package var unit: String
    package var value: Double
  }
  package struct Input: Sendable {
    package var name: String
    package var unit: String
    /// Value before any input event.
    package var initial: Node
    /// A fast reaction whose stoichiometry counts with the input. Only the model's events may change it then: they
    /// count anew what the reaction has moved.
    package var countedBy: FastReaction?
  }
  /// A reaction that is at its equilibrium at all times, and where it is written.
  package struct FastReaction: Sendable, Hashable {
    package var name: String
    package var place: SourcePlace?
  }
  package struct Observable: Sendable {
    package var name: String
    package var unit: String
    package var node: Node
  }

  /// Something that happens at the instant at which its trigger becomes true. All nodes are evaluated with live
  /// conditions: they contain no ``Operation/held`` leaves.
  package struct Event: Sendable {
    package struct Assignment: Sendable, Hashable {
      package enum Target: Sendable, Hashable {
        case state(Int)
        case input(Int)
      }
      package var target: Target
      /// The new value, evaluated at firing or when the event is carried out (``Event/usesTriggerTimeValues``).
      package var value: Node
      /// What the value is multiplied by, where it differs from 1: the size of a compartment that may change, for a
      /// species whose amount is held. Evaluated when the event is carried out, just before its assignments.
      package var factor: Node?
      /// What is added to the product, evaluated like ``factor``: what fast reactions have moved of a species.
      package var offset: Node?

      package init(target: Target, value: Node, factor: Node? = nil, offset: Node? = nil) {
        self.target = target
        self.value = value
        self.factor = factor
        self.offset = offset
      }
    }

    /// A state that holds a concentration in a compartment that the event resizes: its amount stays. After the
    /// assignments, of which one may be its own, the state is multiplied by the size just before them and divided by
    /// the size after them.
    package struct Resized: Sendable, Hashable {
      package var state: Int
      package var size: Node
    }

    package var name: String
    /// A condition, or a constant 1 or 0.
    package var trigger: Node
    /// What the trigger counts as before the start.
    package var startsTrue: Bool
    package var isPersistent: Bool
    /// In the model's time unit (nil: none).
    package var delay: Node?
    package var priority: Node?
    package var usesTriggerTimeValues: Bool
    package var assignments: [Assignment]
    package var resized: [Resized] = []

    package init(
      name: String, trigger: Node, startsTrue: Bool = true, isPersistent: Bool = true, delay: Node? = nil,
      priority: Node? = nil, usesTriggerTimeValues: Bool = true, assignments: [Assignment], resized: [Resized] = []
    ) {
      self.name = name
      self.trigger = trigger
      self.startsTrue = startsTrue
      self.isPersistent = isPersistent
      self.delay = delay
      self.priority = priority
      self.usesTriggerTimeValues = usesTriggerTimeValues
      self.assignments = assignments
      self.resized = resized
    }
  }

  /// A step of the right-hand side: a comparison (1 or 0), a floor or a ceiling. Its value is held over each step of
  /// the solver through a ``Operation/held`` leaf with this position as slot, and a step ends where it changes.
  /// Switches that only triggers and delays contain are listed too, so that no change is stepped over.
  package struct Switch: Sendable {
    /// The live value as a number: 1 or 0 for a comparison.
    package var value: Node
    /// For a comparison: the difference of its sides, which changes its sign where the value changes.
    package var difference: Node?
    /// For a comparison of expressions that depend on no state and are linear in time: when its value changes (from
    /// parameters and inputs; infinite or not a number when it never does).
    package var crossing: Node?

    package init(value: Node, difference: Node? = nil, crossing: Node? = nil) {
      self.value = value
      self.difference = difference
      self.crossing = crossing
    }
  }

  /// An expression whose past the equations use: `delayed` leaves with this position as slot hold its value at the
  /// present time less the duration, `delayedSlope` leaves its rate of change then.
  package struct Delay: Sendable {
    /// The expression at the present time.
    package var value: Node
    /// Its value at that time where it lies before the start: depends on the present time where it was not constant.
    package var startValue: Node
    /// In the model's time unit, not negative; may depend on time and states.
    package var duration: Node

    package init(value: Node, startValue: Node, duration: Node) {
      self.value = value
      self.startValue = startValue
      self.duration = duration
    }
  }

  package var modelName: String
  package var timeUnit: String
  package var graph: Graph
  package var states: [State]
  package var parameters: [NamedParameter]
  package var inputs: [Input]
  /// Values of the hoisted slots: functions of parameters and constants.
  package var hoisted: [Node]
  /// Initial states, as functions of parameters, hoisted slots and inputs' initial values.
  package var initialStates: [Node]
  package var rightHandSide: [Node]
  /// The structural nonzeros of ∂f/∂y, by row then column, with their nodes.
  package var jacobian: [JacobianEntry]
  /// ∂f/∂t for each row (a constant zero where time does not appear).
  package var timeDerivative: [Node]
  /// Everything a user may ask for by name: species, rules' variables, compartments, parameters, reactions' rates, and
  /// their synonyms.
  package var observables: [Observable]
  package var elimination: EliminationPlan
  package var events: [Event] = []
  package var switches: [Switch] = []
  package var delays: [Delay] = []
  /// Other names of states, parameters and inputs, from composition: `ketamine.weight` → `weight`. Observables are
  /// listed under both names.
  package var synonyms: [String: String]
}

/// A structural nonzero of ∂f/∂y.
package struct JacobianEntry: Sendable, Hashable {
  package var row: Int
  package var column: Int
  package var node: Node
}
