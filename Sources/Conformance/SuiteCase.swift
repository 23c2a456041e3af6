import Files
import Foundation

/// One case of the SBML Test Suite: a folder with a model in several levels, settings and the expected results.
package struct SuiteCase: Sendable {
  /// Five digits, `00001`.
  package let name: String
  package let folder: String

  package var settingsPath: String { "\(folder)/\(name)-settings.txt" }
  package var resultsPath: String { "\(folder)/\(name)-results.csv" }

  /// Every case of a folder, by name.
  ///
  /// - Throws: ``ConformanceError`` when there is none.
  package static func all(in folder: String) throws -> [SuiteCase] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let cases = names.sorted().map { SuiteCase(name: $0, folder: "\(folder)/\($0)") }.filter {
      TextFile.exists($0.settingsPath)
    }
    if cases.isEmpty { throw ConformanceError.noCases(folder: folder) }
    return cases
  }

  /// The model in the highest level and version that the folder holds.
  package func modelPath() throws(ConformanceError) -> String {
    for (level, version) in [(3, 2), (3, 1), (2, 5), (2, 4), (2, 3), (2, 2), (2, 1), (1, 2), (1, 1)] {
      let path = "\(folder)/\(name)-sbml-l\(level)v\(version).xml"
      if TextFile.exists(path) { return path }
    }
    throw .noModel(case: name)
  }
}
