import Dispatch
import Simulation
import Synchronization
import Trials

/// Analyses replicates on several threads; what comes out does not depend on their number.
struct TrialRows {
  let analysis: TrialAnalysis
  let threads: Int

  /// One row for each replicate: its outcomes under every estimand, one after the other.
  ///
  /// - Throws: `RunStopped` when `shouldStop` said so.
  func rows(of replicates: [[TrialData]], shouldStop: @escaping @Sendable () -> Bool) throws -> [[Double]] {
    let rows = Mutex([[Double]](repeating: [], count: replicates.count))
    let parts = max(1, min(threads, replicates.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: parts) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < replicates.count, !shouldStop() else { return }
        let row = replicates[index].flatMap { analysis.outcome(of: $0).values }
        rows.withLock { $0[index] = row }
      }
    }
    if shouldStop() { throw RunStopped() }
    return rows.withLock { $0 }
  }

  /// The outcomes that a row holds.
  static func outcomes(_ row: [Double], replicate: Int, width: Int) -> [ReplicateOutcome] {
    Estimand.allCases.enumerated().map { index, estimand in
      ReplicateOutcome(
        replicate: replicate, estimand: estimand, values: Array(row[index * width..<(index + 1) * width]))
    }
  }
}
