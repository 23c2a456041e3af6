import Diagnostics
import Files
import Pharmacology
import Testing

/// One line of wrong input, one expected message: where, what, and the nearest right thing.
@Suite struct TreatmentErrorTests {
  @Test(
    arguments: [
      ("alphin 5 mg iv on day 0", 1, "unknown compound \"alphin\"", "did you mean \"alphine\"?"),
      ("talc weekly x 8", 1, "unknown compound or therapy \"talc\"", "did you mean \"talk\"?"),
      ("zzz weekly", 1, "unknown compound or therapy \"zzz\"", "known: alphine, betazine, talk, eyes"),
      ("alphine 5 mg im on day 0", 14, "alphine has no route \"im\"", "alphine is given iv, oral, spray"),
      ("alphine 5 mg orla on day 0", 14, "unknown route \"orla\"", "did you mean \"oral\"?"),
      ("alphine 5 mg on day 0", 14, "the route of alphine is missing", "alphine is given iv, oral, spray"),
      ("alphine 5 mg iv arteril on day 0", 17, "alphine iv has no variant \"arteril\"", "did you mean \"arterial\"?"),
      (
        "alphine iv on day 0", 12, "the dose of alphine is missing",
        "write it after the name, for example \"alphine 10 mg\""
      ),
      ("betazine -5 mg oral on day 0", 10, "a dose must be above zero, \"-5\" is not", nil),
      ("betazine 0 mg oral on day 0", 10, "a dose must be above zero, \"0\" is not", nil),
      ("betazine 0.5 ml oral on day 0", 14, "a dose of betazine is a mass, \"ml\" is a volume", "write mg or mg/kg"),
      ("betazine 5 min oral on day 0", 12, "a dose of betazine is a mass, \"min\" is a time", "write mg or mg/kg"),
      ("betazine 5 mgg oral on day 0", 12, "unknown unit \"mgg\"", "did you mean \"mg\"?"),
      ("betazine 5 oral on day 0", 10, "the dose \"5\" has no unit", "write mg or mg/kg"),
      ("betazine 2,5 mg oral on day 0", 10, "the dose \"2\" has no unit", "decimals are written with a point"),
      ("betazine 5 mg oral over 2 h on day 0", 20, "a dose given oral takes no time of infusion", nil),
      (
        "alphine 5 mg oral over 2 h on day 0", 19, "a dose given oral takes no time of infusion",
        "only iv is given over a time"
      ),
      ("alphine 5 mg iv over 40 on day 0", 22, "\"40\" has no unit of time", "for example \"over 40 min\""),
      ("alphine 5 mg iv over 40 mg on day 0", 25, "\"mg\" is not a unit of time", "for example \"over 40 min\""),
      ("alphine 5 mg iv over 40 mni on day 0", 25, "unknown unit of time \"mni\"", "did you mean \"min\"?"),
      ("alphine 5 mg iv over -40 min on day 0", 22, "a length of time must be above zero, \"-40\" is not", nil),
      ("alphine 40 mg spray on day 0", 9, "40 mg is no whole number of devices of 28 mg", "did you mean \"28 mg\"?"),
      (
        "alphine 1 mg/kg spray on day 0", 9, "alphine spray comes in devices of 28 mg, not per kilogram",
        "write a multiple of 28 mg"
      ),
      (
        "eyes 10 mg/kg weekly x 8", 9, "a session of eyes has a length, \"mg/kg\" is a dose",
        "for example \"eyes 90 min\""
      ),
      ("eyes 10 ml weekly x 8", 9, "a session of eyes has a length, \"ml\" is a volume", "for example \"eyes 90 min\""),
      ("eyes 30 h weekly x 8", 6, "30 h is too long, at most 24 h", nil),
      ("eyes -90 min weekly x 8", 6, "a session must be longer than zero, \"-90\" is not", nil),
      (
        "betazine 5 mg oral", 19, "the times of betazine are missing",
        "say \"on day 0\", \"on days 0, 3, 7\", \"daily\" or \"weekly x 8\""
      ),
      ("betazine 5 mg oral dayly", 20, "\"dayly\" says no time", "did you mean \"daily\"?"),
      ("betazine 5 mg oral on 3", 23, "\"day\" or \"days\" must follow \"on\"", "for example \"on days 0, 3, 7\""),
      (
        "3", 1, "a treatment starts with a name, not with \"3\"",
        "inside [ ] a comma ends a treatment: put each on a line of its own"
      ),
      ("betazine 5 mg oral on dya 3", 23, "\"day\" or \"days\" must follow \"on\"", "did you mean \"day\"?"),
      ("betazine 5 mg oral on day -1", 27, "day -1 is before the start", "the first day is day 0"),
      (
        "betazine 5 mg oral on day 1.5", 27, "a day must be a whole number, \"1.5\" is not",
        "add \"at 12 h\" for a time of day"
      ),
      ("betazine 5 mg oral on day", 26, "a day must be a number, found the end", "the first day is day 0"),
      ("betazine 5 mg oral on days 0, three", 31, "a day must be a number, found \"three\"", "the first day is day 0"),
      ("betazine 5 mg oral on days 0, 3, 3", 34, "day 3 appears twice", nil),
      ("betazine 5 mg oral on days 0 3", 30, "a comma is missing before \"3\"", nil),
      ("betazine 5 mg oral on day 182", 27, "day 182 is after the end of the protocol", "its last day is day 181"),
      ("eyes weekly x 27", 13, "occasion 27 of 27 would be on day 182, after the end of the protocol", "26 fit"),
      (
        "eyes weekly x 8 from day 175", 13, "occasion 2 of 8 would be on day 182, after the end of the protocol",
        "1 fit"
      ),
      (
        "eyes daily for 30 weeks", 16, "this goes on until day 209, after the end of the protocol",
        "its last day is day 181"
      ),
      ("eyes weekly x", 14, "a whole number above zero must follow \"x\"", "for example \"weekly x 8\""),
      ("eyes weekly x 2.5", 15, "a whole number above zero must follow \"x\"", "for example \"weekly x 8\""),
      ("eyes weekly x 8 form day 1", 17, "unexpected \"form\"", "did you mean \"for\"?"),
      ("eyes weekly x 2 for 3 weeks", 17, "\"for\" cannot follow here", "say how long once, with x, for or until"),
      ("eyes on days 1, 2 then on day 2", 31, "what comes after \"then\" must be later", nil),
      (
        "eyes on days 1, 2 then", 23, "the times of eyes are missing",
        "say \"on day 0\", \"on days 0, 3, 7\", \"daily\" or \"weekly x 8\""
      ),
      ("eyes twice", 11, "\"daily\" or \"weekly\" must follow \"twice\"", nil),
      ("eyes 8 times weekly", 6, "at most 7 times weekly", "say \"daily\" or \"twice daily\""),
      ("eyes every", 11, "a length of time is missing after \"every\"", "for example \"every 2 weeks\""),
      ("betazine 5 mg on day 1 at 25 h", 27, "a time of day must be from 0 h to below 24 h", "for example \"at 12 h\""),
      (
        "betazine 5 mg daily at 0 h at 4 h", 28, "a time of day is given twice",
        "for two times a day, write two treatments"
      ),
      (
        "betazine 5 mg on day 1 at 3 h at 4 h", 31, "a time of day is given twice",
        "for two times a day, write two treatments"
      ),
      ("betazine 5 mg daily daily", 21, "unexpected \"daily\"", nil),
      ("betazine 1e9 mg daily", 10, "\"1e9\" is not a number", "a dose has digits and a point only"),
      ("betazine nan mg daily", 10, "\"nan\" is not a number", "a dose has digits and a point only"),
      ("betazine 0.5 mg / kg daily", 17, "unexpected \"/\"", "did you mean \"mg/kg\", without spaces?"),
      ("betazine 101 g daily", 10, "this is no dose for a person, at most 100000 mg can be given", nil),
      ("betazine 1.1 g/kg daily", 10, "this is no dose for a person, at most 1000 mg/kg can be given", nil),
      ("betazine 5 mg in the morning", 15, "betazine has no route \"in\"", "betazine is given oral"),
      ("lsd 100 ug oral on day 0", 1, "unknown compound \"lsd\"", "known: alphine, betazine"),
      (
        "alphine 5 mg iv over 25 h on day 181", 1, "alphine on day 181 goes on after the end of the protocol",
        "the protocol ends after 182 days"
      ),
      (
        "eyes 90 min on day 181 at 23 h", 1, "eyes on day 181 at 23 h goes on after the end of the protocol",
        "the protocol ends after 182 days"
      ),
      (
        "eyes on day 181 then once", 6, "eyes on day 182 is after the end of the protocol",
        "it ends after 182 days"
      ),
    ] as [(String, Int, String, String?)])
  func message(text: String, column: Int, problem: String, hint: String?) {
    do {
      let treatment = try ExampleLibrary.treatment(text)
      Issue.record("accepted \(text) as \(treatment.times)")
    } catch let error as InputError {
      #expect(error.explanation.problem == problem)
      #expect(error.explanation.hint == hint)
      #expect(error.explanation.place?.column == column)
    } catch { Issue.record("unexpected \(error)") }
  }

