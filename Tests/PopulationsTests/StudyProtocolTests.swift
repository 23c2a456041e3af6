import Diagnostics
import Files
import Foundation
import Pharmacology
import Populations
import TestSupport
import Testing

@Suite struct StudyProtocolTests {
  static let whole = """
    title: A study
    duration: 26 weeks
    seed: 7
    patients:
      count: 12
      vary:
        weight: {distribution: lognormal, median: 70, cv: 0.2}
        q{1..2}: {distribution: uniform, min: 0, max: 1}
    arms:
      - title: Nothing
      - id: both
        title: Alphine & talk
        treatments:
          - alphine 0.5 mg/kg iv over 40 min on days 0, 3
          - talk weekly x 2
        evidence:
          - Weak.
    """

  private func message(_ text: String) -> String {
    do {
      _ = try ExampleStudy.study(text)
      return "no error"
    } catch { return Message.text(error) }
  }

  @Test func readsAWholeProtocol() throws {
    let study = try ExampleStudy.study(Self.whole, file: "Protocols/p.yaml")
    #expect(study.title == "A study" && study.durationDays == 182 && study.seed == 7 && study.patientCount == 12)
    #expect(study.modelPath == nil)
    #expect(study.variations.map(\.name) == ["weight", "q1", "q2"])
    #expect(study.arms.map(\.id) == ["nothing", "both"])
    #expect(study.arms[0].treatments.isEmpty)
    #expect(study.arms[1].treatments.map(\.times) == [[0, 72], [0, 168]])
    #expect(study.arms[1].evidence == ["Weak."])
  }

  @Test func aModelLiesBesideItsProtocol() throws {
    let protocols = ProjectPaths.protocols.path
    let text = Self.whole.replacing("seed: 7", with: "model: ../Models/patient.ant")
    let study = try ExampleStudy.study(text, file: protocols + "/p.yaml")
    #expect(study.modelPath == protocols + "/../Models/patient.ant")
    let wrong = text.replacing("patient.ant", with: "pateint.ant")
    let error = #expect(throws: InputError.self) { try ExampleStudy.study(wrong, file: protocols + "/p.yaml") }
    #expect(error?.explanation.place?.line == 3 && error?.explanation.place?.column == 8)
    #expect(error?.explanation.hint?.contains("Models/patient.ant") == true)
  }

  @Test func aShortProtocolIsOneArmForOnePatient() throws {
    let study = try ExampleStudy.study("title: Short\nduration: 10 days\ntreatments:\n  - talk weekly\n")
    #expect(study.arms.map(\.id) == ["short"] && study.patientCount == 1 && study.seed == 1)
    #expect(study.modelPath == nil && study.variations.isEmpty)
    #expect(study.arms[0].treatments[0].times == [0, 168])
  }

  @Test func theShippedProtocolsRead() throws {
    let library = try TreatmentLibrary.read(models: ProjectPaths.models.path)
    let main = try StudyProtocol.read(
      ProjectPaths.protocols.appendingPathComponent("ketamine-assisted-therapy.yaml").path, library: library)
    #expect(main.arms.count == 10 && main.patientCount == 200 && main.durationDays == 182)
    #expect(main.arms[0].treatments.isEmpty)
    #expect(main.arms[4].treatments[0].times == [0, 3, 7, 10, 14, 17].map { $0 * 24 })
    let early = main.arms[7].treatments[1].times
    #expect(early.count == 8 && early[0] == 24 && early[7] == 44 * 24)
    #expect(main.arms[8].treatments[1].times == early.map { $0 + 14 * 24 })
    let first = ProjectPaths.protocols.appendingPathComponent("first.yaml").path
    #expect(try StudyProtocol.read(first, library: library).arms.count == 1)
    #expect(try TextFile.read(first).text.split(separator: "\n").count == 5)
  }

