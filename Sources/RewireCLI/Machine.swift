import Diagnostics
import Files
import Foundation

/// What the program runs on.
enum Machine {
  /// Cores that this process may use.
  static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// The processor's name as the system tells it; nil where it does not.
  static var processor: String? {
    guard let text = try? TextFile.read("/proc/cpuinfo").text else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map { $0.trimmed }
  }

  /// The most memory that the process held, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
