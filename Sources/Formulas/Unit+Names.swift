import Diagnostics

extension Unit {
  /// The unit of a name without any model: SBML's units, units of medicine and the clock, and SI prefixes before
  /// those that take them (`ng`, `mL`, `umol`). Nil when the name is none of them.
  ///
  /// `M` is mole per litre. A temperature in Celsius has an offset and is not offered.
  package static func named(_ name: String) -> Unit? {
    if let unit = exact[name] { return unit.renamed(name) }
    for (prefix, factor) in prefixes where name.hasPrefix(prefix) {
      if let unit = prefixable[String(name.dropFirst(prefix.count))] {
        return Unit(factor: unit.factor * factor, exponents: unit.exponents, symbol: name)
      }
    }
    return nil
  }

  /// A hint for a name that is no unit; `declared` are the model's own.
  package static func hint(for name: String, declared: some Sequence<String> = [String]()) -> String? {
    let known =
      Array(declared) + Array(exact.keys) + ["ng", "ug", "mg", "mL", "dL", "nmol", "umol", "mmol", "nM", "uM", "mM"]
    return NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
      ?? "declare it: unit \(name) = …, from units such as second, hour, gram, litre, mole, dimensionless"
  }

  /// The same unit under another symbol.
  package func renamed(_ symbol: String) -> Unit { Unit(factor: factor, exponents: exponents, symbol: symbol) }

  private static func derived(_ factor: Double, _ powers: [(Dimension, Double)]) -> Unit {
    var unit = Unit(factor: factor, exponents: dimensionless.exponents, symbol: "")
    for (dimension, power) in powers { unit.exponents[dimension.rawValue] = power }
    return unit
  }

  private static let prefixes: [(String, Double)] = [
    ("da", 1e1), ("f", 1e-15), ("p", 1e-12), ("n", 1e-9), ("u", 1e-6), ("µ", 1e-6), ("m", 1e-3), ("c", 1e-2),
    ("d", 1e-1), ("h", 1e2), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
  ]

  private static let prefixable: [String: Unit] = {
    let gram = derived(1e-3, [(.mass, 1)])
    let litre = derived(1e-3, [(.length, 3)])
    let mole = derived(1, [(.amount, 1)])
    let metre = derived(1, [(.length, 1)])
    let second = derived(1, [(.time, 1)])
    let molar = derived(1e3, [(.amount, 1), (.length, -3)])
    return [
      "g": gram, "gram": gram, "L": litre, "l": litre, "litre": litre, "liter": litre, "mol": mole, "mole": mole,
      "m": metre, "metre": metre, "meter": metre, "s": second, "second": second, "M": molar,
      "Hz": derived(1, [(.time, -1)]), "V": volt, "A": derived(1, [(.current, 1)]), "N": newton, "J": joule,
      "W": watt, "Pa": pascal, "K": derived(1, [(.temperature, 1)]), "Da": derived(1.66053906660e-27, [(.mass, 1)]),
    ]
  }()

  private static let newton = derived(1, [(.mass, 1), (.length, 1), (.time, -2)])
  private static let joule = derived(1, [(.mass, 1), (.length, 2), (.time, -2)])
  private static let watt = derived(1, [(.mass, 1), (.length, 2), (.time, -3)])
  private static let pascal = derived(1, [(.mass, 1), (.length, -1), (.time, -2)])
  private static let volt = derived(1, [(.mass, 1), (.length, 2), (.time, -3), (.current, -1)])

  private static let exact: [String: Unit] = {
    var table = prefixable
    let minute = derived(60, [(.time, 1)])
    let hour = derived(3600, [(.time, 1)])
    let day = derived(86400, [(.time, 1)])
    let week = derived(604_800, [(.time, 1)])
    for (names, unit) in [
      (["dimensionless", "radian", "steradian", "fraction"], dimensionless),
      (["percent"], derived(0.01, [])), (["item", "count"], derived(1, [(.item, 1)])),
      (["min", "minute", "minutes"], minute), (["h", "hour", "hours"], hour), (["day", "days", "d"], day),
      (["week", "weeks"], week), (["seconds", "sec"], derived(1, [(.time, 1)])),
      (["kilogram"], derived(1, [(.mass, 1)])), (["ampere"], derived(1, [(.current, 1)])),
      (["kelvin"], derived(1, [(.temperature, 1)])), (["candela", "lumen"], derived(1, [(.luminosity, 1)])),
      (["lux"], derived(1, [(.luminosity, 1), (.length, -2)])), (["hertz", "becquerel"], derived(1, [(.time, -1)])),
      (["newton"], newton), (["joule"], joule), (["watt"], watt), (["pascal"], pascal), (["volt"], volt),
      (["coulomb"], derived(1, [(.current, 1), (.time, 1)])), (["katal"], derived(1, [(.amount, 1), (.time, -1)])),
      (["farad"], derived(1, [(.mass, -1), (.length, -2), (.time, 4), (.current, 2)])),
      (["ohm"], derived(1, [(.mass, 1), (.length, 2), (.time, -3), (.current, -2)])),
      (["siemens"], derived(1, [(.mass, -1), (.length, -2), (.time, 3), (.current, 2)])),
      (["henry"], derived(1, [(.mass, 1), (.length, 2), (.time, -2), (.current, -2)])),
      (["tesla"], derived(1, [(.mass, 1), (.time, -2), (.current, -1)])),
      (["weber"], derived(1, [(.mass, 1), (.length, 2), (.time, -2), (.current, -1)])),
      (["gray", "sievert"], derived(1, [(.length, 2), (.time, -2)])),
      (["avogadro"], derived(BuiltIn.avogadro, [])),
    ] as [([String], Unit)] {
      for name in names { table[name] = unit }
    }
    return table
  }()
}

extension Unit {
  /// The everyday name of a unit of time, `h` for 3600 seconds whatever the model calls it; else its own symbol.
  package var everydayName: String {
    let names: [(String, seconds: Double)] = [("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)]
    return names.first { isSame(as: Unit(.time, factor: $0.seconds, symbol: $0.0)) }?.0 ?? symbol
  }
}
