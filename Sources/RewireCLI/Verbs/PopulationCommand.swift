import ArgumentParser
import Diagnostics

/// `rewire population PROTOCOL`: any number of virtual patients through every arm, in constant memory.
struct PopulationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "population",
    abstract: "Simulate any number of virtual patients, in constant memory.",
    discussion: """
      Writes patients.csv (a row for each patient and arm), quantiles.csv, summary.json, report.html and figures/
      into the output folder, and prints the tables of "simulate". The same patients go through every arm.
      A run that is stopped (Ctrl-C) leaves a partial result in the folder "partial" there; --resume goes on.

      Examples:
        rewire population Protocols/first.yaml -o out --patients 3000 --seed 7
        rewire population Protocols/ketamine-assisted-therapy.yaml -o out \\
          --patients 100 --arm ketamine-once
        rewire population Protocols/ketamine-assisted-therapy.yaml -o out \\
          --first 17 --patients 1 --arm emdr
      """)

  @Argument(help: "The protocol, a YAML file.")
  var `protocol`: String

  @Option(name: [.customShort("o"), .long], help: "The folder that the results go into; it is made when missing.")
  var output: String

  @Option(parsing: .unconditional, help: "How many virtual patients, instead of the protocol's number.")
  var patients: Int?

  @Option(parsing: .unconditional, help: "The seed of the random draws, instead of the protocol's.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "The index of the first patient.")
  var first = 0

  @Option(parsing: .unconditional, help: "How many threads; by default, one for each core.")
  var threads: Int?

  @Option(help: "Simulate this arm only, by its id or number; may be repeated.")
  var arm: [String] = []

  @Option(help: "A treatment as one would write it into a protocol; may be repeated.")
  var treatment: [String] = []

  @Flag(help: "Go on with the unfinished run in the output folder; without one, start.")
  var resume = false

  func run() throws {
    let study = StudyRequest(
      path: `protocol`, output: output, patients: nil, seed: seed, threads: threads, solver: .rodas5p, arms: arm,
      treatments: treatment)
    let job = try PopulationJob(
      PopulationRequest(study: study, patients: patients, first: first, resumes: resume))
    try job.perform()
  }
}
