import Formulas
import Networks

/// What states are called in messages and outputs.
extension SystemBuilder {
  /// The name of a state: the quantity's, or that of a fast reaction's extent.
  func stateName(_ index: Int) -> String {
    let quantity = table.quantities[index]
    if case .law = quantity.role { return "extent of \(quantity.name)" }
    return quantity.name
  }

  /// The unit of what the state or input holds: of the amount where the name means a concentration.
  func unit(_ index: Int) -> String {
    let quantity = table.quantities[index]
    let holdsAmount =
      if case .amount = quantity.role { true } else { table.compartmentOfHeldAmount(index) != nil }
    guard holdsAmount, quantity.isConcentration, case .species(let position, let compartment) = quantity.kind else {
      return quantity.unit
    }
    if let substance = network.substanceUnit { return substance.symbol }
    guard let unit = network.species[position].unit,
      let size = network.compartments.first(where: { $0.id == table.quantities[compartment].name })?.unit
    else { return "" }
    return (unit * size).symbol
  }

  /// The equation in the model's terms, for messages.
  func equation(_ index: Int) -> String {
    let name = table.quantities[index].name
    switch table.quantities[index].role {
    case .rate(let formula): return "d \(name)/dt = \(formula)"
    case .algebraic(let formula): return "0 = \(formula), which determines \(name)"
    case .law(let formula): return "0 = \(formula), the equilibrium of \(name)"
    default: break
    }
    guard let terms = table.terms[index] else { return "d \(name)/dt = 0" }
    var text = ""
    func append(_ sign: Double, _ factor: String, _ reaction: String) {
      text += (sign < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")) + factor + reaction
    }
    for term in terms {
      if term.number != 0 {
        let magnitude = term.number.magnitude
        let isWhole = magnitude == magnitude.rounded() && magnitude < 1e15
        append(
          term.number, magnitude == 1 ? "" : isWhole ? "\(Int(magnitude)) " : "\(magnitude) ", term.name)
      }
      for (sign, formula) in term.formulas {
        if case .symbol(let count) = formula {
          append(sign, "\(count)*", term.name)
        } else {
          append(sign, "(\(formula))*", term.name)
        }
      }
    }
    guard let factor = table.conversions[index] else { return "d \(name)/dt = \(text)" }
    return "d \(name)/dt = \(table.quantities[factor].name)*(\(text))"
  }
}
