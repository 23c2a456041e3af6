#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Seconds on the wall and of processor time since it was made.
struct StopWatch {
  /// Whose processor time is counted.
  enum Scope {
    case process, thread

    fileprivate var clock: clockid_t { self == .process ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_THREAD_CPUTIME_ID }
  }

  private let scope: Scope
  private let start: Double
  private let processorStart: Double

  init(_ scope: Scope = .process) {
    self.scope = scope
    start = Self.read(CLOCK_MONOTONIC)
    processorStart = Self.read(scope.clock)
  }

  var seconds: Double { Self.read(CLOCK_MONOTONIC) - start }
  var processorSeconds: Double { Self.read(scope.clock) - processorStart }

  private static func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
