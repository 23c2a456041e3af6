import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ctrl-C and the like during long work: the work sees that it is to stop, writes what it has and ends.
///
/// Where it does not see it within a second (while machine code is made, for example) the process ends as it is, and
/// what was kept on disk before stays. A second signal ends it at once.
enum Interruption {
  /// The number of the signal that came; 0: none.
  private static let received = Atomic<Int32>(0)
  /// Seconds that work has to notice a signal.
  private static let patience: UInt32 = 1

  /// From now on SIGINT and SIGTERM are noted instead of ending the process.
  static func watch() {
    // Makes sure that nothing is set up for the first time inside the handler.
    received.store(0, ordering: .relaxed)
    // Who started the program may have held them back.
    var own = sigset_t()
    sigemptyset(&own)
    for number in [SIGINT, SIGTERM, SIGALRM] { sigaddset(&own, number) }
    pthread_sigmask(SIG_UNBLOCK, &own, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        guard Interruption.received.load(ordering: .relaxed) == 0 else { _exit(128 + number) }
        Interruption.received.store(number, ordering: .relaxed)
        alarm(Interruption.patience)
      }
    }
    signal(SIGALRM) { _ in
      let message: StaticString = "stopped: at once; what was kept before stays, --resume goes on from there\n"
      _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      _exit(128 + Interruption.received.load(ordering: .relaxed))
    }
  }

  /// Whether the work is to stop. Cheap; may be asked from any thread.
  static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// The work has stopped and writes what it has, however long that takes.
  static func acknowledge() { alarm(0) }

  /// The exit status that tells of the signal.
  static var status: ExitStatus { received.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted }
}
