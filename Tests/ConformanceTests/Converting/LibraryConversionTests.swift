import Antimony
import Foundation
import Networks
import Simulation
import TestSupport
import Testing

/// The model library through SBML and back.
@Suite struct LibraryConversionTests {
  /// Every file of the library whose model stands on its own: a part has ports without values.
  private static let models: [String] = {
    let enumerator = FileManager.default.enumerator(atPath: ProjectPaths.models.path)
    let files = (enumerator?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".ant") }.sorted()
    return files.map { ProjectPaths.models.appendingPathComponent($0).path }
  }()

  @Test func everyModelKeepsItsCourse() throws {
    var count = 0
    for path in Self.models {
      guard let network = try? AntimonyReader.read(path: path) else { continue }
      count += 1
      for language in Conversion.Language.allCases {
        let trip = try Conversion(network, through: language)
        let flat = NetworkDigest(network) { trip.written.names[$0] ?? $0 }
        #expect(flat.differences(from: NetworkDigest(trip.copy)).isEmpty, "\(path) through \(language)")
        // Doses into every depot, so that the courses leave where they start.
        func schedule(_ names: [String]) -> InputSchedule {
          InputSchedule(
            names.enumerated().map { .init(time: 1 + Double($0) / 4, target: $1, action: .bolus(amount: 20)) })
        }
        let depots = network.parameters.map(\.id).filter { $0.contains("depot") && !$0.contains("ka_") }.filter { id in
          network.rules.contains { $0.kind == .rate(id) }
        }
        let times = (0...12).map { Double($0) * 4 }
        let course = try Conversion.course(of: network, times: times, schedule: schedule(depots))
        let back = try Conversion.course(
          of: trip.copy, times: times, schedule: schedule(depots.map { trip.written.names[$0] ?? $0 }))
        let (name, size) = trip.difference(of: course, to: back)
        #expect(size <= 1e-9, "\(path) through \(language): \(name) differs by \(size)")
      }
    }
    // The patient, twelve compounds and two models of the stress axis stand on their own.
    #expect(count >= 15)
  }
}
