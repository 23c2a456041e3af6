import Diagnostics
import Statistics
import Testing
import Trials

@Suite("Tables of guesses")
struct GuessTableTests {
  private func table(_ lines: String...) throws -> GuessTable {
    try GuessTable(SourceText(name: "guesses.csv", text: lines.joined(separator: "\n") + "\n"))
  }

  @Test("Counts and shares are the same table")
  func countsAndShares() throws {
    let counts = try table(
      "arm,kind,guess_active,guess_control,unsure", "drug,active,40,6,4", "placebo,control,10,35,5")
    let shares = try table(
      "arm,kind,n,guess_active,guess_control,unsure", "drug,active,50,0.8,0.12,0.08", "placebo,control,50,0.2,0.7,0.1")
    for (first, second) in zip(counts.arms, shares.arms) {
      #expect(first.name == second.name && first.count == second.count && first.isActive == second.isActive)
      #expect(first.guesses == second.guesses)
      expectClose(first.shares.active, second.shares.active, absolute: 1e-12)
    }
    #expect(counts.control.guesses == BlindingGuesses(active: 10, control: 35, unsure: 5))
  }

  @Test("Without a column for those who do not know, nobody is unsure")
  func noUnsure() throws {
    let table = try table("arm,kind,guess_active,guess_control", "a,active,9,1", "b,active,8,2", "c,control,3,7")
    #expect(table.active.map(\.name) == ["a", "b"])
    #expect(table.arms.allSatisfy { $0.shares.unsure == 0 })
  }

  @Test(
    "What is wrong is said with its place",
    arguments: [
      ("drug,active,40,6,-1", "there is a negative number of guesses"),
      ("drug,actve,40,6,4", "unknown kind of arm \"actve\""),
      ("drug,active,0.8,0.1,0.1", "0.8 is no count"),
      ("drug,active,1,0,0", "1 subjects of an arm were asked"),
      ("drug,active,x,0,0", "\"x\" in column \"guess_active\" is not a number"),
      ("placebo,active,4,4,4", "arm \"placebo\" appears twice"),
      ("drug,control,4,4,4", "the table has 0 active arms and 2 controls"),
    ])
  func wrongRow(row: String, problem: String) throws {
    let error = #expect(throws: InputError.self) {
      try table("arm,kind,guess_active,guess_control,unsure", row, "placebo,control,10,35,5")
    }
    #expect(error?.explanation.problem == problem)
    #expect(error?.explanation.place?.line == 2 || problem.hasPrefix("the table") || problem.hasPrefix("arm"))
  }

  @Test("Shares that do not add up, and unknown columns, are refused")
  func wrongShares() {
    let sum = #expect(throws: InputError.self) {
      try table("arm,kind,n,guess_active,guess_control", "drug,active,50,0.8,0.1", "placebo,control,50,0.3,0.7")
    }
    #expect(sum?.explanation.problem.hasPrefix("the guesses add up to 0.9") == true)
    let column = #expect(throws: InputError.self) {
      try table("arm,kind,guess_active,guess_contrl", "drug,active,8,1", "placebo,control,3,7")
    }
    #expect(column?.explanation.hint?.contains("guess_control") == true)
    #expect(throws: InputError.self) { try table("arm,kind,guess_active,guess_control") }
    #expect(throws: InputError.self) { try table("arm,kind,guess_active,guess_control", "drug,active,4,4") }
  }
}
