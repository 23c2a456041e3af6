import Diagnostics
import Foundation
import SBML
import TestSupport
import Testing

/// Inputs on which libSBML once ended the program.
@Suite struct CrashFixtureTests {
  @Test(arguments: CrashFixtures.files(of: "sbml")) func isRefusedWithAnExplanation(_ file: URL) throws {
    #expect { try SBMLReader.read(path: file.path) } throws: { error in
      error is any ExplainedError && !Message.text(error).isEmpty
    }
  }

  private func message(_ text: String) -> String {
    do {
      _ = try SBMLReader.read(SourceText(name: "m.xml", text: text))
      return "no error"
    } catch {
      return Message.text(error)
    }
  }

  @Test func namesUnknownNamespaces() {
    #expect(
      message("<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/cor\" level=\"3\" version=\"2\"/>").hasPrefix(
        "m.xml:1:1: error: \"http://www.sbml.org/sbml/level3/version2/cor\" is not a namespace of SBML"))
    #expect(message("<sbml level=\"3\" version=\"2\"/>").contains("the element \"sbml\" has no namespace"))
    #expect(
      message("<s:sbml xmlns:s=\"http://www.sbml.org/sbml/level2/version4\" level=\"2\" version=\"3\"/>").contains(
        "is not that of level \"2\" version \"3\""))
  }

  /// In UTF-7 `+ADw-` is `<`: the scan would see no element at all where the library sees thousands nested.
  @Test func refusesEncodingsThatHideElements() {
    let nested = String(repeating: "+ADw-a+AD4-", count: 20_000)
    #expect(
      message("<?xml version=\"1.0\" encoding=\"UTF-7\"?>\n" + nested).hasPrefix(
        "m.xml:1:1: error: the text says that it is written in the encoding \"UTF-7\""))
  }
}
