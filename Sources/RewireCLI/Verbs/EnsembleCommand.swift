import ArgumentParser

/// `rewire ensemble MODEL`: one model for every row of a parameter table, into one array.
struct EnsembleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ensemble",
    abstract: "Run any model for every row of a parameter table, into a NumPy array.",
    discussion: """
      The array has 64-bit floats, by [row, time, output]. Row numbers start at 0. A row that fails (a number that is \
      not finite, a solve that ends early) holds NaN from there on and does not change the others; why it failed \
      stands in the statistics, with the command that runs it alone.

      Tables are comma-separated. The table of parameters names constants of the model in its first line; the others \
      keep the model's values. The times are one column or one row, with or without a name, in the model's unit.

      The array grows under the name y.npy.partial. After a stop (Ctrl-C, a full disk) that file stays, and the same \
      call with --resume goes on; the bytes are those of a run in one piece.

      Examples:
        rewire ensemble Tests/Fixtures/infusion.ant --outputs A,effect -o y.npy \\
          --parameters Tests/Fixtures/infusion-draws.csv \\
          --times Tests/Fixtures/infusion-times.csv
        rewire ensemble Tests/Fixtures/infusion.ant --outputs A -o y.npy \\
          --parameters Tests/Fixtures/infusion-draws.csv \\
          --times Tests/Fixtures/infusion-times.csv \\
          --rtol 1e-5 --atol 1e-8 --threads 2 --stats s.json
      """)

  @Argument(help: "The model, in Antimony or SBML.")
  var model: String

  @Option(help: ArgumentHelp("A table: one column a parameter, one row a patient.", valueName: "draws.csv"))
  var parameters: String

  @Option(help: ArgumentHelp("The times to sample at, ascending.", valueName: "times.csv"))
  var times: String

  @Option(help: ArgumentHelp("What to sample, names with commas between.", valueName: "names"))
  var outputs: String

  @Option(
    name: [.customLong("rtol"), .customLong("relative-tolerance")], parsing: .unconditional,
    help: "Relative tolerance of a step.")
  var relativeTolerance = 1e-6

  @Option(
    name: [.customLong("atol"), .customLong("absolute-tolerance")], parsing: .unconditional,
    help: "Absolute tolerance of a step.")
  var absoluteTolerance = 1e-9

  @Option(parsing: .unconditional, help: "How many threads; by default, one for each core.")
  var threads: Int?

  @Option(parsing: .unconditional, help: "The first row to run; rows are counted from 0.")
  var first: Int?

  @Option(parsing: .unconditional, help: "How many rows to run; by default, all from the first on.")
  var patients: Int?

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The array to write.", valueName: "y.npy"))
  var output: String

  @Option(help: ArgumentHelp("Where to write clocks, counts and failures.", valueName: "s.json"))
  var stats: String?

  @Flag(help: "Go on with a run that was stopped.")
  var resume = false

  func run() throws {
    let request = EnsembleRequest(
      model: model, parameters: parameters, times: times,
      outputs: outputs.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed },
      relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance, threads: threads, first: first,
      patients: patients, output: output, stats: stats, resumes: resume)
    try EnsembleJob(request).run()
  }
}
