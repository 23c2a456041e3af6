import Reports
import Rewire
import Trials

/// A trial's tables on the standard output.
enum TrialPrinting {
  static func tables(of result: TrialResult, sizes: TrialSizes, notes: [String]) throws {
    let design = result.design
    let count = result.estimands.first?.replicates ?? 0
    let lines = [
      "\(PlainText.oneLine(design.title)): \(NumberText.grouped(count)) simulated \(count == 1 ? "trial" : "trials") of "
        + "\(NumberText.grouped(design.subjectCount)) subjects, seed \(design.seed)",
      "Rewire \(Version.current)", RunContext.notice, "",
    ]
    try Output.write((lines + TrialSentences(result).all().flatMap(wrapped)).joined(separator: "\n") + "\n")
    for table in TrialTables(result).all() { try Output.write("\n" + ConsoleTable(table, width: Output.width).text()) }
    for sentence in sizes.sentences { try Output.write("\n" + wrapped(sentence).joined(separator: "\n") + "\n") }
    if let table = sizes.table { try Output.write("\n" + ConsoleTable(table, width: Output.width).text()) }
    for note in notes { try Output.write("\n" + wrapped(note).joined(separator: "\n") + "\n") }
  }

  private static func wrapped(_ text: String) -> [String] {
    ConsoleTable.wrapped(PlainText.oneLine(text), width: Output.width, indentation: 0)
  }
}
