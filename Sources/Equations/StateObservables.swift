extension EquationSystem {
  /// The name under which ``observingStates()`` shows what a state holds. No name of a model has a colon.
  package static func observable(ofState name: String) -> String { "state:\(name)" }

  /// The same system with what each state itself holds as a further observable: an amount, where a species' own name
  /// may mean a concentration.
  package func observingStates() -> EquationSystem {
    var system = self
    for (slot, state) in states.enumerated() {
      system.observables.append(
        Observable(
          name: EquationSystem.observable(ofState: state.name), unit: state.unit, node: system.graph.state(slot)))
    }
    return system
  }
}
