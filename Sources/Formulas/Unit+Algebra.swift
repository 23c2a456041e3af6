import Foundation

extension Unit {
  /// A coherent SI unit of one dimension.
  package init(_ dimension: Dimension, factor: Double = 1, power: Double = 1, symbol: String) {
    var exponents = Self.dimensionless.exponents
    exponents[dimension.rawValue] = power
    self.init(factor: factor, exponents: exponents, symbol: symbol)
  }

  package static func * (left: Unit, right: Unit) -> Unit {
    let symbol =
      left.isOne ? right.symbol : right.isOne ? left.symbol : "\(left.symbol)*\(Self.grouped(right.symbol, "/"))"
    return Unit(factor: left.factor * right.factor, exponents: left.exponents + right.exponents, symbol: symbol)
  }

  package static func / (left: Unit, right: Unit) -> Unit {
    let over = Self.grouped(right.symbol, "*/")
    let symbol = right.isOne ? left.symbol : left.isOne ? "1/\(over)" : "\(left.symbol)/\(over)"
    return Unit(factor: left.factor / right.factor, exponents: left.exponents - right.exponents, symbol: symbol)
  }

  /// The unit to a real power.
  package func raised(to power: Double) -> Unit {
    if power == 1 { return self }
    if power == 0 { return .dimensionless }
    let shown = power == power.rounded() && Swift.abs(power) < 1e6 ? String(Int(power)) : String(power)
    return Unit(
      factor: pow(factor, power), exponents: exponents * power,
      symbol: isOne ? symbol : "\(Self.grouped(symbol, "*/^"))^\(shown)")
  }

  /// The unit times a number, `60 second`.
  package func scaled(by number: Double) -> Unit {
    if number == 1 { return self }
    let text = "\(number)"
    let shown = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    return Unit(factor: factor * number, exponents: exponents, symbol: isOne ? shown : "\(shown) \(symbol)")
  }

  /// Whether nothing is left but the number one.
  package var isOne: Bool { factor == 1 && isDimensionless }

  /// Whether no dimension has a power (the factor may differ from 1: percent).
  package var isDimensionless: Bool { exponents == .zero }

  /// Whether a value means the same in both units: same dimensions and, within rounding, the same factor.
  package func isSame(as other: Unit) -> Bool {
    isCompatible(with: other) && Swift.abs(factor - other.factor) <= 1e-9 * Swift.abs(factor)
  }

  /// What a value in this unit is multiplied by to be in `other`; nil when they are not compatible.
  package func conversion(to other: Unit) -> Double? {
    isCompatible(with: other) ? factor / other.factor : nil
  }

  private static func grouped(_ symbol: String, _ operators: String) -> String {
    symbol.utf8.contains { $0 == UInt8(ascii: " ") || operators.utf8.contains($0) } ? "(\(symbol))" : symbol
  }
}
