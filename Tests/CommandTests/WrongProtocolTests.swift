import Foundation
import Testing

/// A protocol with arms and patients, and one thing in it wrong at a time: exit status 2, one message that names the
/// place and the nearest right thing, and nothing written. `BadFileTests` has the shorter protocols.
@Suite struct WrongProtocolTests {
  private static let good = """
    title: Two treatments
    duration: 12 weeks
    seed: 5
    patients:
      count: 2
      vary:
        weight: {distribution: lognormal, median: 70, cv: 0.2}
    arms:
      - title: Both
        treatments:
          - ketamine 0.5 mg/kg iv over 40 min on day 0
          - emdr weekly x 8 from day 1

    """

  /// What is replaced, by what, and how the message starts and ends.
  struct Case: Sendable, CustomTestStringConvertible {
    var original: String
    var replacement: String
    var start: String
    var hint: String?
    var testDescription: String { replacement }

    init(_ original: String, _ replacement: String, _ start: String, _ hint: String? = nil) {
      self.original = original
      self.replacement = replacement
      self.start = start
      self.hint = hint
    }
  }

  static let cases = [
    Case("emdr weekly", "emrd weekly", "12:9: error: unknown compound or therapy \"emrd\"", "did you mean \"emdr\"?"),
    Case(" iv ", " rectal ", "11:28: error: unknown route \"rectal\""),
    Case(" iv ", " iv venos ", "11:31: error: ketamine iv has no variant \"venos\"", "did you mean \"venous\"?"),
    Case("mg/kg iv over 40 min", "mg/kg oral over 40 min", "11:33: error: a dose given oral takes no time of infusion"),
    Case("emdr weekly", "emdr 10 mg/kg weekly", "12:17: error: a session of emdr has a length, \"mg/kg\" is a dose"),
    Case("day 0", "day -1", "11:50: error: day -1 is before the start", "the first day is day 0"),
    Case("day 0", "days 0, 0", "11:54: error: day 0 appears twice"),
    Case("day 0", "dya 0", "11:46: error: \"day\" or \"days\" must follow \"on\"", "did you mean \"day\"?"),
    Case("x 8", "x 80", "12:21: error: occasion 13 of 80 would be on day 85, after the end of the protocol", "12 fit"),
    Case("seed: 5", "model: nothing.ant", "3:8: error: there is no file"),
    Case("seed: 5", "model: /", "3:8: error: \"/\" is a folder, not a file"),
    Case("count: 2", "count: 0", "5:10: error: \"count\" must be a whole number from 1 to 10000"),
    Case("cv: 0.2", "cv: -1", "7:55: error: \"cv\" must be above zero"),
    Case(
      "lognormal, median: 70, cv: 0.2", "normal, mean: -5, sd: 1", "7:5: error: patient ",
      "a weight must be above zero; \"min\" keeps it there"),
    Case("{distribution: lognormal, median: 70, cv: 0.2}", "0", "7:5: error: patient 1 would weigh 0 kg"),
    Case(
      "weight:", "madrs:", "7:5: error: the model has no parameter \"madrs\""),
    Case(
      "mg/kg iv over 40 min on day 0", "mg/kg iv over 40 h on day 83", "11:9: error: ketamine on day 83 goes on after"),
    Case("lognormal", "lognrmal", "7:28: error: unknown distribution \"lognrmal\"", "did you mean \"lognormal\"?"),
  ]

  @Test(arguments: cases) func oneThingWrong(_ wrong: Case) throws {
    try Program.inFolder { folder in
      let file = folder.appendingPathComponent("wrong.yaml")
      #expect(Self.good.contains(wrong.original))
      try Self.good.replacing(wrong.original, with: wrong.replacement, maxReplacements: 1)
        .write(to: file, atomically: true, encoding: .utf8)
      let output = folder.appendingPathComponent("out")
      let outcome = try Program.run(["simulate", file.path, "-o", output.path])
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix(file.path + ":" + wrong.start), "\(outcome.errors)")
      if let hint = wrong.hint { #expect(outcome.errors.hasSuffix("  \(hint)\n"), "\(outcome.errors)") }
      #expect(outcome.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: output.path))
    }
  }
}
