import Diagnostics
import Formulas
import Testing

@Suite struct UnitTests {
  private func unit(_ text: String) throws -> Unit { try Unit(parsing: text) }

  private static let conversions: [(String, String, Double)] = [
    ("mg/L", "ng/mL", 1000), ("1/h", "1/day", 24), ("hour", "second", 3600), ("week", "day", 7), ("mL", "litre", 1e-3),
    ("kg", "mg", 1e6), ("nM", "umol/L", 1e-3), ("mole/litre", "M", 1), ("60 second", "minute", 1),
    ("1/60 second", "1/minute", 1),
    ("2 second^2", "second^2", 4), ("2*second^2", "second^2", 2), ("L/h", "mL/min", 1000.0 / 60),
    ("percent", "dimensionless", 0.01),
    ("(mg/L)^2", "mg^2/L^2", 1), ("mole/2/litre", "mole/litre", 0.5), ("gram^0.5", "kilogram^0.5", 0.03162277660168379),
    ("ug/dL", "mg/L", 0.01), ("J", "kg*m^2/s^2", 1), ("katal", "mole/second", 1), ("min", "s", 60),
  ]

  @Test(arguments: conversions)
  func converts(_ from: String, _ to: String, _ factor: Double) throws {
    let found = try #require(unit(from).conversion(to: unit(to)))
    #expect(abs(found - factor) <= 1e-12 * factor, "1 \(from) is \(found) \(to)")
  }

  @Test(arguments: [("mg", "mole"), ("mg/L", "mg"), ("hour", "1/hour"), ("item", "dimensionless"), ("second", "metre")])
  func keepsDimensionsApart(_ first: String, _ second: String) throws {
    #expect(try unit(first).conversion(to: unit(second)) == nil)
    #expect(try !unit(first).isCompatible(with: unit(second)))
  }

  @Test func computesWithUnits() throws {
    let clearance = try unit("L/h")
    let volume = try unit("L")
    #expect(try (clearance / volume).isSame(as: unit("1/h")))
    #expect((clearance / clearance).isOne)
    #expect(try (volume * unit("mg/L")).isSame(as: unit("mg")))
    #expect(try (volume / unit("hour")).isSame(as: clearance))
    #expect(try unit("mL").raised(to: 2).isSame(as: unit("mL^2")))
    #expect(try unit("mL").raised(to: 0).isOne)
    #expect(try unit("second").scaled(by: 60).isSame(as: unit("minute")))
    #expect((clearance / volume).symbol == "L/h/L")
    #expect((Unit.dimensionless / volume).symbol == "1/L")
    #expect(try unit("mg/L").symbol == "mg/L")
  }

  @Test(arguments: [
    ("mgg", "unit:1:1: error: unknown unit \"mgg\"\n  mgg\n  ^^^\n  did you mean \"mg\"?"),
    ("mg/", "unit:1:4: error: expected a unit, found the end of the text\n  mg/\n     ^"),
    ("mg L", "unit:1:4: error: expected the end of the unit, found \"L\"\n  mg L\n     ^"),
    ("mg^x", "unit:1:4: error: expected a number as the power of a unit, found \"x\"\n  mg^x\n     ^"),
    ("0 mg", "unit:1:1: error: \"0\" is not a number that can be represented\n  0 mg\n  ^"),
    ("mg^1000", "unit:1:4: error: \"1000\" is not a number that can be represented\n  mg^1000\n     ^^^^"),
  ])
  func explainsWhatIsWrong(_ text: String, _ message: String) {
    #expect { try unit(text) } throws: { Message.text($0) == message }
  }

  @Test func refusesDeepNesting() {
    #expect(throws: FormulaError.self) { try unit(String(repeating: "(", count: 100_000) + "mg") }
  }
}

@Suite struct UnitInferenceTests {
  private static let units = [
    "dose": "mg", "V": "L", "CL": "L/h", "C": "ng/mL", "k": "1/h", "F": "dimensionless", "t_half": "hour", "n": "item",
  ]

  private func infer(_ text: String) throws -> (unit: InferredUnit, conflicts: [UnitConflict]) {
    var inference = UnitInference(
      timeUnit: try Unit(parsing: "hour"),
      functions: { $0 == "ratio" ? (["a", "b"], .apply(.divide, [.symbol("a"), .symbol("b")])) : nil },
      lookup: { Self.units[$0].flatMap { try? Unit(parsing: $0) } })
    let unit = inference.unit(of: try Formula(parsing: text))
    return (unit, inference.conflicts)
  }

  @Test(arguments: [
    ("dose/V", "mg/L"), ("CL/V", "1/h"), ("k*dose", "mg/h"), ("dose + dose", "mg"), ("-dose", "mg"),
    ("k*time", "dimensionless"),
    ("exp(-k*time)", "dimensionless"), ("sqrt(V^2)", "L"), ("1/k", "h"), ("ratio(dose, V)", "mg/L"),
    ("min(dose, 2)", "mg"),
    ("piecewise(dose, k > 1, dose*2)", "mg"), ("C^2", "(ng/mL)^2"), ("F^k2", "dimensionless"), ("n*dose", "mg"),
  ])
  func infers(_ text: String, _ expected: String) throws {
    let (unit, conflicts) = try infer(text)
    #expect(conflicts.isEmpty)
    guard case .known(let found, _) = unit else {
      Issue.record("no unit for \(text)")
      return
    }
    #expect(try found.isSame(as: Unit(parsing: expected)), "\(text) is in \(found.symbol)")
  }

  @Test(arguments: [
    // text, certain conflicts, doubtful ones
    ("dose + V", 1, 0), ("dose + 2*V", 0, 1), ("dose + F*V", 1, 0), ("dose/V + C", 1, 0), ("dose/V*1000 + C", 0, 0),
    ("dose/V*F + C", 0, 0), ("dose > V", 1, 0), ("exp(dose)", 1, 0), ("ln(C)", 1, 0), ("2^dose", 1, 0),
    ("dose + 1", 0, 0),
    ("dose + unknown", 0, 0), ("unknown*V + dose", 0, 0), ("piecewise(dose, 1 > 0, V)", 1, 0),
    ("max(dose, time)", 1, 0),
  ])
  func findsConflicts(_ text: String, _ certain: Int, _ doubtful: Int) throws {
    let (_, conflicts) = try infer(text)
    #expect(conflicts.filter(\.isCertain).count == certain)
    #expect(conflicts.filter { !$0.isCertain }.count == doubtful)
  }
}
