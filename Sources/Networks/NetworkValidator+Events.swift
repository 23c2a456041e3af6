import Diagnostics
import Formulas

extension NetworkValidator {
  /// Reports unknown names in events.
  mutating func checkEventNames() {
    for event in network.events {
      checkSymbols(event.trigger, at: event.place)
      for formula in [event.delay, event.priority] {
        if let formula { checkSymbols(formula, at: event.place) }
      }
      for assignment in event.assignments {
        if kinds[assignment.target] == nil { reportUnknown(assignment.target, at: event.place) }
        checkSymbols(assignment.formula, at: event.place)
      }
    }
  }

  /// Reports what events cannot change: constants, what a rule holds at all times, and one thing twice.
  mutating func checkEvents() {
    let parameters = network.parameters.filter(\.isConstant).map(\.id)
    let compartments = network.compartments.filter(\.isConstant).map(\.id)
    let species = network.species.filter(\.isConstant).map(\.id)
    let constants = Set(parameters + compartments + species)
    for event in network.events {
      var seen: Set<String> = []
      for assignment in event.assignments {
        let target = assignment.target
        if let kind = kinds[target], kind == .reaction || kind == .event {
          report(.wrongKind(target, is: kind.rawValue, needed: "quantity"), at: event.place)
        } else if !seen.insert(target).inserted {
          report(.assignedTwice(target, event: event.id), at: event.place)
        } else if constants.contains(target) {
          report(.eventOnConstant(target), at: event.place)
        } else if case .assignment = rules[target]?.kind {
          report(.eventOnRule(target), at: event.place)
        }
      }
    }
  }

  /// Reports `rateOf` of what is not a quantity.
  mutating func checkRates(_ formula: Formula, at place: SourcePlace?) {
    if case .apply(.rateOf, let operands) = formula {
      if case .symbol(let name) = operands.first {
        if let kind = kinds[name], kind == .reaction || kind == .event {
          report(.wrongKind(name, is: kind.rawValue, needed: "quantity"), at: place)
        }
      } else {
        report(.rateOfFormula, at: place)
      }
    }
    for operand in formula.operands { checkRates(operand, at: place) }
  }
}
