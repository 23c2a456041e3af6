import ArgumentParser

/// `rewire validate`: published trials, simulated as they were run, and scored.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Simulate published trials as they were run and score every published number.",
    discussion: """
      Reads published trials, derives each design from its arms, simulates it, and holds what comes out against what
      was published: rule A (the mean simulated estimate lies in the published band), rule B (the published value
      lies in the central 95 % of simulated estimates), and a log score. What cannot be simulated is listed with the
      reason and never counts as a pass. Writes scores.json, report.html and figures/ into the output folder.
      Documentation/validation.md says how each number is computed.

      Example:
        rewire validate --trials Evidence/validation/example.yaml -o out --replicates 20
      """)

  @Option(help: "The file of published trials.")
  var trials: String

  @Option(name: [.customShort("o"), .long], help: "The folder that the results go into; it is made when missing.")
  var output: String?

  @Option(help: "Score this set only, calibration or validation; may be repeated.")
  var set: [String] = []

  @Option(help: "Simulate this trial only, by its id; may be repeated.")
  var trial: [String] = []

  @Option(parsing: .unconditional, help: "How many times each trial is simulated, at most.")
  var replicates = 500

  @Option(parsing: .unconditional, help: "The seed of the random draws.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "How many threads; by default, one for each core.")
  var threads: Int?

  func run() throws {
    let job = try ValidationJob(
      ValidationRequest(
        path: trials, output: output, sets: set, trials: trial, replicates: replicates, seed: seed, threads: threads))
    try job.perform()
  }
}
