import Antimony
import Diagnostics
import Foundation
import Networks

/// One to three compartments with a depot, and what follows from their poles: the oracle of the dosing tests. Shares
/// nothing with the engine.
struct MammillaryModel: Sendable, CustomStringConvertible {
  var compartments: Int
  let absorption = 0.9
  let elimination = 0.12
  /// Rates to and from the peripheral compartments.
  let exchange: [(to: Double, from: Double)] = [(0.3, 0.17), (0.08, 0.023)]

  var description: String { "\(compartments) compartments" }

  private var peripherals: ArraySlice<(to: Double, from: Double)> { exchange.prefix(compartments - 1) }

  func network(
    bioavailability: Double = 1, lag: Double = 0, hasSites: Bool = true, more: String = ""
  ) throws -> Network {
    var text = """
      model m()
        compartment body = 1;
        substanceOnly species depot in body, central in body, second in body, third in body;
        depot = 0; central = 0; second = 0; third = 0;
        absorption: depot -> central; ka*depot;
        elimination: central -> ; ke*central;
        ka = \(absorption); ke = \(elimination);

      """
    for (index, (rates, name)) in zip(peripherals, ["second", "third"]).enumerated() {
      text += "  out\(index): central -> \(name); \(rates.to)*central;\n"
      text += "  back\(index): \(name) -> central; \(rates.from)*\(name);\n"
    }
    for site in hasSites ? ["depot", "central"] : [] {
      text += "  F_\(site) = \(bioavailability); ALAG_\(site) = \(lag);\n"
    }
    text += more + "\nend\n"
    return try AntimonyReader.read(text: SourceText(name: "m.ant", text: text)) { _ in
      throw InputError("nothing to import")
    }
  }

  /// The amount in the central compartment at time t after a unit at time 0: Σ weight·exp(−pole·t).
  func response(oral: Bool) -> [(weight: Double, pole: Double)] {
    let poles = self.poles
    // Residues of Π(s + from)/Π(s + pole).
    var terms = poles.enumerated().map { index, pole in
      let zeros = peripherals.reduce(1.0) { $0 * ($1.from - pole) }
      let others = poles.enumerated().reduce(1.0) { $1.offset == index ? $0 : $0 * ($1.element - pole) }
      return (weight: zeros / others, pole: pole)
    }
    guard oral else { return terms }
    terms = terms.map { ($0.weight * absorption / (absorption - $0.pole), $0.pole) }
    return terms + [(-terms.reduce(0) { $0 + $1.weight }, absorption)]
  }

  /// The roots of the characteristic polynomial, negated: by bisection between the peripheral rates, which separate
  /// them, of f(p) = ke + Σ to·p/(p − from)·(−1) − p.
  private var poles: [Double] {
    func f(_ p: Double) -> Double {
      // p solves: elimination + Σ to − p − Σ to·from/(from − p) = 0
      peripherals.reduce(elimination - p) { $0 + $1.to - $1.to * $1.from / ($1.from - p) }
    }
    let separators = peripherals.map(\.from).sorted()
    let bounds = [0] + separators + [100]
    return (0..<compartments).map { index in
      var (low, high) = (bounds[index], bounds[index + 1])
      // f falls from +∞ or f(0) = elimination > 0 to −∞ between two separators.
      for _ in 0..<200 {
        let middle = 0.5 * (low + high)
        if f(middle) > 0 { low = middle } else { high = middle }
      }
      return 0.5 * (low + high)
    }
  }
}

/// A dose in closed form.
struct KnownDose {
  var time: Double
  var amount: Double
  /// 0 for all at once.
  var duration = 0.0
  var terms: [(weight: Double, pole: Double)]

  /// The central amount at `t`.
  func amount(at t: Double) -> Double {
    let s = t - time
    guard s >= 0 else { return 0 }
    guard duration > 0 else { return amount * terms.reduce(0) { $0 + $1.weight * exp(-$1.pole * s) } }
    let rate = amount / duration
    return rate
      * terms.reduce(0) { sum, term in
        let (w, p) = (term.weight, term.pole)
        return sum + (s <= duration ? -w / p * expm1(-p * s) : w / p * exp(-p * (s - duration)) * -expm1(-p * duration))
      }
  }

  /// A dose at `time` and, before it, the same at equal intervals forever, as far as it counts.
  static func forever(
    until time: Double, interval: Double, amount: Double, duration: Double = 0,
    terms: [(weight: Double, pole: Double)]
  ) -> [KnownDose] {
    let slowest = terms.map(\.pole).min() ?? 1
    let count = Int((45 / slowest + duration) / interval) + 2
    return (0..<count).map {
      KnownDose(time: time - Double($0) * interval, amount: amount, duration: duration, terms: terms)
    }
  }
}
