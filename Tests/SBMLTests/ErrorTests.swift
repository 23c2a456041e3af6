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
