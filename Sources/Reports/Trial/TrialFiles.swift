import Files
import Trials

/// Writes a trial's files into a folder: all of them, or none.
package struct TrialFiles {
  package let folder: String

  /// Checks, before anything is simulated, that the folder can be made and written to.
  ///
  /// - Throws: `FileError` that names what is in the way.
  package init(folder: String, names: [String]) throws {
    try OutputFolder.prepare(folder)
    try OutputFolder.prepare(folder + "/figures")
    self.folder = folder
    for name in names { try OutputFolder.checkName(path(name)) }
  }

  /// Writes everything to disk under temporary names first and renames at the end.
  ///
  /// - Parameter texts: whole files by name, beside the page and its figures.
  /// - Throws: `FileError`; nothing half-written is left behind.
  package func write(_ page: TrialPage, texts: [(name: String, text: String)]) throws {
    var files = [try staged(page.text(), "report.html")]
    for (name, text) in texts { files.append(try staged(text, name)) }
    for figure in page.figures {
      files.append(try staged(figure.specification.text(pretty: true) + "\n", "figures/\(figure.id).vl.json"))
    }
    for file in files { try file.finish() }
    for file in files { try file.commit() }
  }

  private func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

  private func staged(_ text: String, _ name: String) throws -> AtomicFile {
    let file = try AtomicFile(path: path(name))
    try file.write(text)
    return file
  }
}
