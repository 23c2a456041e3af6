package import Foundation

/// Files that once crashed a reader, hung it or ate memory, as the fuzzer found them (`make fuzz`).
package enum CrashFixtures {
  /// The files of one reader, by name.
  package static func files(of reader: String) -> [URL] {
    let folder = ProjectPaths.fixtures.appendingPathComponent("crashes/\(reader)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appendingPathComponent($0) }
  }
}
