import Formulas
import Networks
import SBML
import Testing

/// Units, annotations and notes.
@Suite struct UnitTests {
  @Test func definitions() throws {
    let network = try Reading.network(
      content: """
        <listOfUnitDefinitions>
        <unitDefinition id="nM"><listOfUnits><unit kind="mole" exponent="1" scale="-9" multiplier="1"/>
        <unit kind="litre" exponent="-1" scale="0" multiplier="1"/></listOfUnits></unitDefinition>
        <unitDefinition id="quarter"><listOfUnits><unit kind="second" exponent="1" scale="0" multiplier="900"/>
        </listOfUnits></unitDefinition>
        <unitDefinition id="perRoot"><listOfUnits><unit kind="second" exponent="-0.5" scale="1" multiplier="2"/>
        </listOfUnits></unitDefinition>
        </listOfUnitDefinitions>
        <listOfCompartments><compartment id="c" constant="true" size="1" spatialDimensions="3"/></listOfCompartments>
        <listOfSpecies>
        <species id="S" compartment="c" initialAmount="3" hasOnlySubstanceUnits="false" boundaryCondition="false"
         constant="false"/>
        <species id="A" compartment="c" initialAmount="3" hasOnlySubstanceUnits="true" boundaryCondition="false"
         constant="false" substanceUnits="item"/></listOfSpecies>
        <listOfParameters><parameter id="k" value="2" constant="true" units="nM"/></listOfParameters>
        """, model: "id=\"m\" timeUnits=\"quarter\" substanceUnits=\"mole\" volumeUnits=\"litre\" extentUnits=\"mole\"")
    let nanomolar = Unit(.amount, factor: 1e-9, symbol: "nmol") / Unit(.length, factor: 1e-3, power: 3, symbol: "L")
    #expect(network.units["nM"]?.isSame(as: nanomolar) == true && network.units["nM"]?.symbol == "nM")
    #expect(network.timeUnit?.isSame(as: Unit(.time, factor: 900, symbol: "")) == true)
    // (2 · 10 s)^-0.5
    let perRoot = try #require(network.units["perRoot"])
    #expect(perRoot.isSame(as: Unit(.time, factor: 1 / 20.0.squareRoot(), power: -0.5, symbol: "")))
    #expect(network.parameters[0].unit?.isSame(as: nanomolar) == true)
    let molar = Unit(.amount, factor: 1, symbol: "") / Unit(.length, factor: 1e-3, power: 3, symbol: "")
    #expect(network.species[0].unit?.isSame(as: molar) == true)
    #expect(network.species[1].unit?.isSame(as: Unit(.item, symbol: "item")) == true)
    #expect(network.extentUnit?.isSame(as: Unit(.amount, symbol: "")) == true)
  }

  /// Units that do not fit together are no reason to refuse a model.
  @Test func unitsThatDoNotFit() throws {
    let network = try Reading.network(
      content: """
        <listOfParameters><parameter id="a" value="2" constant="true" units="second"/>
        <parameter id="b" value="2" constant="true" units="metre"/>
        <parameter id="p" constant="false" units="ampere"/></listOfParameters>
        <listOfRules><assignmentRule variable="p">\(Reading.math("<apply><plus/><ci>a</ci><ci>b</ci></apply>"))
        </assignmentRule></listOfRules>
        """)
    #expect(network.rules.count == 1)
  }

  /// Level 2 knows units by the names of what they measure, which a model may define anew.
  @Test func builtInUnitsOfLevelTwo() throws {
    let network = try Reading.network(
      Reading.document(
        """
        <listOfUnitDefinitions><unitDefinition id="time"><listOfUnits><unit kind="second" multiplier="60"/>
        </listOfUnits></unitDefinition></listOfUnitDefinitions>
        <listOfCompartments><compartment id="c" size="1"/></listOfCompartments>
        <listOfParameters><parameter id="k" value="1" units="time"/><parameter id="v" value="1" units="volume"/>
        </listOfParameters>
        """, level: 2, version: 4))
    #expect(network.timeUnit?.isSame(as: Unit(.time, factor: 60, symbol: "")) == true)
    #expect(network.parameters[0].unit?.isSame(as: Unit(.time, factor: 60, symbol: "")) == true)
    #expect(network.parameters[1].unit?.isSame(as: Unit(.length, factor: 1e-3, power: 3, symbol: "")) == true)
    #expect(network.compartments[0].unit?.isSame(as: Unit(.length, factor: 1e-3, power: 3, symbol: "")) == true)
  }

  @Test func annotations() throws {
    let description = """
      <annotation><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:bqbiol="http://biomodels.net/biology-qualifiers/"><rdf:Description rdf:about="#meta">
      <bqbiol:is><rdf:Bag><rdf:li rdf:resource="http://identifiers.org/chebi/CHEBI:6121"/>
      <rdf:li rdf:resource="http://identifiers.org/other"/></rdf:Bag></bqbiol:is>
      <bqbiol:isVersionOf><rdf:Bag><rdf:li rdf:resource="urn:x"/></rdf:Bag></bqbiol:isVersionOf>
      </rdf:Description></rdf:RDF></annotation>
      """
    let network = try Reading.network(
      content: """
        <listOfParameters><parameter id="k" metaid="meta" value="2" constant="true" sboTerm="SBO:0000002">
        <notes><p xmlns="http://www.w3.org/1999/xhtml">a &lt; b</p></notes>\(description)</parameter></listOfParameters>
        """)
    #expect(network.annotations.map(\.element) == ["k", "k", "k", "k"])
    #expect(network.annotations.map(\.qualifier) == ["sboTerm", "notes", "identity", "isVersionOf"])
    #expect(network.annotations[0].resources == ["SBO:0000002"])
    #expect(network.annotations[1].resources[0].contains("a &lt; b"))
    #expect(
      network.annotations[2].resources == ["http://identifiers.org/chebi/CHEBI:6121", "http://identifiers.org/other"])
    #expect(network.annotations[3].resources == ["urn:x"])
  }
}
