import Diagnostics
import Files
import Populations
import Reports
import Rewire
import Simulation
import Trials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One call of `rewire trial`: everything is read and checked first, then simulated block by block, printed and written.
final class TrialJob {
  private let request: TrialRequest
  private let setup: TrialSetup
  private let files: TrialFiles
  private let lock: OutputFolder.Lock
  private let checkpoint: TrialCheckpoint
  private let options: SimulationOptions
  private let analysis: TrialRows
  private var tally: TrialTally
  private var done = 0

  /// Of a whole run, and of a partial one, which has no tables.
  private static let tableNames = AnalysisTables.names
  private static let resultNames = ["report.html", "result.json"]

  /// - Throws: what is wrong with the input, before anything is simulated.
  init(_ request: TrialRequest) throws {
    self.request = request
    setup = try TrialSetup(path: request.path, home: DataHome.find(), adjusting: request.adjust)
    files = try TrialFiles(folder: request.output, names: Self.resultNames + Self.tableNames)
    lock = try OutputFolder.Lock(request.output)
    var options = SimulationOptions()
    options.threads = request.threads ?? 0
    self.options = options
    checkpoint = TrialCheckpoint(
      output: request.output, manifest: request.manifest(for: setup, options: options))
    let threads = options.threads > 0 ? options.threads : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    analysis = TrialRows(
      analysis: TrialAnalysis(design: setup.design, scales: setup.scales.scales), threads: threads)
    tally = TrialTally(design: setup.design)
  }

  /// - Throws: `RunFailure` when the simulation or the writing fails, `RunInterruption` when it was stopped.
  func perform() throws {
    Interruption.watch()
    let width = Estimand.allCases.count * tally.layout.count
    let kept = try checkpoint.open(width: width, resumes: request.resumes).prefix(request.replicates)
    add(Array(kept))
    SafetyWarnings.write(setup.safety)
    let before = done
    let progress = ProgressLine(total: request.replicates, unit: "trials", before: before)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      try simulate(progress)
      progress.clear()
      let result = tally.result()
      let sizes = try sizes(result)
      try write(result, sizes, tables: tables(), into: files, resumeCommand: nil)
      checkpoint.clear()
      try TrialPrinting.tables(of: result, sizes: sizes, notes: notes())
      try report(seconds: (clock.now - start) / .seconds(1), count: done - before)
    } catch is RunStopped {
      Interruption.acknowledge()
      progress.clear()
      throw try interruption()
    } catch let error as any ExplainedError where !(error is RunFailure || error is InputError) {
      progress.clear()
      throw failure(error)
    }
  }

  private func simulate(_ progress: ProgressLine) throws {
    let stop: @Sendable () -> Bool = { Interruption.isRequested }
    progress.show(done: done)
    guard done < request.replicates else { return }
    var waiting: [[TrialData]] = []
    var problem: (any Error)?
    let first = done
    try setup.runner.run(
      first..<request.replicates, estimands: Estimand.allCases, assurance: request.assurance, options: options,
      shouldStop: stop
    ) { _ in
      guard problem == nil else { return }
      do {
        let rows = try self.analysis.rows(of: waiting, shouldStop: stop)
        waiting.removeAll()
        try checkpoint.keep(rows)
        add(rows)
        progress.show(done: done)
      } catch {
        problem = error
      }
    } body: { data in
      if let problem { throw problem }
      waiting.append(data)
    }
    if let problem { throw problem }
  }

  /// The first replicate as run, as analysis tables.
  private func tables() throws -> [(name: String, text: String)] {
    var texts: [(name: String, text: String)] = []
    try setup.runner.run(
      0..<1, estimands: [.asRun], detailed: [0], options: options, shouldStop: { Interruption.isRequested },
      body: { texts = AnalysisTables(design: setup.design, data: $0[0], scales: setup.scales.scales).files })
    return texts
  }

  /// What was asked about the trial's size.
  private func sizes(_ result: TrialResult) throws -> TrialSizes {
    var sizes = TrialSizes(design: setup.design)
    guard let asRun = result[.asRun], request.assurance || request.power != nil else { return sizes }
    let power = TrialPower(
      setup: setup, threads: analysis.threads, options: options, replicates: request.replicates)
    if request.assurance {
      let progress = ProgressLine(total: request.replicates, unit: "trials with drawn parameters")
      defer { progress.clear() }
      sizes.assurance = try power.assurance(fixed: asRun) { progress.show(done: $0) }
    }
    if let target = request.power {
      let progress = ProgressLine(total: request.replicates, unit: "trials")
      defer { progress.clear() }
      sizes.search = try power.search(
        power: target, drawn: request.assurance, planned: request.assurance ? nil : asRun
      ) { subjects, done in
        progress.show(done: done, detail: "\(NumberText.grouped(subjects)) subjects")
      }
      sizes.isDrawn = request.assurance
    }
    return sizes
  }

  private func add(_ rows: [[Double]]) {
    for row in rows {
      tally.add(TrialRows.outcomes(row, replicate: done, width: tally.layout.count))
      done += 1
    }
  }

  private func notes() throws -> [String] { try setup.runner.notes(options: options) }

  private var context: RunContext {
    StudySetup.context(command: request.command(for: setup.design), options: options, seconds: nil)
  }

  private func write(
    _ result: TrialResult, _ sizes: TrialSizes, tables: [(name: String, text: String)], into files: TrialFiles,
    resumeCommand: String?
  ) throws {
    let facts = TrialRunFacts(
      done: done, asked: request.replicates, modelHash: setup.model.hash, notes: try notes(),
      files: ["result.json"] + tables.map(\.name), resumeCommand: resumeCommand)
    let page = TrialPage(
      result, sizes: sizes, run: facts, context: context, safety: setup.safety, library: setup.figureLibrary)
    var file = TrialResultFile(result, context: context)
    file.additions = sizes.value
    try files.write(page, texts: [("result.json", file.text())] + tables)
  }

  /// Writes what is there, and says how to go on.
  private func interruption() throws -> RunInterruption {
    let command = request.resumeCommand(for: setup.design)
    if done > 0 {
      try RunFailure.catching {
        try write(
          tally.result(), TrialSizes(design: setup.design), tables: [],
          into: TrialFiles(folder: checkpoint.folder, names: Self.resultNames), resumeCommand: command)
      }
    }
    let counted = "\(NumberText.grouped(done)) of \(NumberText.grouped(request.replicates)) trials"
    return RunInterruption(
      explanation: Explanation(
        "\(counted) are done"
          + (done > 0
            ? "; a partial result is in \"\(checkpoint.folder)\"" : ", there is nothing to show yet"),
        hint: "to go on: \(command)"))
  }

  private func failure(_ error: any ExplainedError) -> RunFailure {
    var explanation = error.explanation
    if done > 0, error is FileError {
      explanation.hint = "what was done is kept; to go on: \(request.resumeCommand(for: setup.design))"
    }
    return RunFailure(explanation: explanation)
  }

  private func report(seconds: Double, count: Int) throws {
    try Output.write(
      """

      \(NumberText.grouped(count)) trials of \(NumberText.grouped(setup.design.subjectCount)) subjects in \
      \(NumberText.short(seconds)) s.
      Wrote \(request.output)/report.html, result.json, \(Self.tableNames.joined(separator: ", ")) and figures/.

      """)
    guard setup.figureLibrary == nil else { return }
    let missing = Explanation(
      "the figure library is missing, report.html will not draw figures", hint: "run scripts/set-up")
    Output.writeError(Message.text(missing, severity: "warning") + "\n")
  }
}
