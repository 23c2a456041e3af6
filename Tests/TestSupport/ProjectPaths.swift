package import Foundation

/// Places in the checkout that tests read.
package enum ProjectPaths {
  /// The repository's root folder.
  package static let root: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  package static var models: URL { root.appendingPathComponent("Models") }
  package static var protocols: URL { root.appendingPathComponent("Protocols") }
  package static var fixtures: URL { root.appendingPathComponent("Tests/Fixtures") }
  /// The project's Python environment (made by the set-up), for tests against independent tools.
  package static var python: URL { root.appendingPathComponent(".venv/bin/python") }
}
