import Dispatch
import Synchronization

/// Shares the work on subjects between threads; what comes out does not depend on their number.
enum Parallel {
  /// The results for 0 to count - 1, in order; `body` makes those of a range.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> [Result]
  ) throws -> [Result] {
    let parts = max(1, min(threads, count / 16))
    if parts == 1 { return try body(0..<count) }
    let share = (count + parts - 1) / parts
    let results = Mutex<[Int: Swift.Result<[Result], any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let range = min(part * share, count)..<min((part + 1) * share, count)
      let made = Swift.Result { try body(range) }
      results.withLock { $0[part] = made }
    }
    let made = results.withLock { $0 }
    return try (0..<parts).flatMap { try made[$0]?.get() ?? [] }
  }
}
