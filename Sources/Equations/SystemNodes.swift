extension EquationSystem {
  /// All nodes of the running equations and the starts, in a fixed order (not those of `hoisted`).
  var nodes: [Node] {
    var all = initialStates + inputs.map(\.initial) + rightHandSide + timeDerivative + jacobian.map(\.node)
    all += observables.map(\.node)
    for event in events { all += event.nodes }
    for entry in switches { all += [entry.value, entry.difference, entry.crossing].compactMap(\.self) }
    for delay in delays { all += [delay.value, delay.startValue, delay.duration] }
    return all
  }

  mutating func mapNodes(_ map: (Node) -> Node) {
    initialStates = initialStates.map(map)
    for index in inputs.indices { inputs[index].initial = map(inputs[index].initial) }
    rightHandSide = rightHandSide.map(map)
    timeDerivative = timeDerivative.map(map)
    for index in jacobian.indices { jacobian[index].node = map(jacobian[index].node) }
    for index in observables.indices { observables[index].node = map(observables[index].node) }
    for index in events.indices { events[index].mapNodes(map) }
    for index in switches.indices {
      switches[index].value = map(switches[index].value)
      switches[index].difference = switches[index].difference.map(map)
      switches[index].crossing = switches[index].crossing.map(map)
    }
    for index in delays.indices {
      delays[index].value = map(delays[index].value)
      delays[index].startValue = map(delays[index].startValue)
      delays[index].duration = map(delays[index].duration)
    }
  }
}

extension EquationSystem.Event {
  var nodes: [Node] {
    [trigger] + [delay, priority].compactMap(\.self)
      + assignments.flatMap { [$0.value, $0.factor, $0.offset].compactMap(\.self) } + resized.map(\.size)
  }

  mutating func mapNodes(_ map: (Node) -> Node) {
    trigger = map(trigger)
    delay = delay.map(map)
    priority = priority.map(map)
    for index in assignments.indices {
      assignments[index].value = map(assignments[index].value)
      assignments[index].factor = assignments[index].factor.map(map)
      assignments[index].offset = assignments[index].offset.map(map)
    }
    for index in resized.indices { resized[index].size = map(resized[index].size) }
  }
}
