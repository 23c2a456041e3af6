import Diagnostics
import Formulas
import Networks
import SBML
import Testing

/// Formulas survive the way through MathML, numbers to the last bit.
@Suite struct WrittenMathTests {
  /// What a formula of the parameter x and the species A becomes.
  private func again(_ formulas: [Formula]) throws -> [Formula] {
    var network = Network(name: "math")
    network.compartments = [Compartment(id: "c", size: 1)]
    network.species = [Species(id: "A", compartment: "c", initial: .amount(1))]
    network.parameters = [Parameter(id: "x", value: 1)]
    network.functions = [FunctionDefinition(id: "f", arguments: ["a"], body: .apply(.negate, [.symbol("a")]))]
    for (index, formula) in formulas.enumerated() {
      network.parameters.append(Parameter(id: "p\(index)", value: nil, isConstant: false))
      network.rules.append(Rule(.assignment("p\(index)"), formula))
    }
    let text = try SBMLWriter.write(network).text
    return try SBMLReader.read(SourceText(name: "math.xml", text: text)).rules.map(\.formula)
  }

  @Test func everyOperator() throws {
    let arguments: [Formula] = [.symbol("x"), .symbol("A"), .time]
    let formulas = Operator.allCases.map { symbol -> Formula in
      if symbol == .rateOf { return .apply(.rateOf, [.symbol("A")]) }
      let conditions: Set<Operator> = [.and, .or, .not]
      let count = min(symbol.operands.upperBound, 3)
      guard !conditions.contains(symbol) else {
        return .apply(symbol, arguments.prefix(count).map { .apply(.less, [$0, .number(2)]) })
      }
      return .apply(symbol, Array(arguments.prefix(count)))
    }
    for (formula, read) in zip(formulas, try again(formulas)) { #expect(read == formula) }
  }

  @Test func callsAndPieces() throws {
    let condition = Formula.apply(.greater, [.symbol("x"), .number(1)])
    let formulas: [Formula] = [
      .call("f", [.symbol("A")]), .apply(.piecewise, [.number(1), condition]),
      .apply(.piecewise, [.number(1), condition, .number(2), condition, .number(3)]),
      .apply(.add, [condition, .number(1)]), .apply(.delay, [.apply(.add, [.symbol("A"), .time]), .symbol("x")]),
    ]
    #expect(try again(formulas) == formulas)
  }

  @Test func everyBitOfNumbers() throws {
    let numbers: [Double] = [
      0.1, 0.30000000000000004, 1e-5, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 123_456_789_012_345_680,
      -2.5, 1e23, 9_007_199_254_740_993, .pi, Double.pi.nextUp, 2.718281828459045, 6.02214179e23, .infinity, -.infinity,
    ]
    let read = try again(numbers.map { .number($0) } + [.number(.nan)])
    for (number, formula) in zip(numbers, read) {
      #expect(formula.folded.constantValue?.bitPattern == number.bitPattern, "\(number)")
    }
    #expect(read.last?.constantValue?.isNaN == true)
  }

  @Test func aSmallDocument() throws {
    var network = Network(name: "small")
    network.parameters = [Parameter(id: "a.k", value: 2), Parameter(id: "y", value: 1, isConstant: false)]
    network.rules = [Rule(.rate("y"), .apply(.multiply, [.symbol("a.k"), .symbol("y")]))]
    #expect(
      try SBMLWriter.write(network).text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2">
          <model id="small">
            <listOfParameters>
              <parameter id="a__k" value="2" constant="true"/>
              <parameter id="y" value="1" constant="false"/>
            </listOfParameters>
            <listOfRules>
              <rateRule variable="y">
                <math xmlns="http://www.w3.org/1998/Math/MathML">
                  <apply>
                    <times/>
                    <ci>a__k</ci>
                    <ci>y</ci>
                  </apply>
                </math>
              </rateRule>
            </listOfRules>
          </model>
        </sbml>

        """)
  }

  /// Texts from a model can neither close an element nor smuggle one in.
  @Test func textsStayTexts() throws {
    for note in [
      "</notes></model>", "<notes><p>a</notes>", "<notes><p a=\"<\">b</p></notes>", "<notes>&bomb;</notes>",
      "<notes><!-- x --></notes>", "<notes/><x/>", "<notes><a></b></notes>", "<notes>\u{1}</notes>", "]]>",
      "<notes>" + String(repeating: "<a>", count: 2000),
    ] {
      var network = Network(name: "n")
      network.parameters = [Parameter(id: "x", value: 1)]
      network.annotations = [
        Annotation(element: "x", qualifier: "notes", resources: [note]),
        Annotation(element: "x", qualifier: "is", resources: [note]),
        Annotation(element: "x", qualifier: "identity", resources: [note]),
      ]
      let read = try SBMLReader.read(SourceText(name: "n.xml", text: SBMLWriter.write(network).text))
      #expect(read.parameters.count == 1)
      let name = read.annotations.first { $0.qualifier == "is" }?.resources
      #expect(name == [note.replacing("\u{1}", with: " ")])
    }
  }
}
