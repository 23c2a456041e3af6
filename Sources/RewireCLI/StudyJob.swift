import Diagnostics
import Files
import Populations
import Reports
import Rewire
import Simulation

/// One call of `rewire simulate`: everything is read and checked first, then simulated, printed and written.
struct StudyJob {
  private let request: StudyRequest
  private let setup: StudySetup
  private let files: StudyFiles

  /// - Throws: what is wrong with the input, before anything is simulated.
  init(_ request: StudyRequest) throws {
    self.request = request
    setup = try StudySetup(path: request.path, home: DataHome.find(), adjusting: request.adjust)
    files = try StudyFiles(folder: request.output)
  }

  /// - Throws: `RunFailure` when the simulation or the writing fails.
  func run() throws {
    SafetyWarnings.write(setup.safety)
    let clock = ContinuousClock()
    let start = clock.now
    let result = try RunFailure.catching { try setup.runner.run(options: options, progress: Progress.report) }
    let context = StudySetup.context(
      command: request.command(for: setup.study), options: options, seconds: (clock.now - start) / .seconds(1))
    Progress.clear()
    let unsolved = result.arms.first { $0.completedCount == 0 }
    if let unsolved, result.arms.allSatisfy({ $0.completedCount == 0 }) {
      throw noneSolved(unsolved, consequence: ", nothing was written")
    }
    // The files come first: whoever reads the tables may stop reading.
    try RunFailure.catching {
      let background = try setup.background(of: result, options: options)
      try files.write(result, context: context, library: setup.figureLibrary, background: background)
    }
    try StudyPrinting.tables(of: result)
    try Output.write("\nWrote \(request.output)/report.html, summary.json, timecourse.csv and figures/.\n")
    if setup.figureLibrary == nil {
      let missing = Explanation(
        "the figure library is missing, report.html will not draw figures", hint: "run scripts/set-up")
      Output.writeError(Message.text(missing, severity: "warning") + "\n")
    }
    if let unsolved { throw noneSolved(unsolved, consequence: ", its results are empty") }
  }

  private func noneSolved(_ arm: ArmResult, consequence: String) -> RunFailure {
    RunFailure(
      explanation: Explanation(
        "no patient of arm \"\(arm.id)\" was solved to the end\(consequence)",
        hint: arm.failures.first.map { "the first: \($0.reason)" }))
  }

  private var options: SimulationOptions {
    var options = SimulationOptions()
    options.method = request.solver.method
    options.threads = request.threads ?? 0
    return options
  }
}
