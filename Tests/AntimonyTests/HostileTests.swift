import Antimony
import Diagnostics
import Formulas
import Foundation
import Networks
import TestSupport
import Testing

/// Whatever a file holds, reading ends with a network or an explained error: no crash, no hang.
@Suite struct HostileTests {
  static let texts: [(name: String, bytes: [UInt8])] = OracleTests.fixtures.compactMap { path in
    FileManager.default.contents(atPath: path).map { (path, Array($0)) }
  }

  /// Reads bytes as a text; anything thrown must explain itself.
  private func survives(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try read(String(decoding: bytes, as: UTF8.self))
    } catch {
      return error is any ExplainedError && !Message.text(error).isEmpty
    }
    return true
  }

  @Test func survivesTruncationAtEveryByte() {
    #expect(Self.texts.count >= 20)
    for (name, bytes) in Self.texts {
      for end in bytes.indices {
        #expect(survives(Array(bytes[..<end])), "\(name) cut at \(end)")
      }
    }
  }

  @Test func survivesFlippedBits() {
    var state: UInt64 = 42
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    for (name, bytes) in Self.texts where !bytes.isEmpty {
      for _ in 0..<300 {
        var damaged = bytes
        for _ in 0...random(4) { damaged[random(damaged.count)] ^= UInt8(1 << random(8)) }
        #expect(survives(damaged), "\(name)")
      }
    }
  }

  /// Tokens of the language in random order reach states that damaged files do not.
  @Test func survivesRandomWords() {
    let words = [
      "model", "*", "m", "(", ")", "end", "\n", ";", "x", "y", "q.x", "=", ":=", "'", ":", "is", "in", "has", "unit",
      "mg", "/",
      "+", "-", "->", "=>", "$", "2", "0", "species", "compartment", "const", "var", "function", "f", ",", "\"s\"", "^",
      "!", "&&",
      "<", "import", "time", "at", "{", "}", "substanceOnly", "#", "/*", "*/", "```", "\\\n", ".",
      "after", "delete", "t0", "priority", "-o", "-|", "-(", "->", "<==>", "timeconv", "extentconv", "delay", "rateOf",
      "0 =", "true", "sboTerm", "SBO", "--", "...", "E: at x > 1: x = 2", "n y -> z; 1", "is \"n\"", "q: m()",
    ]
    var state: UInt64 = 7
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    for _ in 0..<5_000 {
      let text = (0..<random(40)).map { _ in words[random(words.count)] }.joined(separator: " ")
      #expect(survives(Array(text.utf8)), "\(text)")
    }
  }

  @Test func refusesDeepNestingOfSubmodels() {
    var text = "model m0()\n x = 1\nend\n"
    for level in 1...200 { text += "model m\(level)()\n q: m\(level - 1)()\nend\n" }
    #expect { try read(text) } throws: { Message.text($0).contains("submodels are nested more than 64 levels deep") }
  }

  @Test func refusesModelsThatGrowWithoutBound() {
    var text = "model m0()\n x = 1\nend\n"
    for level in 1...40 { text += "model m\(level)()\n a: m\(level - 1)(); b: m\(level - 1)()\nend\n" }
    #expect { try read(text) } throws: { Message.text($0).contains("more than 250000 elements") }
  }

  /// A million wrong names take no longer than as many right ones.
  @Test func boundsTheWorkOnProblems() {
    let unknown = (0..<20_000).map { "x\($0) := y\($0) + f\($0)(1)" }.joined(separator: "\n")
    let long = "a = " + String(repeating: "b", count: 200_000) + "; " + String(repeating: "c", count: 200_000) + " = 1"
    let clock = ContinuousClock()
    for text in [unknown, long] {
      let time = clock.measure {
        #expect { try read(text) } throws: { Message.text($0).contains("unknown name") }
      }
      #expect(time < .seconds(60))
    }
  }

  @Test func refusesLongChains() {
    let places = (1...100).reversed().map { "c\($0) in c\($0 + 1)" }.joined(separator: "\n")
    #expect { try read(places) } throws: {
      Message.text($0).contains("compartments are nested more than 64 levels deep")
    }
    let factors = (1...100).map { "x\($0) * f is x\($0 + 1)" }.joined(separator: "\n")
    #expect { try read("f = 2; x1 = 1\n" + factors) } throws: {
      Message.text($0).contains("more than 64 conversion factors lie between two quantities")
    }
  }

  /// Many events, interactions and deletions cost no more than their number.
  @Test func readsManyOfEverything() throws {
    let count = 2_000
    var text = "model part()\n x = 1\nend\nmodel group()\n"
    for index in 0..<count { text += " p\(index): part()\n" }
    text += "end\nmodel *all()\n g: group(); A = 1; B = 0; E = 1; k = 1\n J: A -> B; k*A*E\n"
    for index in 0..<count {
      text += " delete g.p\(index)\n E -o J;\n at time > \(index): k = \(index)\n var v\(index)\n 0 = v\(index) - k\n"
    }
    let network = try read(text + "end\n")
    #expect(network.events.count == count)
    #expect(network.rules.count == count)
    #expect(network.reactions[0].modifiers == ["E"])
    #expect(!network.parameters.contains { $0.id.hasPrefix("g.") })
  }

  @Test func readsLongFlatModels() throws {
    let count = 5_000
    var text = "model *long()\n x0 = 1\n"
    for index in 1...count { text += " x\(index) := x\(index - 1) + 1\n" }
    let network = try read(text + "end\n")
    #expect(network.rules.count == count)
  }

  /// A chain grows in place: copied for every factor, this one would take minutes.
  @Test func readsLongProducts() throws {
    let count = 50_000
    let network = try read("y = 1; x := " + String(repeating: "y*", count: count) + "1")
    guard case .apply(.multiply, let factors)? = network.rules.first?.formula else {
      Issue.record("no product")
      return
    }
    #expect(factors.count == count + 1)
  }

  /// What the fuzzer found (`make fuzz`).
  @Test(arguments: CrashFixtures.files(of: "antimony")) func survivesWhatTheFuzzerFound(_ file: URL) throws {
    #expect(survives(Array(try Data(contentsOf: file))))
  }

  // MARK: files

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("antimony-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func message(of file: URL) -> String {
    do {
      _ = try AntimonyReader.read(path: file.path)
      return "no error"
    } catch {
      return Message.text(error).replacing(file.deletingLastPathComponent().path + "/", with: "")
    }
  }

  @Test func explainsFilesThatAreNoModels() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("model.ant")
      #expect(message(of: file) == "error: there is no file \"model.ant\"")
      try Data().write(to: file)
      #expect(message(of: file) == "error: \"model.ant\" is empty")
      try Data("x = 1\u{0}".utf8).write(to: file)
      #expect(message(of: file) == "error: \"model.ant\" is a binary file, not text")
      try Data([0x78, 0xFF, 0xFE]).write(to: file)
      #expect(message(of: file) == "error: \"model.ant\" is not UTF-8 text (line 1)\n  save it as UTF-8")
      #expect(
        message(of: folder.appendingPathComponent("modell.ant"))
          == "error: there is no file \"modell.ant\"\n  did you mean \"model.ant\"?")
      let inner = folder.appendingPathComponent("inner")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
      #expect(message(of: inner) == "error: \"inner\" is a folder, not a file\n  give the path of a file in it")
    }
  }

  @Test func followsImportsFromTheImportingFile() throws {
    try withFolder { folder in
      let parts = folder.appendingPathComponent("parts")
      try FileManager.default.createDirectory(at: parts, withIntermediateDirectories: true)
      func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
      }
      try write(
        "main.ant", "import \"parts/a.ant\"\nimport \"./parts/../parts/b.ant\"\nmodel *main()\n q: a()\n r: b()\nend\n")
      try write("parts/a.ant", "import \"b.ant\"\nunit pill = 25 mg\nmodel *a()\n x = 1; x has pill\nend\n")
      try write("parts/b.ant", "model b()\n y = 2\nend\n")
      let network = try AntimonyReader.read(path: folder.appendingPathComponent("main.ant").path)
      #expect(network.name == "main")
      #expect(network.parameters.map(\.id) == ["q.x", "r.y"])
      #expect(network.parameters[0].unit?.symbol == "pill")

      try write("parts/b.ant", "import \"a.ant\"\nmodel b()\n y = 2\nend\n")
      #expect(
        message(of: folder.appendingPathComponent("main.ant"))
          == "parts/b.ant:1:8: error: these files import each other: \(folder.path)/parts/a.ant → \(folder.path)/parts/b.ant → \(folder.path)/parts/a.ant\n  import \"a.ant\"\n         ^^^^^^^"
          .replacing(folder.path + "/", with: ""))
      try write("parts/b.ant", "y = 2\nmodel b()\n y = 2\nend\n")
      #expect(
        message(of: folder.appendingPathComponent("main.ant")).contains(
          "parts/b.ant:1:1: error: an imported file may only hold models, functions and units"))
      try write("parts/b.ant", "model b()\n y = \nend\n")
      #expect(
        message(of: folder.appendingPathComponent("main.ant")).hasPrefix("parts/b.ant:2:6: error: expected a value"))
      try write("main.ant", "import \"parts/c.ant\"\n")
      #expect(
        message(of: folder.appendingPathComponent("main.ant"))
          == "main.ant:1:8: error: there is no file \"parts/c.ant\"\n  import \"parts/c.ant\"\n         ^^^^^^^^^^^^^\n  did you mean \"parts/a.ant\"?"
      )
    }
  }
}
