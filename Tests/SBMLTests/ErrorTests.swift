import Diagnostics
import Networks
import SBML
import Testing

/// What is wrong is said with its line and the identifier that it is about.
@Suite struct ErrorTests {
  @Test func unknownName() throws {
    let problem = try Reading.problem(
      Reading.document(
        """
        <listOfParameters><parameter id="p" constant="false"/></listOfParameters>
        <listOfRules>
        <assignmentRule variable="p">\(Reading.math("<ci>q</ci>"))</assignmentRule>
        </listOfRules>
        """))
    #expect(problem.problem.contains("\"q\""), "\(problem)")
    #expect(problem.place?.file == "model.xml" && problem.place?.line == 6)
    #expect(problem.hint?.hasPrefix("SBML rule 10215") == true, "\(problem)")
  }

  @Test func everyErrorOfTheChecks() throws {
    let problem = try Reading.problem(
      Reading.document(
        """
        <listOfParameters>
        <parameter id="p" constant="false"/>
        <parameter id="p" constant="true"/>
        </listOfParameters>
        <listOfRules>
        <assignmentRule variable="nothing">\(Reading.math("<cn>1</cn>"))</assignmentRule>
        </listOfRules>
        """))
    let all = [problem] + problem.others
    #expect(all.contains { $0.place?.line == 6 && $0.problem.contains("\"p\"") }, "\(all)")
  }

  @Test func missingAttribute() throws {
    let problem = try Reading.problem(
      Reading.document("<listOfParameters>\n<parameter id=\"q\" value=\"3\"/></listOfParameters>"))
    #expect(problem.problem.contains("\"q\"") && problem.problem.contains("constant"), "\(problem)")
    #expect(problem.place?.line == 5)
    #expect(problem.hint == "SBML rule 20706, L3V2 Section 4.7")
  }

  @Test(arguments: ["garbage", "<sbml/>", "<a><b></a>", "<?xml version=\"1.0\"?>", "<sbml", "<", "<a", "</a>", "<!--"])
  func malformedTexts(_ text: String) throws {
    let problem = try Reading.problem(text)
    #expect(!problem.problem.isEmpty && !problem.problem.hasSuffix("."), "\(problem)")
  }

  @Test(arguments: [("spatial", "processes in space"), ("distrib", "random draws"), ("unheard", "\"unheard\"")])
  func requiredPackages(_ name: String, _ words: String) throws {
    let text = Reading.document("").replacing(
      "level=\"3\"",
      with: "xmlns:q=\"http://www.sbml.org/sbml/level3/version1/\(name)/version1\" q:required=\"true\" level=\"3\"")
    let problem = try Reading.problem(text)
    #expect(problem.problem.contains("\"\(name)\"") && problem.problem.contains(words), "\(problem)")
    #expect(problem.place?.line == 2)
    // A package that the model can do without does not stop it.
    _ = try Reading.network(text.replacing("required=\"true\"", with: "required=\"false\""))
  }

  /// Objectives alone say nothing about a course in time; with kinetic laws they are not needed for one.
  @Test func fluxBalance() throws {
    func document(_ law: String) -> String {
      Reading.document(
        """
        <listOfCompartments><compartment id="c" constant="true" size="1" spatialDimensions="3"/></listOfCompartments>
        <listOfSpecies><species id="S" compartment="c" initialAmount="1" hasOnlySubstanceUnits="false"
         boundaryCondition="false" constant="false"/></listOfSpecies>
        <listOfParameters><parameter id="b" value="0" constant="true"/></listOfParameters>
        <listOfReactions><reaction id="J" reversible="false" fast="false" fbc:lowerFluxBound="b" fbc:upperFluxBound="b">
        <listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>\(law)
        </reaction></listOfReactions>
        <fbc:listOfObjectives fbc:activeObjective="o"><fbc:objective fbc:id="o" fbc:type="maximize">
        <fbc:listOfFluxObjectives><fbc:fluxObjective fbc:reaction="J" fbc:coefficient="1"/></fbc:listOfFluxObjectives>
        </fbc:objective></fbc:listOfObjectives>
        """, version: 1, model: "id=\"m\" fbc:strict=\"false\""
      ).replacing(
        "level=\"3\"",
        with: "xmlns:fbc=\"http://www.sbml.org/sbml/level3/version1/fbc/version2\" fbc:required=\"false\" level=\"3\"")
    }
    let problem = try Reading.problem(document(""))
    #expect(problem.problem.contains("flux balance") && problem.problem.contains("\"fbc\""), "\(problem)")
    let network = try Reading.network(document("<kineticLaw>\(Reading.math("<ci>S</ci>"))</kineticLaw>"))
    #expect(network.warnings.contains { $0.problem.contains("\"fbc\"") })
  }

  @Test func emptyModel() throws {
    #expect(try Reading.network(Reading.document("")).name == "m")
    #expect(
      try Reading.problem("<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"1\"/>")
        .problem != "")
  }

  @Test func missingFile() throws {
    #expect(throws: (any Error).self) { try SBMLReader.read(path: "/no/such/model.xml") }
  }
}
