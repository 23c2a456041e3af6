import Diagnostics
import Files

/// The times of an ensemble, from a file: one column or one row of numbers, or the column `time` of several.
enum SampleTimes {
  /// - Throws: `FileError`, or `InputError` for another shape, a time that is negative or not finite, times that do not
  ///   ascend.
  static func read(_ path: String) throws -> [Double] {
    let table = try NumberTable(path: path, header: .optional)
    let times = try times(of: table)
    for (index, time) in times.enumerated() {
      guard time.isFinite, time >= 0 else {
        throw InputError("\"\(path)\": a time must be a number of at least 0, \(CSVText.number(time)) is not")
      }
      if index > 0, times[index - 1] > time {
        throw InputError(
          "\"\(path)\": the times must ascend, and \(CSVText.number(time)) follows \(CSVText.number(times[index - 1]))")
      }
    }
    return times
  }

  private static func times(of table: NumberTable) throws -> [Double] {
    if table.columnCount == 1 || table.rowCount == 1 { return table.values }
    if let column = table.names.firstIndex(where: { $0.lowercased() == "time" }) {
      return (0..<table.rowCount).map { table.values[$0 * table.columnCount + column] }
    }
    throw InputError(
      "\"\(table.path)\" has \(table.columnCount) columns and \(table.rowCount) rows, and no column \"time\"",
      hint: "the times must be one column or one row")
  }
}
