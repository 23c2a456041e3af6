import Files
import Statistics
package import Trials

/// Writes what `rewire unblinding` found into a folder: all files, or none.
package struct UnblindingFiles {
  package static let names = ["result.json", "unblinding.csv", "report.html"]
  package let folder: String

  /// Checks, before anything else, that the folder can be made and written to.
  ///
  /// - Throws: `FileError` that names what is in the way.
  package init(folder: String) throws {
    try OutputFolder.prepare(folder)
    try OutputFolder.prepare(folder + "/figures")
    self.folder = folder
    for name in Self.names { try OutputFolder.checkName(path(name)) }
  }

  /// - Parameter library: the figure library's script, or nil when it is not installed.
  /// - Throws: `FileError`; nothing half-written is left behind.
  package func write(_ comparisons: [UnblindingComparison], context: RunContext, library: String?) throws {
    let page = UnblindingPage(comparisons, context: context, library: library)
    var files = [
      try staged(UnblindingResultFile(comparisons, context: context).text(), "result.json"),
      try staged(page.text(), "report.html"),
    ]
    for figure in page.figures {
      files.append(try staged(figure.specification.text(pretty: true) + "\n", "figures/\(figure.id).vl.json"))
    }
    let table = try rows(comparisons)
    try table.finish()
    for file in files { try file.finish() }
    try table.commit()
    for file in files { try file.commit() }
  }

  private func rows(_ comparisons: [UnblindingComparison]) throws -> CSVWriter {
    let table = try CSVWriter(
      path: path("unblinding.csv"),
      columns: [
        "comparison", "kind", "guesses", "right_active", "right_control", "expectancy", "bang_active", "bang_control",
        "james", "false_difference", "false_positives", "power_masked", "power_as_run", "power_left",
      ])
    for comparison in comparisons {
      for item in comparison.cases {
        for text in [comparison.title, "case", item.id] { table.add(text) }
        let model = item.model
        for number in [
          item.active.active, item.controlArm.control, comparison.setting.expectancy, item.activeIndex.value,
          item.controlIndex.value, item.james.value, model.falseDifference, model.falsePositives.total,
          model.maskedPower.total, model.apparentPower.total, model.adjustedPower.total,
        ] { table.add(NumberText.rounded(number, digits: 6)) }
        try table.endRow()
      }
      for point in comparison.points {
        for text in [comparison.title, "share", ""] { table.add(text) }
        for number in [point.right, point.right, point.expectancy] { table.add(NumberText.rounded(number, digits: 6)) }
        for _ in 0..<4 { table.addEmpty() }
        table.add(NumberText.rounded(point.falsePositives, digits: 6))
        table.addEmpty()
        for number in [point.apparentPower, point.adjustedPower] { table.add(NumberText.rounded(number, digits: 6)) }
        try table.endRow()
      }
    }
    return table
  }

  private func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

  private func staged(_ text: String, _ name: String) throws -> AtomicFile {
    let file = try AtomicFile(path: path(name))
    try file.write(text)
    return file
  }
}
