import Formulas
import Networks

extension ModelTextWriter {
  /// Compartments, species and parameters with their values at the start and their units.
  mutating func writeQuantities() throws {
    // Without algebraic rules, what nothing changes is constant.
    let constant = network.rules.contains { $0.kind == .algebraic } ? "const " : ""
    for compartment in network.compartments {
      let id = names.element(compartment.id)
      let word = compartment.isConstant ? constant : "var "
      line("\(word)compartment \(id)\(value(compartment.size, of: compartment.id))")
      writeUnit(compartment.unit, of: id)
      if compartment.dimensions != 3 {
        losses.append("that \"\(compartment.id)\" has \(Formula.number(compartment.dimensions)) dimensions")
      }
    }
    endSection("Compartments")
    for species in network.species { write(species) }
    endSection("Species")
    for parameter in network.parameters {
      let id = names.element(parameter.id)
      let given = value(parameter.value, of: parameter.id)
      let word = parameter.isConstant ? constant : "var "
      if !word.isEmpty || !given.isEmpty { line("\(word)\(id)\(given)") }
      writeUnit(parameter.unit, of: id)
    }
    endSection("Parameters")
    for species in network.species {
      guard let factor = species.conversionFactor else { continue }
      line("\(names.element(species.id)).conversionFactor = \(names.element(factor))")
    }
    endSection("Conversion factors")
    for assignment in network.initialAssignments {
      line("\(names.element(assignment.target)) = \(try text(of: assignment.formula))")
    }
    endSection("Values at the start")
  }

  /// ` = 3` where a number is the value: neither a rule nor an initial assignment gives another.
  private func value(_ number: Double?, of id: String) -> String {
    guard let number, !assigned.contains(id), !ruled.contains(id) else { return "" }
    return " = \(Formula.number(number))"
  }

  private mutating func writeUnit(_ unit: Unit?, of id: String) {
    if let unit { line("\(id) has \(units.name(of: unit, names: &names))") }
  }

  private mutating func write(_ species: Species) {
    let id = names.element(species.id)
    let compartment = names.element(species.compartment)
    let words = (species.isConstant ? "const " : "") + (species.hasOnlySubstanceUnits ? "substanceOnly " : "")
    line("\(words)species \(species.isBoundary ? "$" : "")\(id) in \(compartment)")
    let start = assigned.contains(species.id) || ruled.contains(species.id) ? nil : start(of: species)
    if species.unit != nil, start?.hasUnknownUnit == true {
      losses.append("the unit of \"\(species.id)\", which its value at the start cannot have")
    } else {
      writeUnit(species.unit, of: id)
    }
    if let start { line("\(id) = \(start.text)") }
  }

  /// The value at the start as the name means it: a concentration, or an amount of what has only substance units.
  ///
  /// Where SBML gives the other one, the size of the compartment stands in the text; a number in its place where units
  /// are declared, which numbers in formulas do not have.
  private func start(of species: Species) -> (text: String, hasUnknownUnit: Bool)? {
    let (value, isAmount): (Double, Bool)
    switch species.initial {
    case .amount(let number): (value, isAmount) = (number, true)
    case .concentration(let number): (value, isAmount) = (number, false)
    case nil: return nil
    }
    let number = Formula.number(value).description
    if isAmount == species.hasOnlySubstanceUnits || value == 0 || !value.isFinite { return (number, false) }
    let symbol = isAmount ? "/" : "*"
    let compartment = network.compartments.first { $0.id == species.compartment }
    if species.unit != nil || compartment?.unit != nil, let size = compartment?.size, size > 0, size.isFinite,
      !assigned.contains(species.compartment), !ruled.contains(species.compartment)
    {
      return (Formula.number(isAmount ? value / size : value * size).description, false)
    }
    return ("\(number)\(symbol)\(names.element(species.compartment))", true)
  }

  /// The units of the whole model and the definitions of all others.
  mutating func writeUnits() {
    for (name, unit) in units.definitions { line("unit \(name) = \(UnitNames.formula(of: unit))") }
    for (name, unit) in [
      ("time", network.timeUnit), ("substance", network.substanceUnit), ("volume", network.volumeUnit),
      ("extent", network.extentUnit),
    ] {
      if let unit { line("unit \(name)_unit = \(UnitNames.formula(of: unit))") }
    }
    endSection("Units")
  }
}
