import Diagnostics
import Formulas
import Networks
import SBML
import TestSupport
import Testing

/// What is written is read back as it was.
@Suite struct SBMLWriterTests {
  private func again(_ network: Network) throws -> Network {
    try SBMLReader.read(SourceText(name: "w.xml", text: SBMLWriter.write(network).text), path: "w.xml")
  }

  @Test func quantitiesComeBack() throws {
    let network = RichNetwork.make()
    let read = try again(network)
    #expect(read.compartments.map(\.id) == ["V", "W"])
    #expect(read.compartments.map(\.size) == [5, nil])
    #expect(read.compartments.map(\.isConstant) == [true, false])
    #expect(read.compartments.map(\.dimensions) == [3, 2])
    for (old, new) in zip(network.species, read.species) {
      #expect(old.id == new.id && old.compartment == new.compartment)
      #expect(old.hasOnlySubstanceUnits == new.hasOnlySubstanceUnits && old.isBoundary == new.isBoundary)
      #expect(old.isConstant == new.isConstant && old.conversionFactor == new.conversionFactor)
    }
    #expect(read.species.prefix(2).map(\.initial) == [.concentration(0.1), .amount(1e-300)])
    #expect(read.species[3].initial == .amount(3))
    let values = Dictionary(uniqueKeysWithValues: read.parameters.map { ($0.id, $0) })
    #expect(values["k"]?.value == 0.30000000000000004 && values["limit"]?.value == .infinity)
    #expect(values["unset"]?.value?.isNaN == true && values["start"]?.value == nil)
    #expect(values["k"]?.isConstant == true && values["y"]?.isConstant == false)
    #expect(read.initialAssignments.map(\.target) == ["start"])
    // The dotted name gives way, as the other was there.
    #expect(values["sub__k"]?.value == 5 && values["sub__k_"]?.value == 4)
    #expect(read.initialAssignments[0].formula == .apply(.add, [.symbol("k"), .symbol("sub__k_")]))
  }

  @Test func behaviourComesBack() throws {
    let network = RichNetwork.make()
    let read = try again(network)
    #expect(read.functions.map(\.id) == ["rate"] && read.functions[0].arguments == ["s", "k"])
    #expect(read.functions[0].body == network.functions[0].body)
    #expect(read.reactions.map(\.law) == network.reactions.map(\.law))
    #expect(read.reactions.map(\.isReversible) == [false, true])
    #expect(read.reactions[0].reactants == [.init("A", .symbol("n"))])
    #expect(read.reactions[0].products == [.init("B", 2.5), .init("D")])
    #expect(read.reactions[0].modifiers == ["C"])
    // A stoichiometry that is a formula is a name with a rule.
    let computed = "J2__B_stoichiometry"
    #expect(read.reactions[1].reactants == [.init("B", .symbol(computed))])
    #expect(read.rules.map(\.kind) == network.rules.map(\.kind) + [.assignment(computed)])
    #expect(read.rules.map(\.formula) == network.rules.map(\.formula) + [.apply(.add, [.symbol("n"), .number(1)])])
    #expect(Set(read.parameters.filter(\.isStoichiometry).map(\.id)) == ["n", computed])
    for (old, new) in zip(network.events, read.events) {
      #expect(old.id == new.id && old.trigger == new.trigger && old.startsTrue == new.startsTrue)
      #expect(old.isPersistent == new.isPersistent && old.delay == new.delay && old.priority == new.priority)
      #expect(old.usesTriggerTimeValues == new.usesTriggerTimeValues && old.assignments == new.assignments)
    }
    #expect(read.events.count == 2)
  }

  @Test func unitsAndAnnotationsComeBack() throws {
    let network = RichNetwork.make()
    let read = try again(network)
    for (old, new) in [
      (network.timeUnit, read.timeUnit), (network.substanceUnit, read.substanceUnit),
      (network.volumeUnit, read.volumeUnit), (network.extentUnit, read.extentUnit),
      (network.species[0].unit, read.species[0].unit), (network.species[1].unit, read.species[1].unit),
      (network.parameters[0].unit, read.parameters[0].unit), (network.compartments[0].unit, read.compartments[0].unit),
    ] {
      #expect(try #require(new).isSame(as: try #require(old)))
    }
    func entries(_ network: Network) -> Set<Annotation> {
      Set(network.annotations.filter { $0.qualifier != "notes" })
    }
    #expect(entries(read) == entries(network))
    let notes = try #require(read.annotations.first { $0.qualifier == "notes" }).resources[0]
    #expect(notes.contains("a &lt;model&gt; &amp; ") && notes.hasPrefix("<notes>"))
    // Notes that came in XML go out as they came.
    #expect(try again(read).annotations == read.annotations)
  }

  @Test func writingAgainGivesTheSameText() throws {
    let text = try SBMLWriter.write(RichNetwork.make()).text
    #expect(try SBMLWriter.write(RichNetwork.make()).text == text)
    let read = try SBMLReader.read(SourceText(name: "w.xml", text: text))
    let second = try SBMLWriter.write(read).text
    #expect(try SBMLWriter.write(SBMLReader.read(SourceText(name: "w.xml", text: second))).text == second)
  }

  @Test func saysWhatIsLost() throws {
    var network = RichNetwork.make()
    network.synonyms = ["other.k": "k", "another.k": "k"]
    network.annotations.append(Annotation(element: "A", qualifier: "creator1.name", resources: ["N. N."]))
    network.annotations.append(Annotation(element: "gone", qualifier: "identity", resources: ["u"]))
    network.compartments[0].unit = nil
    network.volumeUnit = nil
    #expect(
      try SBMLWriter.write(network).losses == [
        "the annotation creator1.name of \"A\"", "the annotation identity of \"gone\", which is no element",
        "the unit of \"A\": its compartment has none, so that of its amount is not known",
        "\"sub.k\" is called \"sub__k_\"", "2 further names of joined elements (each element keeps one)",
      ])
  }

  @Test func refusesWhatHasNoForm() {
    var fast = RichNetwork.make()
    fast.reactions[0].isFast = true
    #expect(throws: SBMLWritingError.fastReaction("J", nil)) { try SBMLWriter.write(fast) }
    var rate = RichNetwork.make()
    rate.rules[1].formula = .apply(.rateOf, [.apply(.add, [.symbol("A"), .number(1)])])
    #expect(throws: SBMLWritingError.rateOfExpression("A + 1")) { try SBMLWriter.write(rate) }
    var deep = RichNetwork.make()
    deep.rules[1].formula = (0..<300).reduce(.time) { inner, _ in .apply(.sin, [inner]) }
    #expect(throws: SBMLWritingError.tooDeep(limit: 256)) { try SBMLWriter.write(deep) }
  }

  /// In a compartment without dimensions the start is an amount.
  @Test func startsWithoutConcentration() throws {
    var network = Network(name: "point")
    network.compartments = [Compartment(id: "P", size: 2, dimensions: 0)]
    network.species = [
      Species(id: "S", compartment: "P", initial: .concentration(1.5), hasOnlySubstanceUnits: true)
    ]
    #expect(try again(network).species[0].initial == .amount(3))
  }

  /// The antimony library reads what is written through its own libSBML.
  @Test(.enabled(if: PythonOracle.isAvailable, "needs the Python environment that set-up makes"))
  func othersRead() throws {
    let script = """
      import sys, antimony
      code = antimony.loadSBMLString(sys.stdin.read())
      print("read" if code >= 0 else antimony.getLastError())
      """
    let answer = try PythonOracle.run(script: script, input: SBMLWriter.write(RichNetwork.make()).text)
    #expect(answer == "read\n")
  }
}
