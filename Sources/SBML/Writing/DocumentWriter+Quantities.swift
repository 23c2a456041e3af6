import Formulas
import Networks

extension DocumentWriter {
  func writeFunctions(to xml: inout XMLText) throws {
    guard !network.functions.isEmpty else { return }
    try xml.element("listOfFunctionDefinitions") { xml in
      for function in network.functions {
        let id = names.function(function.id)
        let entry = annotations[function.id]
        let arguments = names.arguments(of: function)
        var math = math
        let outer = math.element
        math.element = { arguments[$0] ?? outer($0) }
        try write(
          "functionDefinition", ["metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name],
          entry, id: id, to: &xml
        ) { try math.write(function.body, arguments: function.arguments.map { arguments[$0] ?? $0 }, to: &$0) }
      }
    }
  }

  mutating func writeCompartments(to xml: inout XMLText) {
    guard !network.compartments.isEmpty else { return }
    xml.element("listOfCompartments") { xml in
      for compartment in network.compartments {
        let id = names.element(compartment.id)
        let entry = annotations[compartment.id]
        write(
          "compartment",
          [
            "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name,
            "spatialDimensions": compartment.dimensions.xmlText, "size": compartment.size?.xmlText,
            "units": compartment.unit.map { units.id(of: $0) },
            "constant": stays(compartment.id, compartment.isConstant),
          ], entry, id: id, to: &xml)
      }
    }
  }

  mutating func writeSpecies(to xml: inout XMLText) {
    guard !network.species.isEmpty else { return }
    let compartments = Dictionary(network.compartments.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    xml.element("listOfSpecies") { xml in
      for species in network.species {
        let id = names.element(species.id)
        let entry = annotations[species.id]
        let (amount, concentration) = start(of: species, in: compartments[species.compartment])
        write(
          "species",
          [
            "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name,
            "compartment": names.element(species.compartment), "initialAmount": amount?.xmlText,
            "initialConcentration": concentration?.xmlText,
            "substanceUnits": substanceUnit(of: species, in: compartments[species.compartment]).map {
              units.id(of: $0)
            },
            "hasOnlySubstanceUnits": "\(species.hasOnlySubstanceUnits)",
            "boundaryCondition": "\(species.isBoundary)", "constant": stays(species.id, species.isConstant),
            "conversionFactor": species.conversionFactor.map { names.element($0) },
          ], entry, id: id, to: &xml)
      }
    }
  }

  /// The two attributes of a start value. A compartment without dimensions allows no concentration: there the amount
  /// is written that the concentration makes.
  private func start(of species: Species, in compartment: Compartment?) -> (amount: Double?, concentration: Double?) {
    switch species.initial {
    case .amount(let value): return (value, nil)
    case .concentration(let value):
      guard let compartment, compartment.dimensions == 0 else { return (nil, value) }
      return (value * (compartment.size.flatMap { $0.isNaN ? nil : $0 } ?? 1), nil)
    case nil: return (nil, nil)
    }
  }

  /// SBML wants the unit of the amount; the network has that of what the name means.
  private mutating func substanceUnit(of species: Species, in compartment: Compartment?) -> Unit? {
    guard let unit = species.unit, !species.hasOnlySubstanceUnits else { return species.unit }
    if let size = compartment?.unit ?? (compartment?.dimensions == 3 ? network.volumeUnit : nil) {
      let amount = unit * size
      if let known = network.substanceUnit, known.isSame(as: amount) { return known }
      if let known = units.definitions.first(where: { $0.unit.isSame(as: amount) }) { return known.unit }
      return amount
    }
    losses.append("the unit of \"\(species.id)\": its compartment has none, so that of its amount is not known")
    return nil
  }

  mutating func writeParameters(to xml: inout XMLText) {
    let parameters = network.parameters.filter { !references.parameters.contains($0.id) }
    guard !parameters.isEmpty else { return }
    xml.element("listOfParameters") { xml in
      for parameter in parameters {
        let id = names.element(parameter.id)
        let entry = annotations[parameter.id]
        write(
          "parameter",
          [
            "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name,
            "value": parameter.value?.xmlText, "units": parameter.unit.map { units.id(of: $0) },
            "constant": stays(parameter.id, parameter.isConstant),
          ], entry, id: id, to: &xml)
      }
    }
  }
}
