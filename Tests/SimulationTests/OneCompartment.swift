import Equations
import Formulas
import Foundation
import Networks
import Simulation

/// A depot and a central compartment, with its closed forms: the oracle of the input tests.
struct OneCompartment {
  var absorption = 1.2
  var elimination = 0.15

  func network() -> Network {
    var network = Network(name: "oneCompartment")
    network.compartments = [Compartment(id: "body", size: 1)]
    network.species = [
      Species(id: "depot", compartment: "body", initial: .amount(0), hasOnlySubstanceUnits: true),
      Species(id: "central", compartment: "body", initial: .amount(0), hasOnlySubstanceUnits: true),
    ]
    network.parameters = [
      Parameter(id: "ka", value: absorption), Parameter(id: "ke", value: elimination),
      Parameter(id: "F", value: 0.7), Parameter(id: "lag", value: 0.5), Parameter(id: "weight", value: 70),
      Parameter(id: "D", value: 2), Parameter(id: "session", value: 0, isConstant: false),
      Parameter(id: "learned", value: 0, isConstant: false),
    ]
    network.reactions = [
      Reaction(
        id: "absorb", reactants: [.init("depot")], products: [.init("central")],
        law: .apply(.multiply, [.symbol("ka"), .symbol("depot")])),
      Reaction(
        id: "eliminate", reactants: [.init("central")], products: [],
        law: .apply(.multiply, [.symbol("ke"), .symbol("central")])),
    ]
    network.rules = [Rule(.rate("learned"), .symbol("session"))]
    return network
  }

  func system() throws -> EquationSystem { try EquationSystem.build(from: network()) }

  /// Central amount at `t` after `amount` into the depot at time 0.
  func oral(_ amount: Double, _ t: Double) -> Double {
    t < 0 ? 0 : amount * absorption / (absorption - elimination) * (exp(-elimination * t) - exp(-absorption * t))
  }

  /// Central amount at `t` after a bolus at time 0.
  func bolus(_ amount: Double, _ t: Double) -> Double { t < 0 ? 0 : amount * exp(-elimination * t) }

  /// Central amount at `t` of an infusion that starts at time 0.
  func infusion(_ amount: Double, over duration: Double, _ t: Double) -> Double {
    if t < 0 { return 0 }
    let rate = amount / duration
    let during = min(t, duration)
    return rate / elimination * (1 - exp(-elimination * during)) * exp(-elimination * max(0, t - duration))
  }
}
