extension EquationSystem {
  /// The name under which ``observingStates()`` shows what a state holds. No name of a model has a colon.
  package static func observable(ofState name: String) -> String { "state:\(name)" }

  /// The name under which ``observingStates()`` shows an input.
  package static func observable(ofInput name: String) -> String { "input:\(name)" }

  /// The same system with what each state itself holds as a further observable (an amount, where a species' own name
  /// may mean a concentration), and with each input.
  package func observingStates() -> EquationSystem {
    var system = self
    for (slot, state) in states.enumerated() {
      system.observables.append(
        Observable(
          name: EquationSystem.observable(ofState: state.name), unit: state.unit, node: system.graph.state(slot)))
    }
    for (slot, input) in inputs.enumerated() {
      system.observables.append(
        Observable(
          name: EquationSystem.observable(ofInput: input.name), unit: input.unit, node: system.graph.input(slot)))
    }
    return system
  }
}
