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
  }
  package struct Observable: Sendable {
    package var name: String
    package var unit: String
    package var node: Node
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
