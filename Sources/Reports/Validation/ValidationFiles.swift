import Files

/// Writes a validation's files into a folder: all of them, or none.
package struct ValidationFiles {
  private let folder: String

  /// Checks, before anything is simulated, that the folder can be made and written to.
  ///
  /// - Throws: `FileError` that names what is in the way.
  package init(folder: String) throws {
    try OutputFolder.prepare(folder)
    try OutputFolder.prepare(folder + "/figures")
    self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    for name in ["report.html", "scores.json"] { try OutputFolder.checkName("\(self.folder)/\(name)") }
  }

  /// Writes everything to disk under temporary names first and renames at the end.
  ///
  /// - Throws: `FileError`; nothing half-written is left behind.
  package func write(_ page: ValidationPage, scores: ScoresFile) throws {
    var files = [try staged(page.text(), "report.html"), try staged(scores.text(), "scores.json")]
    for figure in page.figures {
      files.append(try staged(figure.specification.text(pretty: true) + "\n", "figures/\(figure.id).vl.json"))
    }
    for file in files { try file.finish() }
    for file in files { try file.commit() }
  }

  private func staged(_ text: String, _ name: String) throws -> AtomicFile {
    let file = try AtomicFile(path: "\(folder)/\(name)")
    try file.write(text)
    return file
  }
}
