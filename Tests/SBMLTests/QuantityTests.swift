import Formulas
import Networks
import SBML
import Testing

/// Compartments, species, parameters and rules, with the defaults of each level.
@Suite struct QuantityTests {
  @Test func levelOne() throws {
    let network = try Reading.network(
      Reading.document(
        """
        <listOfCompartments><compartment name="c"/><compartment name="d" volume="2.5"/></listOfCompartments>
        <listOfSpecies><species name="S" compartment="c" initialAmount="3"/>
        <species name="B" compartment="d" initialAmount="4" boundaryCondition="true"/></listOfSpecies>
        <listOfParameters><parameter name="k" value="0.5"/><parameter name="r" value="1"/></listOfParameters>
        <listOfRules><parameterRule name="r" formula="k*2" type="rate"/></listOfRules>
        <listOfReactions><reaction name="J" fast="false">
        <listOfReactants><speciesReference species="S" stoichiometry="3" denominator="2"/></listOfReactants>
        <listOfProducts><speciesReference species="B"/></listOfProducts>
        <kineticLaw formula="k*S*j"><listOfParameters><parameter name="j" value="7"/></listOfParameters></kineticLaw>
        </reaction></listOfReactions>
        """, level: 1, version: 2, model: "name=\"first\""))
    #expect(network.name == "first")
    #expect(network.compartments.map(\.size) == [1, 2.5])
    #expect(network.species.map(\.initial) == [.amount(3), .amount(4)])
    #expect(network.species.map(\.isBoundary) == [false, true])
    #expect(network.species.allSatisfy { !$0.hasOnlySubstanceUnits })
    #expect(network.parameters.map(\.id) == ["k", "r", "J.j"])
    #expect(network.parameters.map(\.isConstant) == [true, false, true])
    #expect(network.rules.map(\.kind) == [.rate("r")])
    let reaction = try #require(network.reactions.first)
    #expect(reaction.reactants == [.init("S", 1.5)] && reaction.products == [.init("B", 1)])
    #expect(reaction.isReversible && !reaction.isFast)
    #expect(
      reaction.law.evaluate { ["k": 2, "S": 3, "J.j": 7][$0] } == 42)
  }

  /// Level 1 does not say what is constant: whatever no rule sets, or could set.
  @Test func constantsOfLevelOne() throws {
    let network = try Reading.network(
      Reading.document(
        """
        <listOfCompartments><compartment name="c"/></listOfCompartments>
        <listOfParameters><parameter name="a" value="1"/><parameter name="b" value="2"/><parameter name="k" value="3"/>
        </listOfParameters>
        <listOfRules><algebraicRule formula="a - b"/><parameterRule name="a" formula="k" type="rate"/></listOfRules>
        """, level: 1, version: 2, model: "name=\"m\""))
    #expect(network.rules.map(\.kind) == [.algebraic, .rate("a")])
    #expect(network.parameters.map(\.isConstant) == [false, false, true])
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func levelTwo(_ version: Int) throws {
    let network = try Reading.network(
      Reading.document(
        """
        <listOfCompartments><compartment id="c"/><compartment id="a" spatialDimensions="2" size="4" constant="false"/>
        <compartment id="p" spatialDimensions="0"/></listOfCompartments>
        <listOfSpecies><species id="S" compartment="c" initialConcentration="3"/>
        <species id="A" compartment="a" initialAmount="1" hasOnlySubstanceUnits="true"/>
        <species id="P" compartment="p" initialAmount="1"/></listOfSpecies>
        <listOfParameters><parameter id="k" value="0.5"/><parameter id="u"/></listOfParameters>
        <listOfReactions><reaction id="J">
        <listOfReactants><speciesReference species="S"><stoichiometryMath>\(
          Reading.math("<apply><plus/><ci>k</ci><cn>1</cn></apply>"))</stoichiometryMath></speciesReference></listOfReactants>
        <listOfProducts><speciesReference species="A" stoichiometry="2"/></listOfProducts>
        </reaction></listOfReactions>
        <listOfEvents><event id="E"><trigger>\(Reading.math("<apply><gt/><ci>S</ci><cn>1</cn></apply>"))</trigger>
        <listOfEventAssignments><eventAssignment variable="S">\(Reading.math("<cn>1</cn>"))</eventAssignment>
        </listOfEventAssignments></event></listOfEvents>
        """, level: 2, version: version))
    // A size that level 2 leaves open is not known.
    #expect(network.compartments[0].size?.isNaN == true && network.compartments[1].size == 4)
    #expect(network.compartments.map(\.dimensions) == [3, 2, 0])
    #expect(network.compartments.map(\.isConstant) == [true, false, true])
    #expect(network.species.map(\.initial) == [.concentration(3), .amount(1), .amount(1)])
    // In a compartment without size there are amounts only.
    #expect(network.species.map(\.hasOnlySubstanceUnits) == [false, true, true])
    #expect(network.parameters[0].value == 0.5 && network.parameters[1].value?.isNaN == true)
    let reaction = try #require(network.reactions.first)
    #expect(reaction.reactants.map(\.stoichiometry) == [.apply(.add, [.symbol("k"), .number(1)])])
    #expect(reaction.products == [.init("A", 2)])
    #expect(reaction.law == .number(0) && reaction.isReversible)
    let event = try #require(network.events.first)
    #expect(event.startsTrue && event.isPersistent && event.usesTriggerTimeValues)
    #expect(event.delay == nil && event.priority == nil)
    #expect(network.timeUnit?.isSame(as: Unit(.time, symbol: "s")) == true)
  }

  @Test func levelThree() throws {
    let network = try Reading.network(
      content: """
        <listOfCompartments><compartment id="c" constant="true" size="2" spatialDimensions="3"/>
        <compartment id="v" constant="false" spatialDimensions="2.5"/></listOfCompartments>
        <listOfSpecies>
        <species id="S" compartment="c" initialConcentration="3" hasOnlySubstanceUnits="false"
         boundaryCondition="false" constant="false" conversionFactor="f"/>
        <species id="T" compartment="c" hasOnlySubstanceUnits="true" boundaryCondition="true" constant="false"/>
        <species id="U" compartment="c" hasOnlySubstanceUnits="true" boundaryCondition="true" constant="true"/>
        </listOfSpecies>
        <listOfParameters><parameter id="f" value="2" constant="true"/><parameter id="g" value="3" constant="true"/>
        <parameter id="w" constant="false"/></listOfParameters>
        <listOfInitialAssignments><initialAssignment symbol="U">\(Reading.math("<cn>5</cn>"))</initialAssignment>
        <initialAssignment symbol="v"/></listOfInitialAssignments>
        <listOfRules><assignmentRule variable="w">\(Reading.math("<ci>S</ci>"))</assignmentRule>
        <algebraicRule>\(Reading.math("<ci>T</ci>"))</algebraicRule><rateRule variable="v"/></listOfRules>
        """, model: "id=\"m\" conversionFactor=\"g\"")
    #expect(network.compartments[0].size == 2)
    // An assignment without a formula has no effect: the size stays unknown.
    #expect(network.compartments[1].size?.isNaN == true && network.compartments[1].dimensions == 2.5)
    #expect(network.species.map(\.conversionFactor) == ["f", "g", "g"])
    #expect(network.species[0].initial == .concentration(3) && network.species[2].initial == nil)
    guard case .amount(let amount)? = network.species[1].initial else { throw Reading.Unexpected() }
    #expect(amount.isNaN)
    #expect(network.species.map(\.isConstant) == [false, false, true])
    #expect(network.initialAssignments.map(\.target) == ["U"])
    #expect(network.rules.map(\.kind) == [.assignment("w"), .algebraic])
    #expect(network.parameters.map(\.value) == [2, 3, nil])
  }
}
