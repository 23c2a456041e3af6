import Diagnostics
import Files
import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct LibraryAuditTests {
  private static let records = "Evidence/parameters/all.yaml"
  private let library = SmallLibrary()

  /// What CI asks for: no constant of the shipped library without its record, and no record without a constant.
  @Test func theLibraryStandsOnItsRecords() throws {
    let home = try DataHome.find(home: ProjectPaths.root.path, executable: nil, currentFolder: "/")
    let audit = try LibraryAudit(home: home)
    for finding in audit.findings { Issue.record("\(Message.text(finding.explanation))") }
    #expect(audit.recorded > 400 && audit.records.count > 300)
  }

  @Test func findsNothingWhereAllIsWell() throws {
    #expect(try library.complaints() == [])
    // weight, rate, k, hope, and two numbers of the population's weight
    #expect(try library.audit { $0.recorded } == 6)
    // a start at 0 and a factor 2 in a heart, a start at 0 in the other model
    #expect(try library.audit { $0.excused } == 3)
  }

  @Test func namesAConstantWithoutARecord() throws {
    let changed = library.replacing("heart.rate", with: "heart.rat", in: Self.records)
    #expect(
      try changed.complaints() == [
        """
        Evidence/parameters/all.yaml:2:8: error: the evidence record "heart.rat" is used nowhere
          did you mean "heart.rate"?
        """,
        """
        Models/organs/heart.ant:2:3: error: "heart.rate" has no evidence record
          did you mean the record "heart.rat"?
        """,
      ])
  }

  /// Constants of files that the patient does not import stand behind the file's name.
  @Test func looksAtModelsThatThePatientLacks() throws {
    let changed = library.replacing("lone.k,", with: "k,", in: Self.records)
    let complaints = try changed.complaints()
    #expect(complaints.contains { $0.hasPrefix("Models/lone.ant:2:3: error: \"lone.k\" has no evidence record") })
    #expect(complaints.contains { $0.contains("\"k\" is used nowhere") })
  }

  @Test func namesAnotherValue() throws {
    let changed = library.replacing("rate = 60", with: "rate = 61", in: "Models/organs/heart.ant")
    #expect(
      try changed.complaints() == [
        """
        Models/organs/heart.ant:2:3: error: "heart.rate" is 61, its record says 60
          the record is at Evidence/parameters/all.yaml:2; where the model differs on purpose, it says so with "used"
        """
      ])
    let meant = changed.replacing("value: 60,", with: "value: 60, used: 61,", in: Self.records)
    #expect(try meant.complaints() == [])
    let trial = library.replacing("0.5", with: "0.25", in: "Models/trial/care.yaml")
    #expect(try trial.complaints().first?.contains("\"trial.care.hope\" is 0.25, its record says 0.5") == true)
  }

  @Test func namesAValueOutsideWhatIsAllowed() throws {
    let changed = library.replacing("rate = 60", with: "rate = 91", in: "Models/organs/heart.ant")
      .replacing("value: 60", with: "value: 91", in: Self.records)
    #expect(
      try changed.complaints() == [
        """
        Models/organs/heart.ant:2:3: error: "heart.rate" is 91, its record allows 40 to 90
          the record is at Evidence/parameters/all.yaml:2
        """
      ])
  }

  @Test func asksForAFlagOnWhatIsFromMemory() throws {
    let changed = library.replacing(
      "60, allowed: [40, 90], verification: read", with: "60, verification: memory", in: Self.records)
    #expect(
      try changed.complaints() == [
        """
        Evidence/parameters/all.yaml:2:8: error: "heart.rate" is from memory, and its record has no flag for the reports
          say in "flag" what of it is not verified
        """
      ])
    let flagged = changed.replacing(
      "verification: memory", with: "verification: memory, flag: all of it", in: Self.records)
    #expect(try flagged.complaints() == [])
  }

  @Test func namesANumberInsideAFormula() throws {
    let changed = library.replacing("2 * weight", with: "2.5 * weight", in: "Models/organs/heart.ant")
    #expect(
      try changed.complaints().contains(
        """
        Models/organs/heart.ant:2:21: error: the number 2.5 inside a formula has no name and so no evidence record
          make it a constant with a record, or give the reason in Evidence/coverage.yaml
        """))
  }

  /// A start is a number as others: 0 has a reason here, 7 has none.
  @Test func namesAStartWithoutARecord() throws {
    let changed = library.replacing("y = 0", with: "y = 7", in: "Models/lone.ant")
    #expect(try changed.complaints().contains { $0.contains("\"lone.y\" has no evidence record") })
  }

  @Test func namesANumberWithoutARule() throws {
    var changed = library
    changed.texts["Models/organs/heart.yaml"] = "valves:\n  - {name: mitral, area: 4.5}\n"
    #expect(
      try changed.complaints() == [
        """
        Models/organs/heart.yaml:2:26: error: no rule says which evidence record the number 4.5 at "valves/0/area" needs
          add a rule with its record, or with the reason why it needs none, to Evidence/coverage.yaml
        """
      ])
  }

  @Test func namesARuleThatMeetsNothing() throws {
    var changed = library
    changed.texts["Evidence/coverage.yaml"]? += "\n  - {file: \"Models/lung.ant\", numbers: [9], reason: none}\n"
    #expect(
      try changed.complaints() == [
        "Evidence/coverage.yaml:6:5: error: the rule for \"Models/lung.ant\" meets nothing in the library"
      ])
  }

  /// The placeholders of a record's name: parts of the path, parts of the way, values beside the number.
  @Test func fillsInTheNamesOfRecords() throws {
    var changed = library
    changed.texts["Models/scales/one.yaml"] = "id: S1\nitems: [{slope: 2}]\n"
    changed.texts["Evidence/coverage.yaml"] = """
      numbers:
        - {file: "Models/scales/<name>.yaml", at: "items/<item>/*", record: "<id>.<name>.<item>", also: [<id>.more]}
        - {file: "*", at: "*", record: "population.weight"}
      formulas: [{file: "*", numbers: [0, 2], reason: form}]
      """
    changed.texts[Self.records]? += "\n- {id: S1.one.0, value: 9, verification: read, grade: A}\n"
    #expect(try changed.complaints().count == 1)
    // A further record behind the number is in use, too.
    changed.texts[Self.records]? += "\n- {id: S1.more, value: 9, verification: read, grade: A}\n"
    #expect(try changed.complaints().count == 1)
    #expect(try changed.complaints()[0].contains("\"trial.care.hope\" is used nowhere"))
  }

  @Test(arguments: [
    ("record: \"population.<name>\"", "compare: true", "a rule of coverage has either \"record\" or \"reason\""),
    ("vary/<name>/*", "vary/<name/*", "\"<\" is not closed in a pattern"),
    ("vary/<name>/*", "a*b*c*d*e*f", "a pattern has at most 4 wildcards, this one has 5"),
    ("reason: form", "reason: form, place: x", "unknown key \"place\" in a rule of formulas"),
  ])
  func refusesAWrongRule(_ part: String, _ other: String, _ problem: String) {
    let changed = library.replacing(part, with: other, in: "Evidence/coverage.yaml")
    let error = #expect(throws: InputError.self) { try changed.complaints() }
    #expect(error?.explanation.problem == problem)
    #expect(error?.explanation.place != nil)
  }
}
