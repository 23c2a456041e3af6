import Equations

/// Every patient's values of all parameters of a system: the table's columns over the model's defaults.
struct PatientParameters: Sendable {
  let table: ParameterTable
  private let defaults: [Double]
  /// Parameter slot of each column of the table.
  private let slots: [Int]

  /// - Throws: ``SimulationError/unknownParameter(_:known:)``.
  init(system: EquationSystem, table: ParameterTable) throws {
    self.table = table
    defaults = system.parameters.map(\.value)
    let slotOf = Dictionary(
      system.parameters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    slots = try table.names.map { name in
      guard let slot = slotOf[system.synonyms[name] ?? name] else {
        throw SimulationError.unknownParameter(name, known: system.parameters.map(\.name))
      }
      return slot
    }
  }

  /// All values, in the order of the system's parameters.
  func values(patient: Int) -> [Double] {
    var values = defaults
    let row = patient * table.names.count
    for (column, slot) in slots.enumerated() { values[slot] = table.values[row + column] }
    return values
  }

  /// A parameter that is not finite, if the patient has one: such a patient is a failure with a reason.
  func notFinite(patient: Int) -> String? {
    let row = patient * table.names.count
    return table.names.indices.first { !table.values[row + $0].isFinite }.map { table.names[$0] }
  }
}