  /// The table that explains the shipped variability has the same numbers as the protocol, in the same order.
  @Test func theShippedVariabilityIsTheDocumentedOne() throws {
    func numbers(_ text: some StringProtocol) -> [Double] {
      text.split { !($0.isNumber || $0 == "." || $0 == "-") }.compactMap { Double($0) }
    }
    let file = ProjectPaths.protocols.appendingPathComponent("ketamine-assisted-therapy.yaml")
    let lines = try TextFile.read(file.path).lines.drop { $0 != "  vary:" }.prefix { $0 != "arms:" }
    let stated = lines.filter { $0.hasPrefix("    ") && !$0.contains("#") }.map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (name: parts[0].drop { $0 == " " }.prefix { $0 != "{" }, numbers: numbers(parts[1]))
    }
    let table = try TextFile.read(ProjectPaths.root.appendingPathComponent("Documentation/variability.md").path).lines
    for (name, values) in stated {
      // `phase{1..8}` is described in the row that starts with `phase1`.
      let row = try #require(table.first { $0.hasPrefix("| `\(name)`") || $0.hasPrefix("| `\(name)1`") })
      #expect(numbers(row.split(separator: "|")[1]) == values, "\(name)")
    }
    #expect(stated.count == 17)
  }

  @Test func wholeMessages() {
    #expect(
      message(Self.whole.replacing("duration: 26 weeks", with: "duraton: 26 weeks")) == """
        p.yaml:2:1: error: unknown key "duraton" in the protocol
          duraton: 26 weeks
          ^^^^^^^
          did you mean "duration"?
        """)
    #expect(
      message(Self.whole.replacing("on days 0, 3", with: "on days 0, 3, 3")) == """
        p.yaml:14:56: error: day 3 appears twice
                - alphine 0.5 mg/kg iv over 40 min on days 0, 3, 3
                                                                 ^
        """)
    #expect(
      message(Self.whole.replacing("seed: 7", with: "seed: 7\ntitle: Again")) == """
        p.yaml:4:1: error: key "title" is written twice
          title: Again
          ^^^^^
          it is on line 1 already
        """)
  }

  @Test(arguments: [
    ("duration: 26 weeks", "duration: 26", "\"duration\" needs a number and a unit"),
    ("duration: 26 weeks", "duration: 26 weaks", "unknown unit of time \"weaks\""),
    ("duration: 26 weeks", "duration: -2 weeks", "\"duration\" must be above zero and at most 10 years"),
    ("duration: 26 weeks", "duration: long", "\"duration\" must be a length of time"),
    ("duration: 26 weeks\n", "", "the protocol lacks \"duration\""),
    ("seed: 7", "seed: -7", "\"seed\" must be a whole number from 0 to 9223372036854775807"),
    ("count: 12", "count: 0", "\"count\" must be a whole number from 1 to 10000"),
    ("count: 12", "count: 1.5", "\"count\" must be a whole number from 1 to 10000"),
    ("id: both", "id: a b", "\"a b\" is not an id"),
    ("id: both", "id: nothing", "two arms have the id \"nothing\""),
    ("q{1..2}", "q{1..", "\"q{1..\" is not a range of names"),
    ("q{1..2}", "q{2..1}", "\"q{2..1}\" is not a range of names"),
    ("q{1..2}", "weight", "key \"weight\" is written twice"),
    ("q{1..2}: {", "q{1..2}: {q: 1, ", "unknown key \"q\" in a distribution"),
    ("title: Nothing", "titel: Nothing", "unknown key \"titel\" in an arm"),
    ("seed: 7", "treatments: talk weekly", "\"treatments\" belongs into an arm"),
    ("talk weekly x 2", "talk weekly x 40", "occasion 27 of 40 would be on day 182, after the end of the protocol"),
  ])
  func damagedProtocols(_ original: String, _ replacement: String, _ problem: String) {
    #expect(Self.whole.contains(original))
    #expect(message(Self.whole.replacing(original, with: replacement)).contains("error: " + problem))
  }

  @Test func whatIsTooMuchIsRefused() {
    let many = (0...100).map { _ in "  - talk weekly\n" }.joined()
    #expect(message("title: x\nduration: 1 week\ntreatments:\n" + many).contains("an arm has at most 100 treatments"))
    let varied = Self.whole.replacing("q{1..2}", with: "q{1..999}").replacing("weight", with: "w{1..2}")
    #expect(message(varied).contains("at most 1000 parameters may vary"))
  }

  @Test func truncatedAnywhereItNeverCrashes() {
    for count in 0..<Self.whole.count { _ = message(String(Self.whole.prefix(count))) }
    #expect(message("title: x\nduration: 1 week\n").contains("lacks \"treatments\" (for one arm) or \"arms\""))
    #expect(message("- a\n").contains("the protocol must be a mapping"))
  }

  @Test func namesAreCheckedAgainstTheModel() throws {
    func message(_ text: String) -> String {
      do {
        _ = try ExampleStudy.runner(text)
        return "no error"
      } catch { return Message.text(error) }
    }
    #expect(message(Self.whole) == "no error")
    #expect(
      message(Self.whole.replacing("weight:", with: "wieght:")) == """
        p.yaml:7:5: error: the model has no parameter "wieght"
              wieght: {distribution: lognormal, median: 70, cv: 0.2}
              ^^^^^^
          did you mean "weight"?
        """)
  }
}
