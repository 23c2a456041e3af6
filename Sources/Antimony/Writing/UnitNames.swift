import Formulas
import Networks

/// The names of a model's units: each distinct unit is defined once.
struct UnitNames {
  private(set) var definitions: [(name: String, unit: Unit)] = []
  private var names: [Unit: String] = [:]

  /// The model's own units come first, so that they keep their names.
  init(of network: Network, names flat: inout FlatNames) {
    let whole = [network.timeUnit, network.substanceUnit, network.volumeUnit, network.extentUnit].compactMap { $0 }
    for (symbol, unit) in network.units.sorted(by: { $0.key < $1.key }) {
      let renamed = unit.renamed(symbol)
      // `time_unit` and its like are written as what they are.
      if Self.modelUnits.contains(symbol), whole.contains(where: { $0.isSame(as: unit) }) { continue }
      _ = name(of: renamed, names: &flat)
    }
  }

  /// The name of a unit: one that the language knows, or a definition that is added when it is new.
  mutating func name(of unit: Unit, names flat: inout FlatNames) -> String {
    if let known = names[unit] { return known }
    if Self.kinds.contains(unit.symbol), let own = Unit.named(unit.symbol), own.isSame(as: unit) { return unit.symbol }
    let name = flat.fresh(Self.readable(unit.symbol))
    names[unit] = name
    definitions.append((name, unit))
    return name
  }

  /// The unit as a formula of the units that the language knows.
  static func formula(of unit: Unit) -> String {
    var text = ""
    for factor in unit.factors {
      let number = (Double("1e\(factor.scale)") ?? 1) * factor.multiplier
      let power = factor.exponent.magnitude
      let part = (number == 1 ? "" : "\(shown(number)) ") + factor.kind + (power == 1 ? "" : "^\(shown(power))")
      if factor.exponent < 0 {
        text += (text.isEmpty ? "1" : "") + " / " + part
      } else {
        text += (text.isEmpty ? "" : " * ") + part
      }
    }
    return text
  }

  private static func shown(_ number: Double) -> String { Formula.number(number).description }

  /// `mg/L` → `mg_per_L`, `1/h` → `per_h`.
  private static func readable(_ symbol: String) -> String {
    let text = symbol.hasPrefix("1/") ? String(symbol.dropFirst()) : symbol
    return text.replacing("/", with: text.hasPrefix("/") ? "per_" : "_per_").filter { !"^()".contains($0) }
  }

  private static let modelUnits: Set<String> = ["time_unit", "substance_unit", "volume_unit", "extent_unit"]

  /// Units that every reader of the language knows.
  private static let kinds: Set<String> = [
    "ampere", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry", "hertz", "item",
    "joule", "katal", "kelvin", "kilogram", "litre", "lumen", "lux", "metre", "mole", "newton", "ohm", "pascal",
    "radian", "second", "siemens", "sievert", "steradian", "tesla", "volt", "watt", "weber",
  ]
}
