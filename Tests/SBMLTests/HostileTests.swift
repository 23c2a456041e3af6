import Diagnostics
import Formulas
import Foundation
import Networks
import SBML
import Testing

/// Whatever a text holds, reading ends with a network or an explained error.
@Suite struct HostileTests {
  private static let example = Reading.document(
    """
    <listOfCompartments><compartment id="c" constant="true" size="2" spatialDimensions="3"/></listOfCompartments>
    <listOfSpecies><species id="S" compartment="c" initialConcentration="3" hasOnlySubstanceUnits="false"
     boundaryCondition="false" constant="false"/></listOfSpecies>
    <listOfReactions><reaction id="J" reversible="true"><listOfReactants>
    <speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
    <kineticLaw>\(Reading.math("<apply><times/><ci>S</ci><cn>2</cn></apply>"))</kineticLaw></reaction></listOfReactions>
    <listOfEvents><event id="E" useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true">\(
      Reading.math("<apply><lt/><ci>S</ci><cn>1</cn></apply>"))</trigger></event></listOfEvents>
    """)

  private func survives(_ text: String) -> Bool {
    do {
      _ = try Reading.network(text)
    } catch {
      return error is any ExplainedError && !Message.text(error).isEmpty
    }
    return true
  }

  @Test func survivesTruncation() throws {
    let bytes = Array(Self.example.utf8)
    for end in stride(from: 0, to: bytes.count, by: 3) {
      #expect(survives(String(decoding: bytes[..<end], as: UTF8.self)), "cut at \(end)")
    }
  }

  @Test func survivesChangedBytes() throws {
    var state: UInt64 = 7
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    for _ in 0..<600 {
      var bytes = Array(Self.example.utf8)
      for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(32 + random(95)) }
      #expect(survives(String(decoding: bytes, as: UTF8.self)), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private static func formula(_ content: String) -> String {
    Reading.document(
      """
      <listOfParameters><parameter id="x" value="1" constant="true"/><parameter id="p" constant="false"/>
      </listOfParameters>
      <listOfRules><assignmentRule variable="p">\(Reading.math(content))</assignmentRule></listOfRules>
      """)
  }

  private static func nested(_ depth: Int, _ open: String, _ close: String, _ inner: String) -> String {
    String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
  }

  /// libSBML itself crashes on formulas that nest some thousands deep.
  @Test(arguments: [300, 7_000, 100_000])
  func deepFormulas(_ depth: Int) throws {
    let problem = try Reading.problem(
      Self.formula(Self.nested(depth, "<apply><sin/>", "</apply>", "<ci>x</ci>")))
    #expect(problem.problem.contains("nested more than"), "\(problem)")
    #expect(problem.place != nil)
  }

  @Test func deepestFormulaThatIsRead() throws {
    let network = try Reading.network(
      Self.formula(Self.nested(255, "<apply><sin/>", "</apply>", "<ci>x</ci>")))
    #expect(network.rules.first?.formula.depth == 256)
  }

  @Test func deepNotesAndUnclosedTags() throws {
    let notes = "<notes>\(Self.nested(50_000, "<p xmlns=\"http://www.w3.org/1999/xhtml\">", "</p>", "x"))</notes>"
    #expect(try Reading.problem(Reading.document(notes)).problem.contains("nested more than"))
    #expect(try Reading.problem(String(repeating: "<a>", count: 200_000)).problem.contains("nested more than"))
    #expect(survives(String(repeating: "<a ", count: 200_000)))
    #expect(survives(String(repeating: "</a>", count: 200_000)))
  }

  @Test func deepFormulasOfLevelOne() throws {
    func document(_ formula: String) -> String {
      Reading.document(
        """
        <listOfCompartments><compartment name="c"/></listOfCompartments>
        <listOfParameters><parameter name="p" value="1"/><parameter name="q" value="1"/></listOfParameters>
        <listOfRules><parameterRule name="p" formula="\(formula)"/></listOfRules>
        """, level: 1, version: 2, model: "name=\"m\"")
    }
    #expect(survives(document(Self.nested(100_000, "(", ")", "q"))))
    #expect(survives(document(String(repeating: "-", count: 90_000) + "q")))
    #expect(survives(document(String(repeating: "-", count: 900_000) + "q")))
    #expect(survives(document("q" + String(repeating: "^q", count: 40_000))))
    // A long sum is no nesting.
    let sum = try Reading.network(document("q" + String(repeating: "+q", count: 5_000)))
    #expect(sum.rules.first?.formula.depth == 2)
  }

  /// Entities could grow without bound.
  @Test func documentTypesAreRefused() throws {
    let text = """
      <?xml version="1.0"?>
      <!DOCTYPE sbml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
      <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="&b;"/></sbml>
      """
    let problem = try Reading.problem(text)
    #expect(problem.problem.contains("document type") && problem.place?.line == 2)
    // The words in a comment or in character data are harmless.
    _ = try Reading.network(Reading.document("<!-- <!DOCTYPE x> <a> -->"))
    #expect(survives(Reading.document("<notes><![CDATA[<!DOCTYPE x>]]></notes>")))
  }

  @Test func filesThatAreNoText() throws {
    let folder = try ModelFolder()
    let path = folder.path + "/model.xml"
    try Data([0x1F, 0x8B, 0, 1, 2]).write(to: URL(fileURLWithPath: path))
    #expect(throws: (any Error).self) { try SBMLReader.read(path: path) }
    try Data(count: 20 << 20).write(to: URL(fileURLWithPath: path))
    #expect(throws: (any Error).self) { try SBMLReader.read(path: path) }
  }

  /// The library is used by one thread at a time, whoever asks.
  @Test func manyReadersAtOnce() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<16 { group.addTask { try Reading.network(Self.example).species.count } }
      for try await count in group { #expect(count == 1) }
    }
  }
}
