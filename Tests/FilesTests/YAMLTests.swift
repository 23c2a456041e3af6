import Diagnostics
import Files
import Testing

@Suite struct YAMLTests {
  private func parse(_ text: String) throws -> YAMLValue { try YAMLText.parse(SourceText(name: "p.yaml", text: text)) }

  private func message(_ text: String, _ use: (YAMLValue) throws -> Void = { _ in }) -> String {
    do {
      try use(parse(text))
      return "no error"
    } catch { return Message.text(error) }
  }

  @Test func keepsPlaces() throws {
    let root = try parse("title: \"Ümläut\"\narms:\n  - id: a\n    doses: [1, 2.5e-1]\n")
    let mapping = try root.mapping("the protocol", keys: ["title", "arms"])
    #expect(try mapping.required("title").text("title") == "Ümläut")
    let arm = try mapping.required("arms").list("arms")[0].mapping("an arm", keys: ["id", "doses"])
    let doses = try arm.required("doses").list("doses")
    #expect(try doses.map { try $0.number("dose") } == [1, 0.25])
    #expect(doses[1].place == SourcePlace(file: "p.yaml", line: 4, column: 16, length: 6))
    #expect(arm["none"] == nil)
  }

  @Test func pointsIntoScalars() throws {
    let root = try parse("- plain text here\n- \"quoted text\"\n- >\n  folded text\n")
    let lines = try root.list("lines")
    #expect(lines[0].place(offset: 6, length: 4) == SourcePlace(file: "p.yaml", line: 1, column: 9, length: 4))
    #expect(lines[1].place(offset: 7, length: 4) == SourcePlace(file: "p.yaml", line: 2, column: 11, length: 4))
    #expect(lines[2].place(offset: 7, length: 4) == lines[2].place)
  }

  @Test func unknownKeysNameTheNearest() {
    let text = message("title: x\nduratoin: 4\n") { _ = try $0.mapping("the protocol", keys: ["title", "duration"]) }
    #expect(
      text == """
        p.yaml:2:1: error: unknown key "duratoin" in the protocol
          duratoin: 4
          ^^^^^^^^
          did you mean "duration"?
        """)
  }

  @Test(
    arguments: [
      ("title: !!str t\n", 1, 8, "!!str"),
      ("title: !!python/object:os.system [x]\n", 1, 8, "!!python/object:os.system"),
      ("a: 1\nb:\n  - !own {x: 1}\n", 3, 5, "!own"), ("!!str title: t\n", 1, 1, "!!str"), ("! x\n", 1, 1, "!"),
    ])
  func refusesTags(text: String, line: Int, column: Int, tag: String) {
    let message = message(text)
    #expect(message.hasPrefix("p.yaml:\(line):\(column): error: tags are not supported"), "\(message)")
    #expect(message.hasSuffix("leave out \"\(tag)\""), "\(message)")
  }

  @Test func keepsExclamationMarks() throws {
    let list = try parse("- \"!quoted\"\n- plain! !x\n- |\n  !block\n").list("it")
    #expect(try list.map { try $0.text("it") } == ["!quoted", "plain! !x", "!block\n"])
  }

  @Test func refusesTabsAndControlCharacters() {
    let tab = message("arms:\n\t- id: a\n")
    #expect(tab.hasPrefix("p.yaml:2:1: error: a line is indented with a tab"), "\(tab)")
    for escape in ["\\0", "\\e[2J", "\\x9b"] {
      let text = message("title: \"x\(escape)\"\n") {
        _ = try $0.mapping("it", keys: ["title"]).required("title").text("\"title\"")
      }
      #expect(text.hasPrefix("p.yaml:1:8: error: \"title\" has a control character in it"), "\(text)")
    }
  }

  @Test func findsKeysWrittenTwice() {
    #expect(
      message("title: x\nseed: 1\ntitle: y\n") == """
        p.yaml:3:1: error: key "title" is written twice
          title: y
          ^^^^^
          it is on line 1 already
        """)
    #expect(
      message("arms:\n  - id: a\n    title: x\n  - id: b\n    id: c\n").hasPrefix("p.yaml:5:5: error: key \"id\""))
    #expect(message("a: {x: 1, y: 2, x: 3}\n").hasPrefix("p.yaml:1:17: error: key \"x\" is written twice"))
    #expect(message("a:\n  x: 1\nb:\n  x: 1\n") == "no error")
  }

  @Test func refusesWhatIsNotAPlainDocument() {
    #expect(message("a: [1, 2\nb: 3\n").contains("this is not YAML"))
    #expect(message("a: &x 1\nb: *x\n").hasPrefix("p.yaml:1:4: error: anchors and aliases are not supported"))
    #expect(message("a: 1\n---\nb: 2\n").contains("this is not YAML"))
    #expect(message("? [a, b]\n: 1\n").contains("a key must be a text"))
    #expect(
      message(String(repeating: "[", count: 200) + String(repeating: "]", count: 200)).contains("nested too deeply"))
    #expect(message(String(repeating: "[", count: 100_000)).contains("error"))
    #expect(message("# only a comment\n").contains("is empty"))
    #expect(message("a: \u{7}\n").contains("this is not YAML"))
  }

  /// Forty thousand lines: effort that grew with the square of the length would take minutes.
  @Test(.timeLimit(.minutes(1))) func longFilesAreReadInTime() throws {
    let list = try parse("list:\n" + String(repeating: "  - one of many lines\n", count: 40_000))
    #expect(try list.mapping("it", keys: ["list"]).required("list").list("list").count == 40_000)
    let twice = "a: 1\n" + (0..<20_000).map { "k\($0): 1\n" }.joined() + "a: 2\n"
    #expect(message(twice).hasPrefix("p.yaml:20002:1: error: key \"a\" is written twice"))
  }

  @Test func filesThatAreTooLargeAreRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a: " + String(repeating: "x", count: YAMLText.sizeLimit), to: "large.yaml")
    #expect(throws: FileError.tooLarge(path: path, bytes: YAMLText.sizeLimit + 3, limit: YAMLText.sizeLimit)) {
      try YAMLText.read(path)
    }
  }

  @Test func typesAreStrict() {
    for wrong in ["0x10", "nan", "inf", "1,5", "\"3\"", "three", "1e999"] {
      #expect(message("x: \(wrong)") { _ = try $0.mapping("it", keys: ["x"]).required("x").number("x") } != "no error")
    }
    #expect(
      message("x: 3.5") { _ = try $0.mapping("it", keys: ["x"]).required("x").integer("x", in: 1...9) }
        .contains("must be a whole number from 1 to 9"))
    #expect(message("x:\n") { _ = try $0.mapping("it", keys: ["x"]).required("x") }.contains("\"x\" in it is empty"))
    #expect(message("y: 1") { _ = try $0.mapping("it", keys: ["x", "y"]).required("x") }.contains("it lacks \"x\""))
    #expect(message("x: yes") { _ = try $0.mapping("it", keys: ["x"]).required("x").boolean("x") } != "no error")
    #expect(message("[1]") { _ = try $0.mapping("it", keys: []) }.contains("must be a mapping"))
  }
}
