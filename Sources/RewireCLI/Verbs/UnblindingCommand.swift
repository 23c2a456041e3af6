import ArgumentParser
import Diagnostics
import Files
import Pharmacology
import Reports
import Rewire
import Trials

/// `rewire unblinding FILE`: what guesses about the arm do to a trial's statistics. Needs no model of a drug.
struct UnblindingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblinding",
    abstract: "Show what it does to a trial when its subjects guess their arms.",
    discussion: """
      How likely a false positive is when the drug relieves nothing, and what is left of the power, by the type of
      control and the share that guesses right; indices of Bang and James. Nothing is simulated.

      The file is a trial (its arms and control types count; guesses are those of published trials with the same type
      of control) or a table of guesses, a CSV file with the columns arm, kind (active or control), guess_active,
      guess_control and maybe unsure, as counts; or as shares, with a column n.

      Writes result.json, unblinding.csv, report.html and figures/ into the output folder and prints a table.

      Examples:
        rewire unblinding Protocols/trials/psilocybin-doses.yaml -o out
        rewire unblinding Protocols/trials/guesses.csv -o out --expectancy 5
        rewire unblinding Protocols/trials/guesses.csv -o out --sd 10 --effect 3 \\
          --patients 120
      """)

  @Argument(help: "A trial (YAML) or a table of guesses (CSV).")
  var file: String

  @Option(name: [.customShort("o"), .long], help: "The folder that the results go into; it is made when missing.")
  var output: String

  @Option(parsing: .unconditional, help: "Subjects of each arm, instead of the file's numbers.")
  var patients: Int?

  @Option(
    name: .customLong("sd"), parsing: .unconditional,
    help: "Standard deviation of the change within an arm, in points.")
  var deviation: Double?

  @Option(parsing: .unconditional, help: "Points that the drug relieves.")
  var effect: Double?

  @Option(parsing: .unconditional, help: "Points that certainty about the arm moves a score.")
  var expectancy: Double?

  @Option(parsing: .unconditional, help: "Two-sided level of the test.")
  var alpha: Double?

  func run() throws {
    let home = try DataHome.find()
    let parameters = try TrialParameters.read(folder: home.models + "/trial")
    let question = UnblindingQuestion(
      patients: patients, deviation: deviation, effect: effect, expectancy: expectancy, alpha: alpha)
    let comparisons = try comparisons(question, home: home, parameters: parameters)
    let files = try UnblindingFiles(folder: output)
    let library = try FigureLibrary.text(in: home)
    // The files come first: whoever reads the table may stop reading.
    try RunFailure.catching { try files.write(comparisons, context: context, library: library) }
    for comparison in comparisons {
      let lines = ConsoleTable.wrapped(
        UnblindingTables.assumption(comparison.setting), width: Output.width, indentation: 0)
      try Output.write(lines.joined(separator: "\n") + "\n\n")
      try Output.write(ConsoleTable(UnblindingTables.cases(comparison), width: Output.width).text() + "\n")
    }
    let reading = ConsoleTable.wrapped(UnblindingTables.reading, width: Output.width, indentation: 0)
    try Output.write(reading.joined(separator: "\n") + "\n\n\(RunContext.notice)\n")
    try Output.write("\nWrote \(output)/report.html, result.json, unblinding.csv and figures/.\n")
  }

  private func comparisons(
    _ question: UnblindingQuestion, home: DataHome, parameters: TrialParameters
  ) throws -> [UnblindingComparison] {
    if file.lowercased().hasSuffix(".csv") {
      return try question.comparisons(GuessTable(TextFile.read(file)), parameters: parameters)
    }
    let treatments = try TreatmentLibrary.read(models: home.models)
    let scales = try ScaleLibrary.read(folder: home.models + "/scales")
    let design = try TrialDesign.read(file, library: treatments, scales: scales.ids)
    let published = try PublishedGuesses.read(home.evidence + "/guess-rates.yaml")
    return try question.comparisons(design, published: published, parameters: parameters)
  }

  private var context: RunContext {
    RunContext(
      softwareVersion: Version.current, command: command, solver: "", relativeTolerance: 0, absoluteTolerance: 0,
      versions: [], seconds: nil, threads: nil)
  }

  /// The command that does the same again.
  private var command: String {
    var words = ["rewire", "unblinding", file, "-o", output]
    if let patients { words += ["--patients", String(patients)] }
    for (name, value) in [("--sd", deviation), ("--effect", effect), ("--expectancy", expectancy), ("--alpha", alpha)] {
      if let value { words += [name, "\(value)"] }
    }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }
}
