import Dispatch
import Synchronization

/// Does writing work in order, on a thread of its own while the next block is computed, or at once.
///
/// At most one piece of work waits, so that memory stays bounded.
final class BlockWriter: Sendable {
  private struct State {
    var error: (any Error)?
    var seconds = 0.0
    var processorSeconds = 0.0
  }

  private let queue = DispatchQueue(label: "rewire.write")
  private let turn = DispatchSemaphore(value: 1)
  private let isOverlapping: Bool
  private let state = Mutex(State())

  /// - Parameter isOverlapping: whether work is done on a thread of its own.
  init(isOverlapping: Bool) { self.isOverlapping = isOverlapping }

  /// Seconds that the work took so far, and processor seconds of it on the own thread.
  var seconds: Double { state.withLock { $0.seconds } }
  var ownProcessorSeconds: Double { isOverlapping ? state.withLock { $0.processorSeconds } : 0 }

  /// Waits until the work before is done, then starts this.
  ///
  /// - Throws: what earlier work threw. After an error, work is dropped.
  func submit(_ work: @escaping @Sendable () throws -> Void) throws {
    turn.wait()
    if let error = state.withLock({ $0.error }) {
      turn.signal()
      throw error
    }
    guard isOverlapping else {
      run(work)
      return try drain()
    }
    queue.async { self.run(work) }
  }

  /// Waits until all work is done.
  ///
  /// - Throws: what the work threw.
  func drain() throws {
    turn.wait()
    turn.signal()
    if let error = state.withLock({ $0.error }) { throw error }
  }

  private func run(_ work: () throws -> Void) {
    let watch = StopWatch(.thread)
    let result = Result { try work() }
    state.withLock {
      if case .failure(let error) = result { $0.error = error }
      $0.seconds += watch.seconds
      $0.processorSeconds += watch.processorSeconds
    }
    turn.signal()
  }
}
