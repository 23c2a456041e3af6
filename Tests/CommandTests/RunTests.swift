import Diagnostics
import Files
import Foundation
import Testing

@Suite struct RunTests {
  private func table(_ model: String, _ options: [String]) throws -> CSVTable {
    try Program.inFolder { folder in
      try model.write(to: folder.appendingPathComponent("m.ant"), atomically: true, encoding: .utf8)
      let outcome = try Program.run(["run", "m.ant"] + options, folder: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try CSVTable(SourceText(name: "output", text: outcome.output))
    }
  }

  private static let decay = "model m\n  x = 2\n  k = 0.5\n  x' = -k*x\n  twice := 2*x\nend\n"

  /// A decay against its closed form.
  @Test func printsTheCourse() throws {
    let table = try table(Self.decay, ["--duration", "4", "--steps", "8", "--relative-tolerance", "1e-9"])
    #expect(table.rows.count == 9)
    for row in table.rows.indices {
      let time = try table.number(row: row, column: 0)
      #expect(time == Double(row) / 2)
      #expect(abs(try table.number(row: row, column: 1) - 2 * exp(-time / 2)) < 1e-7)
    }
  }

  @Test func setsParametersAndChoosesColumns() throws {
    let table = try table(
      Self.decay, ["--duration", "1", "--steps", "1", "--set", "k=0", "--outputs", "twice,x"])
    #expect(table.header.count == 3 && table.header[1].hasPrefix("twice") && table.header[2].hasPrefix("x"))
    #expect(try table.number(row: 1, column: 1) == 4 && table.number(row: 1, column: 2) == 2)
  }

  @Test func cvodeIsASecondOpinion() throws {
    let table = try table(
      Self.decay, ["--duration", "4", "--steps", "1", "--solver", "cvode", "--relative-tolerance", "1e-9"])
    #expect(abs(try table.number(row: 1, column: 1) - 2 * exp(-2)) < 1e-6)
  }

  /// A course that ends in a pole is a failed run, not bad input, and says which state.
  @Test func aRunThatFailsEndsWithStatusOne() throws {
    try Program.inFolder { folder in
      try "model m\n  x = 1\n  x' = x^2\nend\n".write(
        to: folder.appendingPathComponent("m.ant"), atomically: true, encoding: .utf8)
      let outcome = try Program.run(["run", "m.ant", "--duration", "2", "--steps", "4"], folder: folder)
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix("error: the run stopped: ") && outcome.errors.contains("x"))
      #expect(outcome.output.isEmpty)
    }
  }
}
