import Foundation

extension Unit {
  /// One part of a unit in the form that SBML and Antimony define units: (multiplier · 10^scale · kind)^exponent.
  package struct Factor: Sendable, Equatable {
    /// One of SBML's units: `gram`, `litre`, `metre`, `second`, `mole`, `kelvin`, `ampere`, `candela`, `item` or
    /// `dimensionless`.
    package var kind: String
    package var exponent: Double
    package var scale: Int
    package var multiplier: Double

    package init(kind: String, exponent: Double, scale: Int, multiplier: Double) {
      self.kind = kind
      self.exponent = exponent
      self.scale = scale
      self.multiplier = multiplier
    }
  }

  /// The unit as a product of SBML's units, at least one. Powers of ten go to a scale, clock times to the seconds.
  ///
  /// The product equals the unit within rounding (relative 1e-14).
  package var factors: [Factor] {
    var result: [Factor] = []
    var rest = factor
    for dimension in Dimension.allCases where exponents[dimension.rawValue] != 0 {
      let power = exponents[dimension.rawValue]
      switch dimension {
      case .mass:
        result.append(Factor(kind: "gram", exponent: power, scale: 0, multiplier: 1))
        rest *= pow(1000, power)
      case .length where (power / 3).rounded() == power / 3:
        result.append(Factor(kind: "litre", exponent: power / 3, scale: 0, multiplier: 1))
        rest *= pow(1000, power / 3)
      default:
        result.append(Factor(kind: Self.kinds[dimension.rawValue], exponent: power, scale: 0, multiplier: 1))
      }
    }
    Self.distribute(rest, over: &result)
    return result
  }

  private static let kinds = ["gram", "metre", "second", "mole", "kelvin", "ampere", "candela", "item"]

  /// Gives the factor `rest` to the parts of a product.
  private static func distribute(_ rest: Double, over factors: inout [Factor]) {
    if let second = factors.firstIndex(where: { $0.kind == "second" }) {
      for clock in [1.0, 60, 3600, 86_400, 604_800] {
        let remaining = rest / pow(clock, factors[second].exponent)
        guard let scale = powerOfTen(remaining) else { continue }
        factors[second].multiplier = clock
        if scale == 0 { return }
        let others = factors.indices.filter { clock == 1 || $0 != second }
        if give(scale, to: others, of: &factors) { return }
        factors[second].multiplier = 1
      }
    } else if let scale = powerOfTen(rest) {
      if scale == 0 && !factors.isEmpty { return }
      if give(scale, to: Array(factors.indices), of: &factors) { return }
    }
    if let index = factors.firstIndex(where: { $0.exponent.magnitude == 1 }) {
      factors[index].multiplier = tidied(factors[index].exponent == 1 ? rest : 1 / rest)
    } else {
      factors.append(Factor(kind: "dimensionless", exponent: 1, scale: 0, multiplier: tidied(rest)))
    }
  }

  /// Gives a power of ten to one of the parts `indices`, rather to one in the numerator; false when none can take it.
  private static func give(_ scale: Int, to indices: [Int], of factors: inout [Factor]) -> Bool {
    let able = indices.filter {
      (Double(scale) / factors[$0].exponent).rounded() == Double(scale) / factors[$0].exponent
    }
    guard let index = able.first(where: { factors[$0].exponent > 0 }) ?? able.first else { return false }
    factors[index].scale = Int((Double(scale) / factors[index].exponent).rounded())
    return true
  }

  /// The exponent when a number is a power of ten within rounding.
  private static func powerOfTen(_ value: Double) -> Int? {
    guard value > 0, value.isFinite else { return nil }
    let exponent = log10(value).rounded()
    return Swift.abs(value / pow(10, exponent) - 1) < 1e-14 ? Int(exponent) : nil
  }

  /// The number with at most 15 digits where that is the same within rounding.
  private static func tidied(_ value: Double) -> Double {
    guard let short = Double(String(format: "%.14e", value)) else { return value }
    return Swift.abs(short / value - 1) < 1e-14 ? short : value
  }
}
