import Foundation
import TestSupport
import Testing

/// `rewire convert`: both ways, and its messages.
@Suite struct ConvertTests {
  private func text(_ folder: URL, _ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func write(_ text: String, _ folder: URL, _ name: String) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  @Test func thereAndBack() throws {
    try Program.inFolder { folder in
      try write("model *m()\n  k = 2;\n  var y = 1;\n  y' = -k*y;\nend\n", folder, "a.ant")
      let there = try Program.run(["convert", "a.ant", "b.xml"], folder: folder)
      #expect(there.status == 0 && there.output == "b.xml: m in SBML Level 3 Version 2\n" && there.errors.isEmpty)
      #expect(try text(folder, "b.xml").contains("<rateRule variable=\"y\">"))
      let back = try Program.run(["convert", "b.xml", "c.txt"], folder: folder)
      #expect(back.status == 0 && back.output == "c.txt: m in Antimony\n" && back.errors.isEmpty)
      let again = try Program.run(["convert", "c.txt", "d.sbml"], folder: folder)
      #expect(again.status == 0)
      #expect(try text(folder, "d.sbml") == text(folder, "b.xml"))
      let first = try Program.run(["run", "a.ant", "--duration", "3", "--steps", "3"], folder: folder)
      let second = try Program.run(["run", "d.sbml", "--duration", "3", "--steps", "3"], folder: folder)
      #expect(first.status == 0 && first.output == second.output)
    }
  }

  @Test func saysWhatIsLost() throws {
    try Program.inFolder { folder in
      try write(
        "model part()\n  k = 2;\nend\nmodel *m()\n  p: part();\n  k is p.k;\nend\n", folder, "a.ant")
      let outcome = try Program.run(["convert", "a.ant", "b.xml"], folder: folder)
      #expect(outcome.status == 0)
      #expect(
        outcome.errors == "note: not written: 1 further names of joined elements (each element keeps one)\n")
    }
  }

  @Test func refuses() throws {
    try Program.inFolder { folder in
      let model = "model *m()\n  k = 2;\nend\n"
      try write(model, folder, "a.ant")
      func errors(_ arguments: String...) throws -> String {
        let outcome = try Program.run(["convert"] + arguments, folder: folder)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        return outcome.errors
      }
      #expect(
        try errors("a.ant", "b.json") == """
          error: the ending of "b.json" does not say in which language to write
            SBML: .xml or .sbml; Antimony: .ant or .txt

          """)
      for name in ["a.ant", "./a.ant"] {
        #expect(
          try errors("a.ant", name) == """
            error: the model cannot be written over itself
              give OUT another name than "a.ant"

            """)
      }
      #expect(try errors("none.ant", "b.xml").contains("none.ant"))
      #expect(try errors("a.ant", "none/b.xml").contains("none"))
      #expect(try text(folder, "a.ant") == model)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.ant"])
    }
  }

  /// What the language has no exact form for stops the conversion, and nothing is written.
  @Test func namesTheConstruct() throws {
    try Program.inFolder { folder in
      try write(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="m">
        <listOfCompartments><compartment id="c" size="1" spatialDimensions="3" constant="true"/></listOfCompartments>
        <listOfSpecies>
        <species id="S" compartment="c" initialAmount="1" hasOnlySubstanceUnits="false" boundaryCondition="false"
         constant="false"/>
        </listOfSpecies>
        <listOfReactions>
        <reaction id="J" reversible="false" fast="true">
        <listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
        </reaction>
        </listOfReactions>
        </model></sbml>
        """, folder, "a.xml")
      for (name, language) in [("b.ant", "Antimony"), ("b.xml", "SBML Level 3 Version 2")] {
        let outcome = try Program.run(["convert", "a.xml", name], folder: folder)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("a.xml:9:"))
        #expect(outcome.errors.contains("error: \(language) has no fast reactions, and \"J\" is fast\n"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.xml"])
    }
  }
}
