import Formulas
import Networks

/// The unit definitions of one document: each distinct unit gets an identifier, in the order in which it is asked for.
struct UnitDefinitions {
  private(set) var definitions: [(id: String, unit: Unit)] = []
  private var ids: [Unit: String] = [:]
  private var taken: Set<String> = Self.kinds

  /// Registers the model's own units first, so that they keep their names.
  init(of network: Network) {
    for (name, unit) in network.units.sorted(by: { $0.key < $1.key }) { _ = id(of: unit.renamed(name)) }
  }

  /// The identifier of a unit: a unit of SBML itself, or a definition that is added when it is new.
  mutating func id(of unit: Unit) -> String {
    if let known = ids[unit] { return known }
    let wanted = Self.identifier(unit.symbol)
    if Self.kinds.contains(wanted), let own = Unit.named(wanted), own.isSame(as: unit) { return wanted }
    var id = wanted
    var number = 2
    while taken.contains(id) {
      id = "\(wanted)_\(number)"
      number += 1
    }
    taken.insert(id)
    ids[unit] = id
    definitions.append((id, unit))
    return id
  }

  func write(to xml: inout XMLText) {
    if definitions.isEmpty { return }
    xml.element("listOfUnitDefinitions") { xml in
      for (id, unit) in definitions {
        xml.element("unitDefinition", ["id": id, "name": unit.symbol == id ? nil : unit.symbol]) { xml in
          xml.element("listOfUnits") { xml in
            for factor in unit.factors {
              xml.element(
                "unit",
                [
                  "kind": factor.kind, "exponent": factor.exponent.xmlText, "scale": "\(factor.scale)",
                  "multiplier": factor.multiplier.xmlText,
                ])
            }
          }
        }
      }
    }
  }

  /// `mg/L` → `mg_per_L`, `1/h` → `per_h`, `3600 second` → `_3600_second`.
  private static func identifier(_ symbol: String) -> String {
    var text = symbol
    if text.hasPrefix("1/") || text.hasPrefix("1 /") { text.removeFirst() }
    text = text.replacing(" ", with: "").isEmpty ? "unit" : text
    text = text.replacing(" / ", with: "/").replacing("^", with: "").replacing("(", with: "").replacing(")", with: "")
    text = text.replacing("/", with: text.hasPrefix("/") ? "per_" : "_per_").replacing("e-", with: "em")
    return FlatNames.flattened(text)
  }

  /// The units that SBML Level 3 knows by itself; their names cannot be given another meaning.
  private static let kinds: Set<String> = [
    "ampere", "avogadro", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry",
    "hertz", "item", "joule", "katal", "kelvin", "kilogram", "litre", "lumen", "lux", "metre", "mole", "newton", "ohm",
    "pascal", "radian", "second", "siemens", "sievert", "steradian", "tesla", "volt", "watt", "weber",
  ]
}
