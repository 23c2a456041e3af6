import Diagnostics
import Files
import Populations
import Reports
import Rewire
import Simulation
import Trials
import Validation

/// One call of `rewire validate`: everything is read and derived first, then simulated trial by trial, printed and
/// written.
struct ValidationJob {
  private let request: ValidationRequest
  private let setup: ValidationSetup
  private let trials: [DerivedTrial]
  private let trialsHash: String
  private let options: SimulationOptions
  /// Nil: nothing is written.
  private let files: ValidationFiles?
  private let lock: OutputFolder.Lock?

  /// - Throws: what is wrong with the input, before anything is simulated.
  init(_ request: ValidationRequest) throws {
    self.request = request
    let sets = try request.checkedSets()
    let source = try TextFile.read(request.path, limit: YAMLText.sizeLimit)
    let published = try request.chosen(PublishedTrialFile.trials(YAMLText.parse(source)))
    let setup = try ValidationSetup(home: DataHome.find(), seed: request.seed)
    self.setup = setup
    trials = try published.map {
      try setup.derivation.derive($0, sets: sets, replicates: request.replicates)
    }
    trialsHash = SHA256.hexadecimalDigest(of: source.text.utf8)
    var options = SimulationOptions()
    options.threads = request.threads ?? 0
    self.options = options
    files = try request.output.map { try ValidationFiles(folder: $0) }
    lock = try request.output.map { try OutputFolder.Lock($0) }
  }

  /// - Throws: `RunFailure` when the simulation or the writing fails, `RunInterruption` when it was stopped.
  func perform() throws {
    Interruption.watch()
    let total = trials.flatMap(\.parts).reduce(0) { $0 + $1.replicates }
    let progress = ProgressLine(total: total, unit: "replicates")
    let clock = ContinuousClock()
    let start = clock.now
    var done = 0
    var scores: [TrialScore] = []
    do {
      for trial in trials {
        scores.append(
          try ValidationRun(rules: setup.choices.rules).score(trial) { part, body in
            progress.show(done: done, detail: trial.trial.id)
            defer { done += part.replicates }
            return try setup.simulate(
              part, options: options, shouldStop: { Interruption.isRequested },
              progress: { progress.show(done: done + $0, detail: trial.trial.id) }, body: body)
          })
      }
      progress.clear()
    } catch is RunStopped {
      Interruption.acknowledge()
      progress.clear()
      throw RunInterruption(
        explanation: Explanation("\(scores.count) of \(trials.count) trials are done; nothing was written"))
    }
    let result = ValidationResult(scores, rules: setup.choices.rules)
    try write(result)
    try report(result, seconds: (clock.now - start) / .seconds(1))
  }

  private func write(_ result: ValidationResult) throws {
    guard let files else { return }
    let facts = ValidationRunFacts(
      trialsFile: request.path, trialsHash: trialsHash, modelPath: setup.model.path, modelHash: setup.model.hash,
      dataHash: setup.dataHash, seed: request.seed, replicates: request.replicates)
    let context = StudySetup.context(command: request.command, options: options, seconds: nil)
    try RunFailure.catching {
      try files.write(
        ValidationPage(result, facts: facts, context: context, library: setup.figureLibrary),
        scores: ScoresFile(result, facts: facts, context: context))
    }
  }

  private func report(_ result: ValidationResult, seconds: Double) throws {
    let tables = ValidationTables(result)
    try Output.write(
      [tables.totals, tables.targets, tables.orders, tables.missing].filter { !$0.labels.isEmpty }.map {
        ConsoleTable($0, width: Output.width).text()
      }.joined(separator: "\n"))
    let subjects = trials.flatMap(\.parts).reduce(0) { $0 + $1.design.subjectCount * $1.replicates }
    try Output.write(
      "\n\(NumberText.grouped(trials.count)) trials, \(NumberText.grouped(subjects)) subjects in "
        + "\(NumberText.short(seconds)) s.\n\(RunContext.notice)\n")
    guard let output = request.output else { return }
    try Output.write("Wrote \(output)/report.html, scores.json and figures/.\n")
  }
}
