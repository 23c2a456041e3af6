import Diagnostics
import Formulas
import Networks
import SBML
import Testing

/// Reactions and events of level 3.
@Suite struct ReactionTests {
  private static let species = """
    <listOfCompartments><compartment id="c" constant="true" size="1" spatialDimensions="3"/></listOfCompartments>
    <listOfSpecies>
    <species id="S" compartment="c" initialAmount="3" hasOnlySubstanceUnits="false" boundaryCondition="false"
     constant="false"/>
    <species id="T" compartment="c" initialAmount="3" hasOnlySubstanceUnits="false" boundaryCondition="false"
     constant="false"/></listOfSpecies>
    <listOfParameters><parameter id="k" value="2" constant="true"/><parameter id="p" value="0" constant="false"/>
    </listOfParameters>
    """

  @Test func namedStoichiometries() throws {
    let network = try Reading.network(
      content: """
        \(Self.species)
        <listOfInitialAssignments><initialAssignment symbol="n2">\(Reading.math("<cn>4</cn>"))</initialAssignment>
        </listOfInitialAssignments>
        <listOfRules><assignmentRule variable="n3">\(Reading.math("<ci>k</ci>"))</assignmentRule></listOfRules>
        <listOfReactions><reaction id="J" reversible="false">
        <listOfReactants><speciesReference id="n1" species="S" stoichiometry="2" constant="true"/></listOfReactants>
        <listOfProducts><speciesReference id="n2" species="T" constant="false"/>
        <speciesReference id="n3" species="S" constant="false"/><speciesReference species="T" constant="true"/>
        </listOfProducts>
        <listOfModifiers><modifierSpeciesReference species="T"/></listOfModifiers>
        <kineticLaw>\(Reading.math("<apply><times/><ci>k</ci><ci>n1</ci></apply>"))</kineticLaw>
        </reaction></listOfReactions>
        """)
    let reaction = try #require(network.reactions.first)
    #expect(reaction.reactants == [.init("S", .symbol("n1"))])
    #expect(reaction.products.prefix(2) == [.init("T", .symbol("n2")), .init("S", .symbol("n3"))])
    // A stoichiometry that nobody gives is no number.
    #expect(reaction.products[2].number?.isNaN == true)
    #expect(reaction.modifiers == ["T"] && !reaction.isReversible)
    let named = network.parameters.filter(\.isStoichiometry)
    #expect(named.map(\.id) == ["n1", "n2", "n3"] && named.map(\.value) == [2, nil, nil])
    #expect(named.map(\.isConstant) == [true, false, false])
    #expect(reaction.law == .apply(.multiply, [.symbol("k"), .symbol("n1")]))
  }

  /// A local parameter hides a global one of its name in its own law only.
  @Test func localParameters() throws {
    func reaction(_ id: String, _ locals: String) -> String {
      """
      <reaction id="\(id)" reversible="true"><listOfModifiers><modifierSpeciesReference species="S"/></listOfModifiers>
      <kineticLaw>\(Reading.math("<apply><times/><ci>k</ci><ci>S</ci></apply>"))
      \(locals)</kineticLaw></reaction>
      """
    }
    let locals = """
      <listOfLocalParameters><localParameter id="k" value="5"/><localParameter id="x"/></listOfLocalParameters>
      """
    let network = try Reading.network(
      content: "\(Self.species)<listOfReactions>\(reaction("A", locals))\(reaction("B", ""))</listOfReactions>")
    #expect(
      network.reactions.map(\.law) == [
        .apply(.multiply, [.symbol("A.k"), .symbol("S")]), .apply(.multiply, [.symbol("k"), .symbol("S")]),
      ])
    #expect(network.parameters.map(\.id) == ["k", "p", "A.k", "A.x"])
    #expect(network.parameters[2].value == 5 && network.parameters[3].value?.isNaN == true)
  }

  @Test func events() throws {
    let condition = Reading.math("<apply><gt/><ci>S</ci><cn>1</cn></apply>")
    let network = try Reading.network(
      content: """
        \(Self.species)
        <listOfEvents>
        <event id="E" useValuesFromTriggerTime="false"><trigger initialValue="false" persistent="false">\(condition)</trigger>
        <priority>\(Reading.math("<cn>3</cn>"))</priority><delay>\(Reading.math("<ci>k</ci>"))</delay>
        <listOfEventAssignments><eventAssignment variable="S">\(Reading.math("<ci>T</ci>"))</eventAssignment>
        <eventAssignment variable="p"/></listOfEventAssignments></event>
        <event useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true">\(condition)</trigger>
        <delay/></event>
        <event id="never" useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true"/></event>
        </listOfEvents>
        """)
    #expect(network.events.map(\.id) == ["E", "_E1"])
    let event = network.events[0]
    #expect(event.trigger == .apply(.greater, [.symbol("S"), .number(1)]))
    #expect(!event.startsTrue && !event.isPersistent && !event.usesTriggerTimeValues)
    #expect(event.priority == .number(3) && event.delay == .symbol("k"))
    // An assignment without a formula has no effect.
    #expect(event.assignments == [.init("S", .symbol("T"))])
    let other = network.events[1]
    #expect(other.startsTrue && other.isPersistent && other.usesTriggerTimeValues && other.assignments.isEmpty)
    #expect(other.delay == nil && other.priority == nil)
    #expect(network.warnings.contains { $0.problem.contains("\"never\"") })
  }

  @Test func fastReactionsOfLevelTwo() throws {
    let network = try Reading.network(
      Reading.document(
        """
        <listOfCompartments><compartment id="c" size="1"/></listOfCompartments>
        <listOfSpecies><species id="S" compartment="c" initialAmount="1"/></listOfSpecies>
        <listOfReactions><reaction id="J" fast="true"><listOfReactants><speciesReference species="S"/></listOfReactants>
        <kineticLaw>\(Reading.math("<ci>S</ci>"))</kineticLaw></reaction></listOfReactions>
        """, level: 2, version: 4))
    #expect(network.reactions.map(\.isFast) == [true])
  }
}
