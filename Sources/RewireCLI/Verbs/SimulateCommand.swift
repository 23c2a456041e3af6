import ArgumentParser
import Diagnostics

/// `rewire simulate PROTOCOL`: every arm of a protocol for the same virtual patients.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate every arm of a protocol for the same virtual patients.",
    discussion: """
      Prints a table and writes timecourse.csv, summary.json, report.html and figures/ into the output folder.
      With --treatment, the treatments given here are the arm that is simulated, instead of the protocol's.

      Examples:
        rewire simulate Protocols/first.yaml -o out --patients 20
        rewire simulate Protocols/first.yaml -o out --arm 1 --seed 7
        rewire simulate Protocols/first.yaml -o out \\
          --treatment "emdr weekly x 8 from day 1" --treatment "cbt on days 3, 10"
      """)

  @Argument(help: "The protocol, a YAML file.")
  var `protocol`: String

  @Option(name: [.customShort("o"), .long], help: "The folder that the results go into; it is made when missing.")
  var output: String

  @Option(parsing: .unconditional, help: "How many virtual patients, instead of the protocol's number.")
  var patients: Int?

  @Option(parsing: .unconditional, help: "The seed of the random draws, instead of the protocol's.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "How many threads; by default, one for each core.")
  var threads: Int?

  @Option(help: "The solver: rodas5p, or cvode as a second opinion.")
  var solver = SolverChoice.rodas5p

  @Option(help: "Simulate this arm only, by its id or number; may be repeated.")
  var arm: [String] = []

  @Option(help: "A treatment as one would write it into a protocol; may be repeated.")
  var treatment: [String] = []

  func run() throws {
    let job = try StudyJob(
      StudyRequest(
        path: `protocol`, output: output, patients: patients, seed: seed, threads: threads, solver: solver, arms: arm,
        treatments: treatment))
    try job.run()
  }
}
