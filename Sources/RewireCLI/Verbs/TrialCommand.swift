import ArgumentParser
import Diagnostics

/// `rewire trial TRIAL`: a clinical trial, simulated many times.
struct TrialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial",
    abstract: "Simulate a clinical trial many times: what would it show?",
    discussion: """
      Runs the whole trial again and again with new virtual patients: enrolment, randomisation, treatment, what is
      noticed and believed, ratings, dropout, and the trial's own statistics; as run, masked, open label, and with a
      treatment that relieves nothing. Writes result.json, report.html and figures/ into the output folder.
      A run that is stopped (Ctrl-C) leaves a partial result in the folder "partial" there; --resume goes on.
      Documentation/trials.md says how a trial is written.

      Examples:
        rewire trial Protocols/trials/ketamine-midazolam.yaml -o out --seed 7
        rewire trial Protocols/trials/psilocybin-doses.yaml -o out \\
          --replicates 20 --subjects 80
        rewire trial Protocols/trials/ketamine-crossover.yaml -o out \\
          --replicates 40 --power 0.8
      """)

  @Argument(help: "The trial, a YAML file.")
  var trial: String

  @Option(name: [.customShort("o"), .long], help: "The folder that the results go into; it is made when missing.")
  var output: String

  @Option(parsing: .unconditional, help: "How many times the trial is simulated.")
  var replicates = 100

  @Option(parsing: .unconditional, help: "The seed of the random draws, instead of the trial's.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "How many subjects are randomised, instead of the trial's number.")
  var subjects: Int?

  @Option(parsing: .unconditional, help: "How many threads; by default, one for each core.")
  var threads: Int?

  @Option(parsing: .unconditional, help: "Search the sample size for this power, 0.8 for example.")
  var power: Double?

  @Flag(help: "Also draw what the trial calls uncertain anew for each replicate; --power then searches with it.")
  var assurance = false

  @Flag(help: "Go on with the unfinished run in the output folder; without one, start.")
  var resume = false

  func run() throws {
    let job = try TrialJob(
      TrialRequest(
        path: trial, output: output, replicates: replicates, seed: seed, subjects: subjects, threads: threads,
        power: power, assurance: assurance, resumes: resume))
    try job.perform()
  }
}
