import Diagnostics
import Formulas
import Foundation
import Networks
import SBML
import Testing

/// MathML to formulas.
@Suite struct MathTests {
  /// Values by the C library, not by the formula's own evaluation, wherever the operator is more than a name.
  static let values: [(String, Double)] = [
    ("<apply><plus/><ci>x</ci><ci>y</ci><ci>z</ci></apply>", 9.5),
    ("<apply><plus/></apply>", 0), ("<apply><plus/><ci>x</ci></apply>", 2), ("<apply><times/></apply>", 1),
    ("<apply><times/><ci>x</ci><ci>y</ci><ci>z</ci></apply>", 27),
    ("<apply><minus/><ci>x</ci></apply>", -2), ("<apply><minus/><ci>x</ci><ci>y</ci></apply>", -1),
    ("<apply><divide/><ci>x</ci><ci>y</ci></apply>", 2.0 / 3), ("<apply><power/><ci>x</ci><ci>y</ci></apply>", 8),
    ("<apply><root/><ci>x</ci></apply>", 2.0.squareRoot()),
    ("<apply><root/><degree><ci>y</ci></degree><ci>x</ci></apply>", Foundation.pow(2, 1.0 / 3)),
    ("<apply><exp/><ci>x</ci></apply>", Foundation.exp(2)), ("<apply><ln/><ci>x</ci></apply>", Foundation.log(2)),
    ("<apply><log/><ci>x</ci></apply>", Foundation.log10(2)),
    ("<apply><log/><logbase><cn>10</cn></logbase><ci>x</ci></apply>", Foundation.log10(2)),
    ("<apply><log/><logbase><ci>y</ci></logbase><ci>x</ci></apply>", Foundation.log(2) / Foundation.log(3)),
    ("<apply><abs/><cn>-2.5</cn></apply>", 2.5), ("<apply><floor/><cn>-2.5</cn></apply>", -3),
    ("<apply><ceiling/><cn>-2.5</cn></apply>", -2), ("<apply><factorial/><cn>5</cn></apply>", 120),
    ("<apply><quotient/><cn>17</cn><cn>5</cn></apply>", 3), ("<apply><rem/><cn>17</cn><cn>5</cn></apply>", 2),
    ("<apply><min/><ci>x</ci><ci>y</ci><ci>z</ci></apply>", 2), ("<apply><max/><ci>x</ci><ci>y</ci></apply>", 3),
    ("<apply><sec/><ci>x</ci></apply>", 1 / Foundation.cos(2)),
    ("<apply><csc/><ci>x</ci></apply>", 1 / Foundation.sin(2)),
    ("<apply><cot/><ci>x</ci></apply>", 1 / Foundation.tan(2)),
    ("<apply><sech/><ci>x</ci></apply>", 1 / Foundation.cosh(2)),
    ("<apply><csch/><ci>x</ci></apply>", 1 / Foundation.sinh(2)),
    ("<apply><coth/><ci>x</ci></apply>", 1 / Foundation.tanh(2)),
    ("<apply><arcsec/><ci>x</ci></apply>", Foundation.acos(0.5)),
    ("<apply><arccsc/><ci>x</ci></apply>", Foundation.asin(0.5)),
    ("<apply><arccot/><ci>x</ci></apply>", Foundation.atan(0.5)), ("<apply><arccot/><cn>0</cn></apply>", Double.pi / 2),
    ("<apply><arcsech/><cn>0.5</cn></apply>", Foundation.acosh(2)),
    ("<apply><arccsch/><ci>x</ci></apply>", Foundation.asinh(0.5)),
    ("<apply><arccoth/><ci>x</ci></apply>", Foundation.atanh(0.5)),
    ("<apply><sin/><ci>x</ci></apply>", Foundation.sin(2)), ("<apply><cos/><ci>x</ci></apply>", Foundation.cos(2)),
    ("<apply><tan/><ci>x</ci></apply>", Foundation.tan(2)), ("<apply><sinh/><ci>x</ci></apply>", Foundation.sinh(2)),
    ("<apply><cosh/><ci>x</ci></apply>", Foundation.cosh(2)), ("<apply><tanh/><ci>x</ci></apply>", Foundation.tanh(2)),
    ("<apply><arcsin/><cn>0.3</cn></apply>", Foundation.asin(0.3)),
    ("<apply><arccos/><cn>0.3</cn></apply>", Foundation.acos(0.3)),
    ("<apply><arctan/><cn>0.3</cn></apply>", Foundation.atan(0.3)),
    ("<apply><arcsinh/><cn>0.3</cn></apply>", Foundation.asinh(0.3)),
    ("<apply><arccosh/><cn>1.3</cn></apply>", Foundation.acosh(1.3)),
    ("<apply><arctanh/><cn>0.3</cn></apply>", Foundation.atanh(0.3)),
    // numbers
    ("<cn type=\"e-notation\">1.5<sep/>3</cn>", 1500), ("<cn type=\"rational\">1<sep/>4</cn>", 0.25),
    ("<cn type=\"integer\">7</cn>", 7), ("<cn sbml:units=\"second\"> -2.5 </cn>", -2.5), ("<pi/>", Double.pi),
    ("<exponentiale/>", M_E), ("<infinity/>", Double.infinity),
    (
      "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/avogadro\">N</csymbol>",
      6.02214179e23
    ),
    // conditions, also as numbers
    ("<apply><plus/><true/><true/><false/></apply>", 2),
    ("<apply><times/><cn>3</cn><apply><lt/><ci>x</ci><ci>y</ci></apply></apply>", 3),
    ("<apply><lt/><ci>x</ci><ci>y</ci><ci>z</ci></apply>", 1),
    ("<apply><lt/><ci>x</ci><ci>z</ci><ci>y</ci></apply>", 0),
    ("<apply><leq/><ci>x</ci><ci>x</ci><ci>y</ci></apply>", 1),
    ("<apply><geq/><ci>y</ci><ci>x</ci><ci>x</ci></apply>", 1),
    ("<apply><gt/><ci>z</ci><ci>y</ci><ci>x</ci></apply>", 1),
    ("<apply><eq/><ci>x</ci><cn>2</cn><ci>y</ci></apply>", 0),
    ("<apply><neq/><ci>x</ci><ci>y</ci></apply>", 1), ("<apply><and/></apply>", 1), ("<apply><or/></apply>", 0),
    ("<apply><xor/></apply>", 0), ("<apply><xor/><true/><true/><true/></apply>", 1),
    ("<apply><xor/><true/><true/></apply>", 0), ("<apply><xor/><cn>2</cn><cn>3</cn></apply>", 0),
    ("<apply><and/><true/><true/><false/></apply>", 0), ("<apply><or/><false/><false/><true/></apply>", 1),
    ("<apply><not/><false/></apply>", 1), ("<apply><implies/><true/><false/></apply>", 0),
    ("<apply><implies/><false/><false/></apply>", 1), ("<apply><implies/><true/><true/></apply>", 1),
    (
      """
      <piecewise><piece><cn>10</cn><apply><gt/><ci>x</ci><ci>y</ci></apply></piece>
      <piece><cn>20</cn><apply><gt/><ci>y</ci><ci>x</ci></apply></piece><otherwise><cn>30</cn></otherwise></piecewise>
      """, 20
    ),
    ("<apply><ci>twice</ci><ci>y</ci></apply>", 6),
    ("<semantics><ci>x</ci><annotation encoding=\"text\">two</annotation></semantics>", 2),
  ]

