import Diagnostics
import Testing

/// Messages stay readable and harmless, whatever text they speak of.
@Suite struct MessageTests {
  @Test func pointsIntoALine() {
    let source = SourceText(name: "m.ant", text: "one\ntwo words\n")
    let message = Message.text(Explanation("unknown word", at: source.place(line: 2, column: 5, length: 5), in: source))
    #expect(
      message == """
        m.ant:2:5: error: unknown word
          two words
              ^^^^^
        """)
  }

  @Test(arguments: [1, 100, 5000, 999_990])
  func showsTheSurroundingsInALongLine(_ column: Int) throws {
    var letters = [Character](repeating: "a", count: 1_000_000)
    letters[column - 1] = "#"
    let source = SourceText(name: "m.ant", text: String(letters))
    let message = Message.text(
      Explanation("unknown name", at: source.place(line: 1, column: column, length: 900_000), in: source))
    let lines = message.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines.allSatisfy { $0.count < 180 })
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let offset = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1].dropFirst(offset).first == "#")
  }

  @Test func clipsLongNames() {
    let name = String(repeating: "x", count: 1_000_000) + "end"
    let message = Message.text(Explanation("unknown name \"\(name)\"", hint: "did you mean \"\(name)\"?"))
    #expect(message.count < 1300 && message.hasPrefix("error: unknown name \"xxx") && message.contains("end\"?"))
    #expect(Message.clipped("short") == "short")
    #expect(Message.clipped(name).count <= 120)
  }

  @Test func showsControlCharactersByTheirCodes() {
    let source = SourceText(name: "m.ant", text: "a\u{1B}[31mb")
    let message = Message.text(
      Explanation("unknown \"\u{1B}[2J\"", at: source.place(line: 1, column: 1), in: source, hint: "not \u{7}"))
    #expect(
      message == """
        m.ant:1:1: error: unknown "\\u{1b}[2J"
          a [31mb
          ^
          not \\u{7}
        """)
  }
}
