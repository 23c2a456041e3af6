import Diagnostics
import Formulas
import Networks

extension ModelReader {
  /// Reads the unit definitions, then what the model measures time, substance and sizes in.
  mutating func readUnits() {
    for definition in model.list(.unitDefinition, count: .unitDefinitionCount) {
      let id = definition.text(.unitDefinitionId)
      var unit = Unit.dimensionless
      var isKnown = true
      for part in definition.list(.unit, count: .unitCount) {
        guard let factor = self.unit(of: part) else {
          isKnown = false
          continue
        }
        unit = unit * factor
      }
      if isKnown {
        network.units[id] = unit.renamed(id)
      } else {
        warn("the unit \"\(id)\" has a zero point of its own or an unknown kind and is left out", place(definition))
      }
    }
    if level >= 3 {
      network.timeUnit = unit(named: model.text(.modelTimeUnits))
      network.substanceUnit = unit(named: model.text(.modelSubstanceUnits))
      network.volumeUnit = unit(named: model.text(.modelVolumeUnits))
      network.extentUnit = unit(named: model.text(.modelExtentUnits))
    } else {
      // Levels 1 and 2 know these five names; a model may define them anew.
      network.timeUnit = network.units["time"] ?? Unit.named("second")
      network.substanceUnit = network.units["substance"] ?? Unit.named("mole")
      network.volumeUnit = network.units["volume"] ?? Unit.named("litre")
      network.extentUnit = network.substanceUnit
    }
  }

  /// The unit of a name: one of the model's, one of SBML's, or none.
  func unit(named name: String) -> Unit? {
    if name.isEmpty { return nil }
    if let unit = network.units[name] { return unit }
    if level < 3 {
      switch name {
      case "time": return network.timeUnit
      case "substance": return network.substanceUnit
      case "volume": return network.volumeUnit
      case "area": return Unit(.length, power: 2, symbol: name)
      case "length": return Unit(.length, symbol: name)
      default: break
      }
    }
    return Unit.named(name)
  }

  /// The unit of a size that declares none.
  func sizeUnit(_ dimensions: Double) -> Unit? {
    switch dimensions {
    case 3: network.volumeUnit
    case 2: level >= 3 ? unit(named: model.text(.modelAreaUnits)) : unit(named: "area")
    case 1: level >= 3 ? unit(named: model.text(.modelLengthUnits)) : unit(named: "length")
    default: nil
    }
  }

  /// (multiplier · 10^scale · kind)^exponent
  private func unit(of part: SBMLElement) -> Unit? {
    guard let name = document.library.unitName(Int32(part.whole(.unitKind))).map({ String(cString: $0) }),
      let kind = Unit.named(name.lowercased())
    else { return nil }
    let scale = part.whole(.unitScale)
    let multiplier = level == 1 ? 1 : part.number(.unitMultiplier)
    guard scale.magnitude <= 300, multiplier.isFinite else { return nil }
    let power = Operator.power.value(of: [10, Double(scale)])
    return kind.scaled(by: multiplier * power).raised(to: part.number(.unitExponent))
  }
}
