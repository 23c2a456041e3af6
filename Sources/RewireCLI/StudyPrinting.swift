import Populations
import Reports
import Rewire

/// A study's tables on the standard output.
enum StudyPrinting {
  static func tables(of result: StudyResult) throws {
    let patients = "\(result.patientCount) virtual patient\(result.patientCount == 1 ? "" : "s")"
    let days = NumberText.fixed(result.durationDays, decimals: 0)
    let lines = [
      "\(PlainText.oneLine(result.title)): \(patients), \(days) days, seed \(result.seed)",
      "model \(result.model.path) \(result.model.hash.prefix(12)), Rewire \(Version.current)", RunContext.notice,
    ]
    try Output.write(lines.joined(separator: "\n") + "\n")
    for table in StudyTables(result).all() { try Output.write("\n" + ConsoleTable(table, width: Output.width).text()) }
    for note in result.notes { try Output.write("\n\(PlainText.oneLine(note))\n") }
  }
}
