import Formulas

extension Network {
  /// The same model with some constants made inputs, which a schedule may change while time runs.
  ///
  /// Each starts at the value of a new parameter, so that a patient may start at its own value, and what is computed
  /// at the start follows it. Initial assignments of the constants go.
  ///
  /// - Parameter names: parameters and compartments without a rule; other names are left alone.
  /// - Returns: the model, and the new parameter's name for each constant.
  package func withInputs(_ names: some Sequence<String>) -> (network: Network, starts: [String: String]) {
    var network = self
    var starts: [String: String] = [:]
    var taken = Set(parameters.map(\.id) + compartments.map(\.id) + species.map(\.id) + reactions.map(\.id))
    let positions = Dictionary(
      parameters.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for name in names where starts[name] == nil {
      let value: Double?
      let unit: Unit?
      if let position = positions[name] {
        (value, unit) = (parameters[position].value, parameters[position].unit)
        network.parameters[position].isConstant = false
        network.parameters[position].value = nil
      } else if let position = compartments.firstIndex(where: { $0.id == name }) {
        (value, unit) = (compartments[position].size, compartments[position].unit)
        network.compartments[position].isConstant = false
        network.compartments[position].size = nil
      } else {
        continue
      }
      var start = name + ".start"
      while !taken.insert(start).inserted { start += "_" }
      starts[name] = start
      network.parameters.append(Parameter(id: start, value: value ?? .nan, unit: unit))
      network.initialAssignments.removeAll { $0.target == name }
      network.initialAssignments.append(InitialAssignment(name, .symbol(start)))
    }
    return (network, starts)
  }
}