  @Test(arguments: values)
  func valueOfEveryOperator(_ math: String, _ expected: Double) throws {
    func call(_ name: String, _ arguments: [Double]) -> Double? { name == "twice" ? 2 * arguments[0] : nil }
    let formula = try Reading.formula(math)
    let value = try #require(formula.evaluate(call: call) { ["x": 2, "y": 3, "z": 4.5][$0] })
    #expect(value == expected || abs(value - expected) <= 4e-16 * abs(expected), "\(math): \(value)")
  }

  @Test func whatIsNoNumber() throws {
    for math in ["<notanumber/>", "<piecewise><piece><cn>1</cn><false/></piece></piecewise>"] {
      #expect(try #require(try Reading.formula(math).evaluate { _ in nil }).isNaN)
    }
  }

  @Test func timeDelayAndRate() throws {
    func symbol(_ name: String) -> String {
      "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/\(name)\">q</csymbol>"
    }
    #expect(try Reading.formula(symbol("time")) == .time)
    #expect(
      try Reading.formula("<apply>\(symbol("delay"))<ci>x</ci><cn>2</cn></apply>")
        == .apply(.delay, [.symbol("x"), .number(2)]))
    #expect(try Reading.formula("<apply>\(symbol("rateOf"))<ci>x</ci></apply>") == .apply(.rateOf, [.symbol("x")]))
  }

  /// Sums of many terms, however they are bracketed, are one sum: their length is no nesting.
  @Test func longSumsAreFlat() throws {
    let count = 400
    let nested = (0..<count).reduce("<ci>x</ci>") { text, _ in "<apply><plus/>\(text)<ci>y</ci></apply>" }
    #expect(try Reading.formula(nested) == .apply(.add, [.symbol("x")] + Array(repeating: .symbol("y"), count: count)))
    let flat = "<apply><plus/>\(String(repeating: "<ci>y</ci>", count: 5000))</apply>"
    guard case .apply(.add, let terms) = try Reading.formula(flat) else { throw Reading.Unexpected() }
    #expect(terms.count == 5000)
  }

  @Test func foreignFunctionsAreRefusedByName() throws {
    let content = Reading.math(
      "<apply><csymbol encoding=\"text\" definitionURL=\"http://example.org/normal\">normal</csymbol><cn>1</cn></apply>"
    )
    let problem = try Reading.problem(
      Reading.document(
        """
        <listOfParameters><parameter id="p" constant="false"/></listOfParameters>
        <listOfRules>
        <assignmentRule variable="p">\(content)</assignmentRule></listOfRules>
        """))
    #expect(problem.problem.contains("definitionURL"), "\(problem)")
    #expect(problem.place?.line == 6)
  }

  /// Level 1 writes formulas as text, and its `log` is the natural logarithm.
  @Test func formulasOfLevelOne() throws {
    let network = try Reading.network(
      Reading.document(
        """
        <listOfCompartments><compartment name="c"/></listOfCompartments>
        <listOfParameters><parameter name="p" value="1"/><parameter name="q" value="2"/></listOfParameters>
        <listOfRules><parameterRule name="p" formula="log(q) + log10(q) + sqr(q) + pow(q, 3) + acos(0.5)"/></listOfRules>
        """, level: 1, version: 2, model: "name=\"m\""))
    let value = try #require(network.rules.first?.formula.evaluate { _ in 2 })
    #expect(abs(value - (Foundation.log(2) + Foundation.log10(2) + 12 + Foundation.acos(0.5))) < 1e-13)
  }
}
