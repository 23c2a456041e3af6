import Files
package import Populations

/// Writes a study's files into a folder: all of them, or none.
package struct StudyFiles {
  package let folder: String

  /// Checks, before anything is simulated, that the folder can be made and written to.
  ///
  /// - Throws: `FileError` that names what is in the way.
  package init(folder: String) throws {
    try OutputFolder.prepare(folder)
    try OutputFolder.prepare(folder + "/figures")
    self.folder = folder
    for name in ["summary.json", "report.html", "timecourse.csv"] { try OutputFolder.checkName(path(name)) }
  }

  /// Writes everything to disk under temporary names first and renames at the end.
  ///
  /// - Parameter library: the figure library's script, or nil when it is not installed.
  /// - Throws: `FileError`; nothing half-written is left behind.
  package func write(_ result: StudyResult, context: RunContext, library: String?) throws {
    let page = ReportPage(result, context: context, library: library)
    let timeCourse = try TimeCourseFile(result, path: path("timecourse.csv"))
    var files = [
      try staged(SummaryFile(result, context: context).text(), "summary.json"),
      try staged(page.text(), "report.html"),
    ]
    for figure in page.figures {
      files.append(try staged(figure.specification.text(pretty: true) + "\n", "figures/\(figure.id).vl.json"))
    }
    try timeCourse.finish()
    for file in files { try file.finish() }
    try timeCourse.commit()
    for file in files { try file.commit() }
  }

  private func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

  private func staged(_ text: String, _ name: String) throws -> AtomicFile {
    let file = try AtomicFile(path: path(name))
    try file.write(text)
    return file
  }
}
