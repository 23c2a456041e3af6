import Diagnostics
import Equations
import Files
import Networks
import Reports
import Rewire
import Simulation

/// One call of `rewire ensemble`: everything is read and checked first, then run block by block.
struct EnsembleJob {
  private let request: EnsembleRequest
  private let watch = StopWatch()
  private let table: EnsembleTable
  private let rows: Range<Int>
  private let times: [Double]
  private let simulator: Simulator
  private let identity: RunManifest
  private let threads: Int
  private var clocks = EnsembleClocks()

  /// - Throws: what is wrong with the input, before anything is run or written.
  init(_ request: EnsembleRequest) throws {
    try request.check()
    self.request = request
    threads = request.threads ?? Machine.cores
    var watch = StopWatch()
    let network = try ModelFile.read(request.model)
    clocks.model = watch.seconds
    watch = StopWatch()
    let system = try EquationSystem.build(from: network)
    clocks.equations = watch.seconds
    let known = system.observables.map(\.name)
    for name in request.outputs where !known.contains(name) {
      throw InputError("output \"\(name)\" is not in the model", hint: NearestName.hint(name, among: known))
    }
    watch = StopWatch()
    table = try EnsembleTable(path: request.parameters, system: system)
    rows = try request.rows(of: table.table.rowCount)
    times = try SampleTimes.read(request.times)
    clocks.tables = watch.seconds
    watch = StopWatch()
    var options = request.options
    options.threads = threads
    simulator = try Simulator(
      system: system, schedule: InputSchedule(), outputs: request.outputs, options: options, patientCount: rows.count)
    clocks.code = watch.seconds
    identity = Self.identity(of: request, system: system, table: table, rows: rows, times: times)
  }

  /// - Throws: `RunFailure` when writing fails or every row does, `RunInterruption` when the run is stopped.
  func run() throws {
    Interruption.watch()
    let array = try EnsembleArray(
      path: request.output, shape: shape, identity: identity, commandToResume: request.commandToResume,
      resumes: request.resumes)
    if request.resumes, array.totals.rowsDone == 0 {
      Output.writeError("note: there is nothing to go on with, the run starts at its first row\n")
    }
    let writer = BlockWriter(isOverlapping: threads > 1)
    do {
      try runBlocks(into: array, writer)
    } catch {
      Interruption.acknowledge()
      try? writer.drain()
      throw left(array, after: error)
    }
    try RunFailure.catching { try finish(array, writer) }
  }

  private var shape: [Int] { [rows.count, times.count, request.outputs.count] }

  private func runBlocks(into array: EnsembleArray, _ writer: BlockWriter) throws {
    var totals = array.totals
    // Only the writer's thread touches it from here to the end of the last work.
    nonisolated(unsafe) let array = array
    var plan = BlockPlan(
      rowBytes: times.count * request.outputs.count * MemoryLayout<Double>.size, lanes: simulator.laneCount * threads)
    let progress = ProgressLine(total: rows.count, unit: "rows", before: totals.rowsDone)
    defer { progress.clear() }
    while totals.rowsDone < rows.count {
      let first = rows.lowerBound + totals.rowsDone
      let block = first..<min(rows.upperBound, first + plan.rows)
      let watch = StopWatch()
      let writing = writer.ownProcessorSeconds
      let course = try simulator.run(
        patients: table.rows(block), times: times, shouldStop: { Interruption.isRequested })
      let seconds = watch.seconds
      totals.add(
        course, first: first, seconds: seconds,
        processorSeconds: max(0, watch.processorSeconds - (writer.ownProcessorSeconds - writing)))
      let reached = totals
      try writer.submit { try array.append(course.values, totals: reached) }
      plan.note(rows: block.count, seconds: seconds)
      progress.show(done: totals.rowsDone)
    }
    try writer.drain()
  }

  private func finish(_ array: EnsembleArray, _ writer: BlockWriter) throws {
    let watch = StopWatch()
    let totals = array.totals
    try array.finish()
    var clocks = clocks
    clocks.write = writer.seconds + watch.seconds
    if let stats = request.stats {
      let statistics = EnsembleStatistics(
        request: request, rows: rows, shape: shape, totals: totals, clocks: clocks, simulator: simulator,
        threads: threads, seconds: self.watch.seconds)
      try AtomicFile.write(statistics.text, to: stats)
    }
    try report(totals)
  }

  private func report(_ totals: EnsembleTotals) throws {
    let names = counted(request.outputs.count, "output")
    let rate = totals.solveSeconds > 0 ? Double(rows.count) / totals.solveSeconds : 0
    try Output.write(
      "Wrote \(request.output): \(counted(rows.count, "row")), \(counted(times.count, "time")), \(names); "
        + "\(NumberText.grouped(Int(min(rate, 1e12)))) rows a second.\n")
    guard totals.failed > 0, let first = totals.failures.first else { return }
    let hint = "row \(first.row): \(first.reason); run it alone with: \(request.command(forRow: first.row))"
    guard totals.failed < rows.count else {
      throw RunFailure(explanation: Explanation("no row was run to its end", hint: hint))
    }
    let warning = Explanation("\(counted(totals.failed, "row")) of \(rows.count) failed", hint: hint)
    Output.writeError(Message.text(warning, severity: "warning") + "\n")
  }

  /// `1 row`, `1,200 rows`.
  private func counted(_ number: Int, _ noun: String) -> String {
    "\(NumberText.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// What the user is told when the run ends before its last row.
  private func left(_ array: EnsembleArray, after error: any Error) -> any Error {
    let kept = array.leave()
    let hint =
      kept > 0
      ? "\(array.partialPath) holds \(kept) of \(rows.count) rows; go on with: \(request.commandToResume)" : nil
    if error is RunStopped {
      return RunInterruption(
        explanation: Explanation(
          kept > 0 ? "the run is not complete" : "before the first rows were run; nothing was kept", hint: hint))
    }
    guard let error = error as? any ExplainedError else { return error }
    var explanation = error.explanation
    explanation.hint = hint ?? explanation.hint
    return RunFailure(explanation: explanation)
  }

  /// What decides the numbers.
  private static func identity(
    of request: EnsembleRequest, system: EquationSystem, table: EnsembleTable, rows: Range<Int>, times: [Double]
  ) -> RunManifest {
    func sum(_ numbers: [Double]) -> String {
      var sum = Checksum()
      numbers.withUnsafeBytes { sum.update($0) }
      return String(sum.value, radix: 16)
    }
    var model = Checksum()
    for text in system.states.map(\.equation) + system.parameters.map({ "\($0.name)=\($0.value)" }) {
      model.update(Array(text.utf8))
    }
    // What starts from what is not in the equations' text.
    if let bytes = try? TextFile.bytes(of: request.model) { model.update(bytes) }
    return RunManifest([
      .init("program", "Rewire \(Version.current)"), .init("model", String(model.value, radix: 16)),
      .init("parameters", table.table.names.joined(separator: ",")), .init("table", sum(table.table.values)),
      .init("rows", "\(rows.lowerBound) to \(rows.upperBound - 1)"), .init("times", sum(times)),
      .init("outputs", request.outputs.joined(separator: ",")),
      .init("relative tolerance", "\(request.relativeTolerance)"),
      .init("absolute tolerance", "\(request.absoluteTolerance)"),
    ])
  }
}
