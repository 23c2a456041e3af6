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
    do {
      let network = try AntimonyReader.read(path: Self.patient)
      #expect(network.species.count + network.parameters.count > 10)
      print("library: \(network.species.count) species, \(network.parameters.count) parameters, \(network.rules.count) rules, \(network.warnings.count) warnings")
      for warning in network.warnings.prefix(10) { print(Message.text(warning, severity: "warning")) }
    } catch {
      Issue.record("\(Message.text(error))")
      return
    }
    // Best of several: the machine may be busy.
    var best = Duration.seconds(1)
    for _ in 0..<10 {
      let time = try ContinuousClock().measure { _ = try AntimonyReader.read(path: Self.patient) }
      best = min(best, time)
    }
    print("library: read in \(best)")
    #expect(best < .milliseconds(10))
  }
}
