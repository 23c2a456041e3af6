import ArgumentParser
import Diagnostics
import Rewire

/// The command `rewire`: reads arguments, calls the rooms, and turns errors into one message and an exit status.
@main
struct RewireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rewire",
    abstract: "Simulate how treatments rebuild a depressed brain, from a dose to a symptom score.",
    discussion: """
      Research software, not medical advice.

      Example:
        rewire simulate Protocols/first.yaml -o out
      """,
    version: Version.current,
    subcommands: [
      SimulateCommand.self, PopulationCommand.self, TrialCommand.self, RunCommand.self, EnsembleCommand.self,
      CheckCommand.self,
      ConvertCommand.self,
      ValidateCommand.self, UnblindingCommand.self, ConformanceCommand.self, EvidenceCommand.self,
      DoctorCommand.self,
    ])

  static func main() { CommandLineSession.exit(with: CommandLineSession.run(Array(CommandLine.arguments.dropFirst()))) }
}

/// What one call of the program ends with.
enum ExitStatus: Int32 {
  case success = 0
  /// The input was right and the run failed.
  case failedRun = 1
  /// The input was wrong.
  case badInput = 2
  /// Stopped from outside (128 and the signal's number, as shells count).
  case interrupted = 130
  case terminated = 143
}

/// A run that was stopped from outside on its way: exit status 130 or 143.
struct RunInterruption: ExplainedError {
  let explanation: Explanation
}

/// A run that failed although its input was right: exit status 1.
struct RunFailure: ExplainedError {
  let explanation: Explanation

  /// Runs `work`; what it throws counts as a failed run, not as bad input.
  static func catching<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch let error as any ExplainedError {
      throw RunFailure(explanation: error.explanation)
    }
  }
}
