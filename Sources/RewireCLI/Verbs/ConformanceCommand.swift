import ArgumentParser
import Conformance
import Diagnostics

/// `rewire conformance sbml CASES_DIR -o DIR`: a published test suite's cases, all in one process.
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Run the cases of a published test suite.",
    discussion: """
      Example:
        rewire conformance sbml Tests/Fixtures/conformance -o out
      """,
    subcommands: [SBMLSuite.self])

  /// The SBML Test Suite.
  struct SBMLSuite: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sbml",
      abstract: "Run cases of the SBML Test Suite and write NNNNN.csv for each.",
      discussion: """
        A case is a folder NNNNN with NNNNN-settings.txt and the model, NNNNN-sbml-lXvY.xml, of which the highest level
        is taken. Where the folder holds NNNNN-results.csv, the course is compared with it by the suite's rule. Cases that fail
        are listed at the end and in DIR/failures.csv; they stop no others.

        Example:
          rewire conformance sbml Tests/Fixtures/conformance -o out --case 00001
        """)

    @Argument(help: ArgumentHelp("The folder of cases.", valueName: "cases-dir"))
    var cases: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The folder for the results.", valueName: "dir"))
    var output: String

    @Option(name: .customLong("case"), help: ArgumentHelp("Run this case only; may be repeated.", valueName: "n"))
    var names: [String] = []

    @Option(help: "Cases at a time; 0 takes all cores.")
    var threads = 0

    func run() throws {
      guard (0...1024).contains(threads) else { throw InputError("--threads must be from 0 to 1024") }
      // Cases are numbered with five digits.
      let names = names.map {
        $0.allSatisfy(\.isNumber) && $0.count < 5 ? String(repeating: "0", count: 5 - $0.count) + $0 : $0
      }
      let run = try ConformanceRun(casesFolder: cases, names: names, folder: output, threads: threads)
      let count = run.cases.count
      let failures = try run.run { done in
        if done == count || done % 10 == 0 { Progress.report("\(done) of \(count) cases") }
      }
      Progress.clear()
      for failure in failures {
        try Output.write("\(failure.name): \(ConformanceRun.line(failure.explanation))\n")
      }
      try Output.write("\(count - failures.count) of \(count) cases pass\n")
      guard failures.isEmpty else {
        throw RunFailure(explanation: Explanation("\(failures.count) of \(count) cases failed"))
      }
    }
  }
}
