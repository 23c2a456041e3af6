package import Diagnostics
import Files
import Foundation

/// Runs many cases in one process, as many at a time as asked; a case that fails stops no other.
package struct ConformanceRun: Sendable {
  package struct Failure: Sendable {
    package var name: String
    package var explanation: Explanation
  }

  package var cases: [SuiteCase]
  /// Where `NNNNN.csv` and `failures.csv` go.
  package var folder: String
  package var threads: Int

  /// The cases of a folder: all, or those named.
  ///
  /// - Throws: ``ConformanceError`` for a folder without cases or an unknown name.
  package init(casesFolder: String, names: [String] = [], folder: String, threads: Int = 0) throws {
    let all = try SuiteCase.all(in: casesFolder)
    let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    cases =
      try names.isEmpty
      ? all
      : names.map { name in
        guard let found = byName[name] else { throw ConformanceError.unknownCase(name, known: all.map(\.name)) }
        return found
      }
    self.folder = folder
    self.threads = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
  }

  /// Runs the cases, writes each one's table, and judges it where the case's folder holds what is expected. A case that
  /// cannot be run leaves no table, an older one is removed.
  ///
  /// - Parameter report: called after each case with the number done, from any thread, one call at a time.
  /// - Returns: what failed, in the order of the cases; also written to `failures.csv`.
  /// - Throws: `FileError` when the folder cannot be written to.
  package func run(report: @escaping @Sendable (Int) -> Void = { _ in }) throws -> [Failure] {
    try OutputFolder.prepare(folder)
    let board = Board(cases: cases, report: report)
    let workers = (0..<max(1, min(threads, cases.count))).map { _ in
      let thread = Thread {
        while let (position, one) = board.next() { board.finish(position, failure: attempt(one)) }
        board.leave()
      }
      thread.stackSize = Self.stackSize
      return thread
    }
    board.enter(workers.count)
    for worker in workers { worker.start() }
    board.wait()
    let failures = board.failures
    let table = try CSVWriter(path: "\(folder)/failures.csv", columns: ["case", "reason"])
    for failure in failures {
      table.add(failure.name)
      table.add(Self.line(failure.explanation))
      try table.endRow()
    }
    try table.commit()
    return failures
  }

  private static let stackSize = 64 << 20

  private func attempt(_ one: SuiteCase) -> Failure? {
    let path = "\(folder)/\(one.name).csv"
    do {
      let table: String
      do {
        table = try one.run().csv
      } catch {
        try? FileManager.default.removeItem(atPath: path)
        throw error
      }
      try AtomicFile.write(table, to: path)
      guard TextFile.exists(one.resultsPath), let problem = try CaseJudge(one).disagreement(of: table) else {
        return nil
      }
      throw ConformanceError.disagrees(problem)
    } catch {
      let explanation = (error as? any ExplainedError)?.explanation ?? Explanation("\(error)")
      return Failure(name: one.name, explanation: explanation)
    }
  }

  /// The first problem in one line.
  package static func line(_ explanation: Explanation) -> String {
    let place = explanation.place.map { " (line \($0.line))" } ?? ""
    return explanation.problem.split(whereSeparator: \.isNewline).joined(separator: " ") + place
  }
}

/// Hands out cases and takes their failures.
private final class Board: @unchecked Sendable {
  private let condition = NSCondition()
  private let cases: [SuiteCase]
  private let report: @Sendable (Int) -> Void
  private var nextPosition = 0
  private var doneCount = 0
  private var workerCount = 0
  private var found: [Int: ConformanceRun.Failure] = [:]

  init(cases: [SuiteCase], report: @escaping @Sendable (Int) -> Void) {
    self.cases = cases
    self.report = report
  }

  var failures: [ConformanceRun.Failure] { found.sorted { $0.key < $1.key }.map(\.value) }

  func next() -> (Int, SuiteCase)? {
    condition.lock()
    defer { condition.unlock() }
    guard nextPosition < cases.count else { return nil }
    nextPosition += 1
    return (nextPosition - 1, cases[nextPosition - 1])
  }

  func finish(_ position: Int, failure: ConformanceRun.Failure?) {
    condition.lock()
    defer { condition.unlock() }
    found[position] = failure
    doneCount += 1
    report(doneCount)
  }

  func enter(_ count: Int) { workerCount = count }

  func leave() {
    condition.lock()
    workerCount -= 1
    condition.signal()
    condition.unlock()
  }

  func wait() {
    condition.lock()
    while workerCount > 0 { condition.wait() }
    condition.unlock()
  }
}
