import Formulas
import Foundation
import Testing

/// Units as products of SBML's units.
@Suite struct UnitFactorTests {
  private static let texts = [
    "mg/L", "1/hour", "L/hour", "ng/mL", "mol", "nmol/mL", "kg*m^2/second^2", "60 second", "percent", "mmol/day",
    "1000 dimensionless", "m^2", "m", "3 gram", "mol^2/second", "second^0.5", "17 item", "volt", "Da", "mole^3", "M",
    "dimensionless", "1/(week*pmol)", "avogadro", "L^0.5",
  ]

  @Test(arguments: texts) func productIsTheUnit(_ text: String) throws {
    let unit = try Formulas.Unit(parsing: text)
    #expect(!unit.factors.isEmpty)
    var product = Formulas.Unit.dimensionless
    for factor in unit.factors {
      let kind = try #require(Formulas.Unit.named(factor.kind))
      product = product * kind.scaled(by: factor.multiplier * pow(10, Double(factor.scale))).raised(to: factor.exponent)
    }
    #expect(product.isCompatible(with: unit), "\(unit.factors)")
    #expect(abs(product.factor / unit.factor - 1) < 1e-13, "\(product.factor) \(unit.factor)")
  }

  @Test func readsAsAPersonWouldWriteIt() throws {
    func factor(_ kind: String, _ exponent: Double, scale: Int = 0, multiplier: Double = 1) -> Formulas.Unit.Factor {
      Formulas.Unit.Factor(kind: kind, exponent: exponent, scale: scale, multiplier: multiplier)
    }
    #expect(try Formulas.Unit(parsing: "mg/L").factors == [factor("gram", 1, scale: -3), factor("litre", -1)])
    #expect(
      try Formulas.Unit(parsing: "L/hour").factors == [factor("litre", 1), factor("second", -1, multiplier: 3600)])
    #expect(try Formulas.Unit(parsing: "nmol/mL").factors == [factor("litre", -1), factor("mole", 1, scale: -6)])
    #expect(try Formulas.Unit(parsing: "7 second").factors == [factor("second", 1, multiplier: 7)])
    #expect(try Formulas.Unit(parsing: "percent").factors == [factor("dimensionless", 1, multiplier: 0.01)])
  }
}
