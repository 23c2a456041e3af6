/// A unit of measurement: a factor and the powers of the base dimensions.
///
/// `1 mg/L` is factor 1e-6/1e-3 times mass¹ length⁻³ (kg, m). Two units are *compatible* when their dimensions agree.
package struct Unit: Hashable, Sendable {
  /// The base dimensions, in the order of ``exponents``. `item` counts things and is treated as dimensionless by
  /// comparisons that ask for it.
  package enum Dimension: Int, CaseIterable, Sendable {
    case mass, length, time, amount, temperature, current, luminosity, item
  }

  /// The multiple of the coherent SI unit.
  package var factor: Double
  /// Power of each ``Dimension``, by its raw value.
  package var exponents: SIMD8<Double>
  /// How it was written, for messages and column headings (`mg/L`).
  package var symbol: String

  package init(factor: Double, exponents: SIMD8<Double>, symbol: String) {
    self.factor = factor
    self.exponents = exponents
    self.symbol = symbol
  }

  package static let dimensionless = Unit(factor: 1, exponents: .zero, symbol: "dimensionless")

  package func isCompatible(with other: Unit) -> Bool { exponents == other.exponents }
}
