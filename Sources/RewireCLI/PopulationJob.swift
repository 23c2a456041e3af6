import Diagnostics
import Files
import Populations
import Reports
import Rewire
import Simulation

/// One call of `rewire population`: everything is read and checked first, then simulated block by block, printed and
/// written.
struct PopulationJob {
  private let request: PopulationRequest
  private let setup: StudySetup
  private let files: StudyFiles
  private let lock: OutputFolder.Lock
  private let run: PopulationRun
  private let checkpoint: PopulationCheckpoint
  private let options: SimulationOptions

  /// - Throws: what is wrong with the input, before anything is simulated.
  init(_ request: PopulationRequest) throws {
    self.request = request
    setup = try StudySetup(path: request.study.path, home: DataHome.find(), adjusting: request.adjust)
    files = try StudyFiles(folder: request.study.output, tables: ["patients.csv", "columns.csv", "quantiles.csv"])
    lock = try OutputFolder.Lock(request.study.output)
    var options = SimulationOptions()
    options.threads = request.study.threads ?? 0
    self.options = options
    run = PopulationRun(
      setup.runner, patients: request.first..<request.first + setup.study.patientCount, threads: options.threads)
    checkpoint = PopulationCheckpoint(
      output: request.study.output, manifest: try request.manifest(for: setup, options: options))
  }

  /// - Throws: `RunFailure` when the simulation or the writing fails, `RunInterruption` when it was stopped.
  func perform() throws {
    Interruption.watch()
    SafetyWarnings.write(setup.safety)
    let state = run.start()
    let mark = try checkpoint.open(state, resumes: request.resumes)
    let patients = try checkpoint.refusingDamage {
      try PatientsFile(path: checkpoint.patientsPath, layout: layout(), from: mark ?? .start)
    }
    let progress = ProgressLine(total: run.patients.count, unit: "patients", before: state.done)
    let clock = ContinuousClock()
    let (start, before) = (clock.now, state.done)
    var hooks = PopulationRun.Hooks()
    hooks.progress = { done, arm in
      // The next thing that looks whether to stop is the next arm, which then does not start.
      if Interruption.isRequested { Interruption.acknowledge() }
      progress.show(done: Int(done), detail: arm)
    }
    hooks.collect = patients.add
    hooks.keep = { try checkpoint.keep($0, patients: patients) }
    do {
      try run.run(state, options: options, shouldStop: { Interruption.isRequested }, hooks: hooks)
      progress.clear()
      let result = run.result(of: state)
      let background = try setup.background(of: result, options: options)
      try files.write(
        result, context: context, library: setup.figureLibrary, background: background, patients: patients)
      checkpoint.clear()
      try StudyPrinting.tables(of: result)
      try report(result, seconds: (clock.now - start) / .seconds(1), done: state.done - before)
    } catch is RunStopped {
      Interruption.acknowledge()
      progress.clear()
      throw try interruption(state, patients)
    } catch let error as any ExplainedError where !(error is RunFailure) {
      progress.clear()
      throw failure(error, state)
    }
  }

  private var context: RunContext {
    StudySetup.context(command: request.command(for: setup.study), options: options, seconds: nil)
  }

  private func layout() throws -> PatientsFile.Layout {
    let none = try setup.study.draw(0..<0)
    let (request, study) = (request, setup.study)
    return PatientsFile.Layout(
      arms: zip(study.arms, run.columns).map { ($0.id, $1.endpoints, $1.scoreVisits) },
      covariates: none.covariates.columns,
      parameters: zip(study.population.parameterNames, none.parameters.names).map {
        ($0, setup.unit(ofParameter: $1))
      },
      baselines: setup.runner.baselineColumns, isWeighted: study.population.prevalence != nil,
      score: setup.scoreStage, command: { request.command(for: study, patient: $0, arm: $1) })
  }

  /// Writes what is there, and says how to go on.
  private func interruption(_ state: PopulationState, _ patients: PatientsFile) throws -> RunInterruption {
    var result = run.result(of: state)
    let command = request.resumeCommand(for: setup.study)
    result.extent?.resumeCommand = command
    let counted = "\(NumberText.grouped(state.done)) of \(NumberText.grouped(run.patients.count)) patients"
    let hasResult = state.done > 0 || !result.arms.isEmpty
    if hasResult {
      try RunFailure.catching {
        _ = try patients.mark()
        try StudyFiles(folder: checkpoint.folder, tables: ["columns.csv", "quantiles.csv"]).write(
          result, context: context, library: setup.figureLibrary, columnsOf: patients)
      }
    }
    return RunInterruption(
      explanation: Explanation(
        "\(counted) are done"
          + (hasResult ? "; a partial result is in \"\(checkpoint.folder)\"" : ", there is nothing to show yet"),
        hint: "to go on: \(command)"))
  }

  private func failure(_ error: any ExplainedError, _ state: PopulationState) -> RunFailure {
    var explanation = error.explanation
    if state.done >= PopulationRun.blockSize, error is FileError {
      explanation.hint = "what was done is kept; to go on: \(request.resumeCommand(for: setup.study))"
    }
    return RunFailure(explanation: explanation)
  }

  private func report(_ result: StudyResult, seconds: Double, done: Int) throws {
    let names = "report.html, patients.csv, columns.csv, quantiles.csv, summary.json and figures/"
    let courses = Double(done * result.arms.count)
    let use = result.arms.map(\.statistics.laneUse).min() ?? 1
    try Output.write(
      """

      \(NumberText.grouped(done)) patients through \(result.arms.count) arms in \(NumberText.short(seconds)) s \
      (\(NumberText.grouped(Int(courses / max(seconds, 1e-9)))) courses a second, lane use at least \
      \(NumberText.percent(use)) %).
      Wrote \(request.study.output)/\(names).

      """)
    if setup.figureLibrary == nil {
      let missing = Explanation(
        "the figure library is missing, report.html will not draw figures", hint: "run scripts/set-up")
      Output.writeError(Message.text(missing, severity: "warning") + "\n")
    }
    if result.arms.allSatisfy({ $0.completedCount == 0 }) {
      throw RunFailure(
        explanation: Explanation(
          "no patient was solved to the end",
          hint: result.arms.first?.failures.first.map { "the first: \($0.reason)" }))
    }
  }
}
