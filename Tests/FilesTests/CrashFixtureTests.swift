import Diagnostics
import Files
import Foundation
import TestSupport
import Testing

/// Texts that once hung a reader.
@Suite struct CrashFixtureTests {
  @Test(arguments: CrashFixtures.files(of: "yaml")) func yamlIsRefused(_ file: URL) throws {
    #expect { try YAMLText.read(file.path) } throws: { error in
      Message.text(error).contains("anchors and aliases are not supported")
    }
  }

  @Test func asterisksAndAmpersandsInTextsAreNoAliases() throws {
    let text = "a: R&D *now*\nb: salt & pepper * 2\nc: \"&x\"\nd: '*y'\n# - &z [*z]\n"
    #expect(try YAMLText.parse(SourceText(name: "p.yaml", text: text)).entries("").count == 4)
  }

  /// A line is gone through once for all its values, in the text's order; é counts as one character.
  @Test func readsManyValuesInOneLine() throws {
    let count = 50_000
    let keys = (0..<count).map { "a\($0): é" }.joined(separator: ",")
    #expect(try YAMLText.parse(SourceText(name: "p.yaml", text: "{\(keys)}")).entries("").count == count)
    #expect {
      _ = try YAMLText.parse(SourceText(name: "p.yaml", text: "{e\u{301}: [é, !x y], b: 1}"))
    } throws: { error in
      Message.text(error).hasPrefix("p.yaml:1:9: error: tags are not supported")
    }
  }

  /// Columns are counted once, not for every field before the one that is wrong.
  @Test func findsTheColumnInALongHeader() throws {
    let names = (0..<100_000).map { "c\($0)" } + ["c7"]
    #expect {
      _ = try CSVTable(SourceText(name: "t.csv", text: names.joined(separator: ",") + "\n"))
    } throws: { error in
      Message.text(error).contains("column \"c7\" appears twice")
    }
  }

  /// The message about a quote that is never closed is made only when one is not.
  @Test func readsManyQuotedFields() throws {
    let count = 50_000
    let text = "a,b\n" + String(repeating: "\"x\",\"y\"\n", count: count)
    #expect(try CSVTable(SourceText(name: "t.csv", text: text)).rows.count == count)
    #expect {
      _ = try CSVTable(SourceText(name: "t.csv", text: text + "\"x,y\nz"))
    } throws: { error in
      Message.text(error).hasPrefix("t.csv:\(count + 2):1: error: this quote is never closed")
    }
  }
}
