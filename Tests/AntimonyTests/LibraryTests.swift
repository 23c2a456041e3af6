import Antimony
import Diagnostics
import Foundation
import Networks
import TestSupport
import Testing

/// The model library itself: it reads, and fast.
@Suite struct LibraryTests {
  static let patient = ProjectPaths.models.appendingPathComponent("patient.ant").path

  @Test(.enabled(if: FileManager.default.fileExists(atPath: LibraryTests.patient)))
  func readsTheLibraryInMilliseconds() throws {
    let network = try AntimonyReader.read(path: Self.patient)
    #expect(network.species.count + network.parameters.count > 10)
    // About 10 ms of processor time where it was measured (twelve compounds); the bound catches a change of order, on slower machines too.
    var best = Double.infinity
    for _ in 0..<5 {
      let start = Self.processorTime()
      _ = try AntimonyReader.read(path: Self.patient)
      best = min(best, Self.processorTime() - start)
    }
    #expect(best < 0.1, "the library was read in \(best) s")
  }

  /// Processor time of this thread, in seconds.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
