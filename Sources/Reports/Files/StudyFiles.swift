import Files
package import Populations
package import Provenance

/// Writes a study's files into a folder: all of them, or none.
package struct StudyFiles {
  package let folder: String

  /// Checks, before anything is simulated, that the folder can be made and written to.
  ///
  /// - Parameter tables: the names of the tables that will be written.
  /// - Throws: `FileError` that names what is in the way.
  package init(folder: String, tables: [String] = ["timecourse.csv"]) throws {
    try OutputFolder.prepare(folder)
    try OutputFolder.prepare(folder + "/figures")
    self.folder = folder
    for name in ["summary.json", "report.html"] + tables { try OutputFolder.checkName(path(name)) }
  }

  /// Writes everything to disk under temporary names first and renames at the end.
  ///
  /// - Parameters:
  ///   - library: the figure library's script, or nil when it is not installed.
  ///   - background: what is said beside the results.
  ///   - patients: of a whole population, the table that is finished, too, and gets its name.
  ///   - unfinished: of a partial population, the table whose columns are described.
  /// - Throws: `FileError`; nothing half-written is left behind.
  package func write(
    _ result: StudyResult, context: RunContext, library: String?, background: StudyBackground? = nil,
    patients: PatientsFile? = nil, columnsOf unfinished: PatientsFile? = nil
  ) throws {
    let page = ReportPage(result, context: context, library: library, background: background)
    let timeCourse = try TimeCourseFile(
      result, path: path(result.extent == nil ? "timecourse.csv" : "quantiles.csv"))
    var files = [
      try staged(SummaryFile(result, context: context, background: background).text(), "summary.json"),
      try staged(page.text(), "report.html"),
    ]
    for figure in page.figures {
      files.append(try staged(figure.specification.text(pretty: true) + "\n", "figures/\(figure.id).vl.json"))
    }
    if let patients = patients ?? unfinished { files.append(try staged(columns(patients), "columns.csv")) }
    try timeCourse.finish()
    for file in files { try file.finish() }
    try patients?.finish()
    try timeCourse.commit()
    try patients?.rename(to: path("patients.csv"))
    for file in files { try file.commit() }
  }

  private func columns(_ patients: PatientsFile) -> String {
    let rows = patients.columns.map { column in
      [column.name, column.unit, column.meaning].map(CSVText.field).joined(separator: ",") + "\n"
    }
    return "column,unit,meaning\n" + rows.joined()
  }

  private func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

  private func staged(_ text: String, _ name: String) throws -> AtomicFile {
    let file = try AtomicFile(path: path(name))
    try file.write(text)
    return file
  }
}
