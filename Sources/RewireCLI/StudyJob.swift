import Antimony
import Diagnostics
import Equations
import Files
import NativeCode
import Pharmacology
import Populations
import Reports
import Simulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One call of `rewire simulate`: everything is read and checked first, then simulated, printed and written.
struct StudyJob {
  private let request: StudyRequest
  private let study: StudyProtocol
  private let runner: StudyRunner
  private let files: StudyFiles
  private let figureLibrary: String?

  /// - Throws: what is wrong with the input, before anything is simulated.
  init(_ request: StudyRequest) throws {
    self.request = request
    let home = try DataHome.find()
    study = try request.study(TreatmentLibrary.read(models: home.models))
    let path = study.modelPath ?? home.patientModel
    let system = try EquationSystem.build(from: AntimonyReader.read(path: path))
    let shown = path.hasPrefix(home.path + "/") ? String(path.dropFirst(home.path.count + 1)) : path
    runner = try StudyRunner(
      study: study, system: system, stages: Stage.read(home.models + "/stages.yaml"),
      model: ModelVersion(path: path, shown: shown, system: system))
    figureLibrary = try FigureLibrary.text(in: home)
    files = try StudyFiles(folder: request.output)
  }

  /// - Throws: `RunFailure` when the simulation or the writing fails.
  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try RunFailure.catching { try runner.run(options: options, progress: Progress.report) }
    let elapsed = (clock.now - start) / .seconds(1)
    Progress.clear()
    printTables(of: result)
    try RunFailure.catching { try files.write(result, context: context(seconds: elapsed), library: figureLibrary) }
    Output.write("\nWrote \(request.output)/report.html, summary.json, timecourse.csv and figures/.\n")
    if figureLibrary == nil {
      Output.writeError(
        "warning: the figure library is missing, report.html will not draw figures\n  run scripts/set-up\n")
    }
    let failed = result.arms.filter { $0.completedCount == 0 }
    if let arm = failed.first {
      throw RunFailure(
        explanation: Explanation(
          "no patient of arm \"\(arm.id)\" was solved to the end",
          hint: arm.failures.first.map { "the first: \($0.reason)" }))
    }
  }

  private var options: SimulationOptions {
    var options = SimulationOptions()
    options.method = request.solver.method
    options.threads = request.threads ?? 0
    return options
  }

  private func printTables(of result: StudyResult) {
    let lines = [
      "\(result.title): \(result.patientCount) virtual patients, \(NumberText.short(result.durationDays)) days, seed \(result.seed)",
      "model \(result.model.path) \(result.model.hash.prefix(12)), Rewire \(RewireCommand.version)", RunContext.notice,
    ]
    Output.write(lines.joined(separator: "\n") + "\n")
    for table in StudyTables(result).all() { Output.write("\n" + ConsoleTable(table, width: Output.width).text()) }
  }

  private func context(seconds: Double) -> RunContext {
    let processor = (try? HostProcessor.detect()).map { [("processor", "\($0.name), \($0.lanes) lanes")] } ?? []
    return RunContext(
      softwareVersion: RewireCommand.version, command: request.command(for: study), solver: request.solver.rawValue,
      relativeTolerance: options.relativeTolerance, absoluteTolerance: options.absoluteTolerance,
      versions: [("LLVM", "19")] + processor, seconds: seconds,
      threads: request.threads ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}

/// Says on a terminal which arm is being simulated; silent in a pipe.
enum Progress {
  static func report(_ arm: String) {
    guard Output.errorsGoToTerminal else { return }
    Output.writeError("\r\u{1B}[K\(arm.prefix(70)) …")
  }

  static func clear() {
    guard Output.errorsGoToTerminal else { return }
    Output.writeError("\r\u{1B}[K")
  }
}
