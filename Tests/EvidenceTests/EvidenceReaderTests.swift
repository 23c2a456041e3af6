import Diagnostics
import Evidence
import Files
import Foundation
import TestSupport
import Testing

@Suite struct EvidenceReaderTests {
  /// Writes the text as the only file of a folder and reads the folder.
  private func library(_ text: String, name: String = "a.yaml") throws -> EvidenceLibrary {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evidence-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    do {
      return try EvidenceLibrary.read(folder: folder.path)
    } catch let error as InputError {
      var explanation = error.explanation
      explanation.place?.file = name
      throw InputError(explanation)
    }
  }

  private func message(_ text: String) -> String {
    do {
      _ = try library(text)
      return "no error"
    } catch { return Message.text(error) }
  }

  private static let complete = """
    - id: x.CL
      value: 1.25
      unit: L/h
      uncertainty: 12 %
      context: 20 volunteers
      source: Doe 2020
      doi: 10.1000/1
      verification: read
      grade: B
      note: checked twice
    - id: x.V
      value: [3, 5]
      verification: assumed
      grade: E
    """

  @Test func readsEveryField() throws {
    let records = try library(Self.complete).records
    #expect(records.count == 2)
    let first = records[0]
    #expect(first.id == "x.CL" && first.value == "1.25" && first.unit == "L/h" && first.uncertainty == "12 %")
    #expect(first.context == "20 volunteers" && first.source == "Doe 2020" && first.doi == "10.1000/1")
    #expect(first.verification == .read && first.grade == .b && first.note == "checked twice")
    #expect(first.place.line == 1)
    #expect(records[1].value == "3, 5" && records[1].unit == "1" && records[1].doi == nil)
  }

  /// What the library may use, what it uses instead, and what reports say of it.
  @Test func readsWhatTheLibraryMakesOfANumber() throws {
    let text = """
      - {id: a, value: 3, used: 2.5, allowed: [1, 4], verification: memory, flag: not read, grade: D}
      - {id: b, value: "3 to 4", uncertainty: exact, verification: read, grade: A}
      """
    let records = try library(text).records
    #expect(records[0].expected == 2.5 && records[0].allowed == 1...4 && records[0].flag == "not read")
    #expect(records[1].expected == nil && records[1].allowed == nil && records[1].isExact && !records[0].isExact)
    for range in ["[4, 1]", "[1]", "[1, 2, 3]"] {
      #expect(
        message(text.replacingOccurrences(of: "[1, 4]", with: range)).contains(
          "\"allowed\" must be two numbers, the lower one first"))
    }
  }

  @Test func finds() throws {
    let library = try library(Self.complete)
    #expect(try library.record("x.V").grade == .e)
    #expect(library.records(below: "x").map(\.id) == ["x.CL", "x.V"])
    #expect(library.records(below: "x.C").isEmpty)
    let error = #expect(throws: InputError.self) { try library.record("x.CI") }
    #expect(
      error.map { Message.text($0) } == "error: there is no evidence record \"x.CI\"\n  did you mean \"x.CL\"?")
  }

  @Test func namesAnUnknownKey() {
    #expect(
      message("- id: a\n  valu: 1\n  verification: read\n  grade: A\n") == """
        a.yaml:2:3: error: unknown key "valu" in an evidence record
            valu: 1
            ^^^^
          did you mean "value"?
        """)
  }

  @Test func namesAnUnknownGrade() {
    #expect(
      message("- id: a\n  value: 1\n  verification: red\n  grade: A\n").contains(
        "a.yaml:3:17: error: unknown verification \"red\"\n    verification: red\n                  ^^^\n  did you mean \"read\"?"
      ))
    #expect(message("- id: a\n  value: 1\n  verification: read\n  grade: F\n").contains("unknown grade \"F\""))
  }

  @Test func refusesTheSameNameTwice() {
    let text = message(Self.complete + "\n- id: x.CL\n  value: 2\n  verification: read\n  grade: A\n")
    #expect(text.hasPrefix("a.yaml:15:7: error: evidence record \"x.CL\" is written twice"))
    #expect(text.contains("it is at ") && text.hasSuffix("a.yaml:1 already"))
  }

  @Test(arguments: ["value", "verification", "grade", "id"])
  func missesARequiredKey(_ key: String) {
    let lines = Self.complete.split(separator: "\n").prefix(10).map { line in
      line.contains("\(key): ") ? (line.hasPrefix("-") ? "- note: n" : "  context: c") : String(line)
    }
    let kept = lines.enumerated().filter { index, line in
      // The replaced line must not repeat a key that is there already.
      !(line == "  context: c" && lines.prefix(index).contains { $0.hasPrefix("  context") })
        && !(line.hasPrefix("  note") && lines[0] == "- note: n")
        && !(line.hasPrefix("  context: 20") && lines.contains("  context: c"))
    }
    #expect(message(kept.map(\.element).joined(separator: "\n")).contains("lacks \"\(key)\""))
  }

  @Test func refusesWhatIsNoList() {
    #expect(message("id: a\n").contains("an evidence file must be a list"))
  }

  /// The library's own records can be read, and every one has a source or says that it was assumed or fitted.
  @Test func theLibrarysRecordsAreWhole() throws {
    let library = try EvidenceLibrary.read(folder: ProjectPaths.root.appendingPathComponent("Evidence/parameters").path)
    #expect(library.records.count > 50)
    for record in library.records where record.source == nil {
      #expect([.assumed, .fitted, .derived].contains(record.verification), "\(record.id) has no source")
    }
    #expect(library.countByGrade().values.reduce(0, +) == library.records.count)
  }
}
