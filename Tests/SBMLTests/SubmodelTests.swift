import Diagnostics
import Formulas
import Networks
import SBML
import Testing

/// Models composed of models: the package `comp`.
@Suite struct SubmodelTests {
  private static func document(_ model: String, _ definitions: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"
     xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" comp:required="true">
    <model id="top">\(model)</model>
    \(definitions)
    </sbml>
    """
  }

  private static let inner = """
    <listOfParameters><parameter id="k" value="2" constant="true"/><parameter id="p" constant="false"/></listOfParameters>
    <listOfRules><assignmentRule variable="p">\(Reading.math("<apply><times/><ci>k</ci><cn>3</cn></apply>"))</assignmentRule>
    </listOfRules>
    """

  private static func submodels(_ names: [(String, String)]) -> String {
    "<comp:listOfSubmodels>"
      + names.map { "<comp:submodel comp:id=\"\($0)\" comp:modelRef=\"\($1)\"/>" }.joined() + "</comp:listOfSubmodels>"
  }

  private static func definitions(_ models: [(String, String)]) -> String {
    "<comp:listOfModelDefinitions>"
      + models.map { "<comp:modelDefinition id=\"\($0)\">\($1)</comp:modelDefinition>" }.joined()
      + "</comp:listOfModelDefinitions>"
  }

  @Test func submodelsAreFlattened() throws {
    let network = try Reading.network(
      Self.document(Self.submodels([("A", "inner"), ("B", "inner")]), Self.definitions([("inner", Self.inner)])))
    #expect(network.parameters.map(\.id) == ["A__k", "A__p", "B__k", "B__p"])
    #expect(network.rules.map(\.kind) == [.assignment("A__p"), .assignment("B__p")])
    #expect(network.rules[1].formula == .apply(.multiply, [.symbol("B__k"), .number(3)]))
  }

  @Test func replacedElements() throws {
    let model = """
      \(Self.submodels([("A", "inner")]))
      <listOfParameters><parameter id="outer" value="7" constant="true"><comp:listOfReplacedElements>
      <comp:replacedElement comp:idRef="k" comp:submodelRef="A"/></comp:listOfReplacedElements></parameter>
      </listOfParameters>
      """
    let network = try Reading.network(Self.document(model, Self.definitions([("inner", Self.inner)])))
    #expect(network.rules.map(\.formula) == [.apply(.multiply, [.symbol("outer"), .number(3)])])
    #expect(network.parameters.map(\.value) == [7, nil])
  }

  private static func external(_ id: String, _ source: String, _ model: String) -> String {
    """
    <comp:listOfExternalModelDefinitions><comp:externalModelDefinition comp:id="\(id)" comp:source="\(source)"
     comp:modelRef="\(model)"/></comp:listOfExternalModelDefinitions>
    """
  }

  @Test func modelsOfOtherFiles() throws {
    let folder = try ModelFolder()
    _ = try folder.write(Reading.document(Self.inner, model: "id=\"far\""), to: "far.xml")
    _ = try folder.write(Self.document("", Self.external("pass", "far.xml", "far")), to: "middle.xml")
    let path = try folder.write(
      Self.document(Self.submodels([("A", "E")]), Self.external("E", "middle.xml", "pass")), to: "top.xml")
    let network = try SBMLReader.read(path: path)
    #expect(network.name == "top" && network.parameters.map(\.id) == ["A__k", "A__p"])
  }

  @Test func otherFilesLieBesideTheModel() throws {
    let folder = try ModelFolder()
    for (source, words) in [
      ("missing.xml", "does not exist"), ("../far.xml", "does not lie beside"), ("/etc/passwd", "does not lie beside"),
      ("http://example.org/m.xml", "does not lie beside"), ("file:far.xml", "does not lie beside"),
    ] {
      let path = try folder.write(
        Self.document(Self.submodels([("A", "E")]), Self.external("E", source, "far")), to: "top.xml")
      do {
        _ = try SBMLReader.read(path: path)
        Issue.record("\(source) was read")
      } catch let error as any ExplainedError {
        #expect(error.explanation.problem.contains(words), "\(error.explanation)")
        #expect(error.explanation.place?.line == 5)
      }
    }
  }

  /// A file that another one names is looked at as carefully.
  @Test func hostileOtherFiles() throws {
    let folder = try ModelFolder()
    let path = try folder.write(
      Self.document(Self.submodels([("A", "E")]), Self.external("E", "far.xml", "far")), to: "top.xml")
    for text in [String(repeating: "<apply>", count: 100_000), "<!DOCTYPE a []>", "no text at all", "\u{1F}\u{8B}"] {
      _ = try folder.write(text, to: "far.xml")
      #expect(throws: (any Error).self) { try SBMLReader.read(path: path) }
    }
  }

  @Test func filesThatNameEachOther() throws {
    let folder = try ModelFolder()
    let path = try folder.write(
      Self.document(Self.submodels([("A", "E")]), Self.external("E", "b.xml", "F")), to: "a.xml")
    _ = try folder.write(Self.document("", Self.external("F", "a.xml", "E")), to: "b.xml")
    #expect(throws: (any Error).self) { try SBMLReader.read(path: path) }
    // Through their models.
    _ = try folder.write(
      Self.document("", Self.external("F", "a.xml", "top")), to: "b.xml")
    #expect(throws: (any Error).self) { try SBMLReader.read(path: path) }
  }

  @Test func modelsThatContainThemselves() throws {
    let problem = try Reading.problem(
      Self.document(
        Self.submodels([("A", "x")]),
        Self.definitions([("x", Self.submodels([("B", "y")])), ("y", Self.submodels([("C", "x")]))])))
    #expect(problem.problem.contains("contains itself"), "\(problem)")
  }

  /// Ten submodels of ten submodels of …: more elements than there is memory for.
  @Test func modelsThatGrowWithoutBound() throws {
    let ten = (0..<10).map { "s\($0)" }
    let levels = (1..<20).map { level in ("m\(level)", Self.submodels(ten.map { ($0, "m\(level + 1)") })) }
    let problem = try Reading.problem(
      Self.document(Self.submodels([("A", "m1")]), Self.definitions(levels + [("m20", Self.inner)])))
    #expect(problem.problem.contains("more than"), "\(problem)")
  }
}