  @Test func theWholeMessage() {
    #expect(
      ExampleLibrary.message("alphine 5 mg iv arteril on day 0") == """
        --treatment:1:17: error: alphine iv has no variant "arteril"
          alphine 5 mg iv arteril on day 0
                          ^^^^^^^
          did you mean "arterial"?
        """)
  }

  @Test(
    arguments: [
      (["eyes 60 min daily x 3", "eyes daily x 2 from day 2"], "day 2"),
      (["talk weekly", "eyes 13 h every 12 h x 2"], "day 0 at 12 h"),
    ] as [([String], String)])
  func overlappingSessions(texts: [String], day: String) throws {
    let parser = try TreatmentParser(library: ExampleLibrary.make(), durationDays: 30)
    let error = #expect(throws: InputError.self) { try parser.parse(texts.map { TreatmentLine(argument: $0) }) }
    #expect(error?.explanation.problem == "sessions of eyes overlap on \(day)")
    #expect(error?.explanation.excerpt == texts[1])
  }

  @Test func sessionsThatTouchOrDifferDoNotOverlap() throws {
    let parser = try TreatmentParser(library: ExampleLibrary.make(), durationDays: 30)
    let texts = ["eyes 60 min daily", "eyes 60 min daily at 1 h", "talk 60 min daily", "betazine 5 mg daily"]
    #expect(try parser.parse(texts.map { TreatmentLine(argument: $0) }).count == 4)
  }

  @Test func placesInAFile() throws {
    let value = try YAMLText.parse(SourceText(name: "p.yaml", text: "treatments:\n  - betazine 5 mgg oral on day 0\n"))
    let line = try value.mapping("it", keys: ["treatments"]).required("treatments").list("treatments")[0]
    let error = #expect(throws: InputError.self) {
      try TreatmentParser(library: ExampleLibrary.make(), durationDays: 10).parse(TreatmentLine(line))
    }
    #expect(error?.explanation.place == SourcePlace(file: "p.yaml", line: 2, column: 16, length: 3))
  }

  @Test func anythingAtAllIsAnsweredWithoutACrash() throws {
    let pieces = [
      "alphine", "betazine", "eyes", "5", "-", "mg", "mg/kg", "iv", "on", "days", ",", "x", "8", "then", "weekly",
      "every", "from", "at", "h", "", "  ", "×", "𝔘", "1e999", ".", "-.", "999999999999999999999", "for", "until",
      "over",
    ]
    var state: UInt64 = 42
    for _ in 0..<2000 {
      var words: [String] = []
      for _ in 0..<8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        words.append(pieces[Int(state >> 33) % pieces.count])
      }
      _ = ExampleLibrary.message(words.joined(separator: " "))
    }
  }
}
