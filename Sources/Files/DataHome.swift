import Diagnostics

/// The folder that holds the model library, the protocols and the evidence.
package struct DataHome: Sendable, Hashable {
  package let path: String
  package var models: String { SystemCalls.join(path, "Models") }
  package var protocols: String { SystemCalls.join(path, "Protocols") }
  package var evidence: String { SystemCalls.join(path, "Evidence") }
  /// The model that protocols run when they name none.
  package var patientModel: String { SystemCalls.join(models, "patient.ant") }
  /// The protocol that "make run" simulates.
  package var mainProtocol: String { SystemCalls.join(protocols, "ketamine-assisted-therapy.yaml") }

  private static let mark = "Models/patient.ant"

  /// Finds the library: `REWIRE_HOME`, else `../share/rewire` beside an installed program, else the nearest folder
  /// above the program or above the current folder that has `Models/patient.ant`.
  ///
  /// - Throws: `FileError.noDataHome` with the places looked in; a `REWIRE_HOME` without a library is an error and not
  ///   passed over.
  package static func find() throws -> DataHome {
    try find(
      home: SystemCalls.environment("REWIRE_HOME"), executable: SystemCalls.executable(),
      currentFolder: SystemCalls.currentFolder())
  }

  package static func find(home: String?, executable: String?, currentFolder: String) throws -> DataHome {
    if let home, !home.isEmpty {
      guard hasLibrary(home) else { throw FileError.noDataHome(looked: ["REWIRE_HOME (\(home))"]) }
      return DataHome(path: SystemCalls.resolved(home))
    }
    var looked: [String] = []
    if let executable {
      let folder = SystemCalls.folder(of: executable)
      let shared = SystemCalls.join(SystemCalls.folder(of: folder), "share/rewire")
      if hasLibrary(shared) { return DataHome(path: SystemCalls.resolved(shared)) }
      looked.append(shared)
      if let found = above(folder) { return found }
      looked.append("the folders above \(folder)")
    }
    if let found = above(currentFolder) { return found }
    looked.append("the folders above \(currentFolder)")
    throw FileError.noDataHome(looked: looked)
  }

  private static func above(_ start: String) -> DataHome? {
    var folder = SystemCalls.resolved(start)
    while true {
      if hasLibrary(folder) { return DataHome(path: folder) }
      let parent = SystemCalls.folder(of: folder)
      if parent == folder || parent == "." { return nil }
      folder = parent
    }
  }

  private static func hasLibrary(_ folder: String) -> Bool {
    SystemCalls.kind(of: SystemCalls.join(folder, mark)) == .file
  }
}
