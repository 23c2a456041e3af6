import Antimony
import Conformance
import Diagnostics
import Foundation
import Networks
import SBML
import Simulation
import TestSupport
import Testing

/// The suite's cases, written as SBML and in Antimony and read back, keep their courses.
///
/// Every eighth case is taken; all of them with `REWIRE_ROUND_TRIPS=all` in the environment; the outcome of each goes to
/// the file that `REWIRE_ROUND_TRIPS_REPORT` names.
@Suite struct SuiteConversionTests {
  private static let cases = ProjectPaths.root.appendingPathComponent("../shared/conformance/sbml").standardizedFileURL
  private static let isThere = FileManager.default.fileExists(atPath: cases.path)
  private static let environment = ProcessInfo.processInfo.environment

  enum Outcome: Sendable, Equatable {
    case same
    /// The language has no form for it.
    case cannotBeWritten(String)
    /// The case itself cannot be read or run.
    case cannotBeRun(String)
    case failed(String)

    var line: String {
      switch self {
      case .same: "same"
      case .cannotBeWritten(let reason): "cannot be written: \(reason)"
      case .cannotBeRun(let reason): "cannot be run: \(reason)"
      case .failed(let reason): "FAILED: \(reason)"
      }
    }
  }

  /// What becomes of a case in each language.
  private static func outcomes(of one: SuiteCase) -> [Outcome] {
    let network: Network
    let times: [Double]
    let course: TimeCourse
    do {
      network = try SBMLReader.read(path: one.modelPath())
      let settings = try CaseSettings(path: one.settingsPath)
      times = (0...10).map { settings.start + settings.duration * Double($0) / 10 }
      course = try Conversion.course(of: network, times: times)
    } catch {
      return Conversion.Language.allCases.map { _ in .cannotBeRun(reason(error)) }
    }
    return Conversion.Language.allCases.map { language in
      do {
        let trip = try Conversion(network, through: language)
        let (name, size) = trip.difference(of: course, to: try Conversion.course(of: trip.copy, times: times))
        return size <= 1e-9 ? .same : .failed("\(name) differs by \(size)")
      } catch let error as SBMLWritingError {
        return .cannotBeWritten(reason(error))
      } catch let error as AntimonyWritingError {
        return .cannotBeWritten(reason(error))
      } catch {
        return .failed(reason(error))
      }
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? any ExplainedError else { return "\(error)" }
    return ConformanceRun.line(error.explanation)
  }

  @Test(.enabled(if: isThere, "the test suite does not lie beside the checkout, in ../shared/conformance/sbml"))
  func casesKeepTheirCourses() throws {
    let isWhole = Self.environment["REWIRE_ROUND_TRIPS"] == "all"
    let all = try SuiteCase.all(in: Self.cases.path)
    let chosen = isWhole ? all : stride(from: 0, to: all.count, by: 8).map { all[$0] }
    let outcomes = Parallel.map(chosen) { Self.outcomes(of: $0) }
    var report = ""
    for (one, pair) in zip(chosen, outcomes) {
      for (language, outcome) in zip(Conversion.Language.allCases, pair) {
        report += "\(one.name) \(language.rawValue) \(outcome.line)\n"
        if case .failed(let reason) = outcome { Issue.record("\(one.name) through \(language): \(reason)") }
      }
    }
    if let path = Self.environment["REWIRE_ROUND_TRIPS_REPORT"] {
      try report.write(toFile: path, atomically: true, encoding: .utf8)
    }
    // Fast reactions are all that SBML lacks, and they are few.
    #expect(outcomes.count { $0[0] == .same } * 100 >= chosen.count * 90)
    #expect(outcomes.count { $0[1] == .same } * 100 >= chosen.count * 85)
  }
}
