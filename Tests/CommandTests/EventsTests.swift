import Foundation
import Testing

/// `rewire run MODEL --events table.csv` as a user runs it.
@Suite struct EventsTests {
  private static let model = """
    model m()
      compartment body = 10;
      substanceOnly species depot in body, central in body;
      depot = 0; central = 0;
      absorption: depot -> central; 0.5*depot;
      elimination: central -> ; ke*central;
      ke = 0.1; weight = 70; Cp := central/body;
      AUC' = central; AUC = 0;
    end
    """

  private func run(_ table: String, _ options: [String] = []) throws -> Program.Outcome {
    try Program.inFolder { folder in
      try Self.model.write(to: folder.appendingPathComponent("m.ant"), atomically: true, encoding: .utf8)
      try table.write(to: folder.appendingPathComponent("t.csv"), atomically: true, encoding: .utf8)
      let outcome = try Program.run(["run", "m.ant", "--events", "t.csv"] + options, folder: folder)
      #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["m.ant", "t.csv"])
      return outcome
    }
  }

  @Test func observationsAreTheTimesPrinted() throws {
    let table = """
      ID,TIME,EVID,AMT,CMT,DV,CENS
      7,0,1,10,central,.,.
      7,0,0,.,.,9.7,0
      "b, c",1,0,.,.,"x ""y"" z",1

      """
    let outcome = try run(table, ["--outputs", "central,Cp"])
    #expect(
      outcome.output
        == "ID,time [dimensionless],central,Cp,DV,CENS\n7,0,10,1,9.7,0\n\"b, c\",1,0,0,\"x \"\"y\"\" z\",1\n")
    #expect(outcome.errors.isEmpty && outcome.status == 0)
  }

  @Test func durationAndStepsMakeAGrid() throws {
    let table = "TIME,AMT,CMT,RATE\n0,10,central,10\n1,0,0,0\n"
    let outcome = try run(table, ["--duration", "2", "--steps", "2", "--outputs", "central", "--set", "ke=0"])
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == "time [dimensionless],central" && lines[1] == "0,0")
    for line in lines[2...] {
      #expect(abs((Double(line.split(separator: ",")[1]) ?? .nan) - 10) < 1e-6)
    }
  }

  @Test func warningsGoToTheErrors() throws {
    let outcome = try run("TIME,EVID,AMT,CMT,II,SS\n0,1,10,central,8,1\n0,0,.,.,.,.\n")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        t.csv:2:18: warning: "AUC" only accumulates, so it has no steady state; it is put at its start
          0,1,10,central,8,1
                           ^

        """)
    #expect(outcome.output.hasPrefix("time [dimensionless],depot,central,AUC\n0,0,"))
  }

  @Test func aMissingSteadyStateIsAFailedRun() throws {
    let outcome = try run("TIME,EVID,AMT,CMT,II,SS\n0,1,10,central,8,1\n0,0,.,.,.,.\n", ["--set", "ke=0"])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("t.csv:2:18: error: doses into \"central\" have no steady state"))
  }

  @Test(arguments: [
    ("TIME,EVID,AMT,CMT\n0,1,10,centrl\n1,0,.,.\n", [], "t.csv:2:8: error: unknown compartment \"centrl\"\n"),
    (
      "TIME,EVID,AMT,CMT\n0,8,10,central\n1,0,.,.\n", [], "t.csv:2:3: error: EVID 8 has a meaning in one dialect only\n"
    ),
    ("TIME,EVID,AMT,CMT\n0,1,10,central\n", [], "error: \"t.csv\" has no observations (EVID 0), so there is nothing"),
    (
      "TIME,EVID\n0,0\n", ["--dialect", "nonmen"],
      "error: the value \"nonmen\" is invalid for \"--dialect <dialect>\"\n"
    ),
    ("TIME,weight\n0,60\n", ["--set", "weight=3"], "error: the table has a column for \"weight\""),
    ("TIME,EVID\n0,0\n", ["--steps", "3"], "error: --duration and --steps belong together: --duration is missing\n"),
    ("TIME,EVID\n\u{0},0\n", [], "error: \"t.csv\" is a binary file, not text\n"),
    ("", [], "error: \"t.csv\" is empty\n"),
  ]) func wrongInputIsExplained(_ table: String, _ options: [String], _ message: String) throws {
    let outcome = try run(table, options)
    #expect(outcome.status == 2 && outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
  }

  @Test func optionsOfATableNeedOne() throws {
    let outcome = try Program.run(
      ["run", "Tests/Fixtures/oral.ant", "--duration", "1", "--steps", "1", "--covariates", "locf"])
    #expect(outcome.status == 2)
    #expect(outcome.errors == "error: --covariates is about a table, and there is none\n  give it with --events\n")
    let bare = try Program.run(["run", "Tests/Fixtures/oral.ant"])
    #expect(bare.status == 2)
    #expect(bare.errors == "error: --duration and --steps are missing\n  or give a table with --events\n")
  }
}
