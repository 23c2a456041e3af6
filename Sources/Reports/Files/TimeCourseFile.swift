import Files
package import Populations

/// `timecourse.csv`: every series of every arm, one row for each time, quantiles over patients.
///
/// Columns: `arm`, `day` and `hour` since the start of the protocol, `stage`, `variable` (the model's name), `unit` of
/// the five quantiles, and `p05`, `p25`, `median`, `p75`, `p95`. Six significant digits; a quantile that no patient
/// has is an empty field.
///
/// `quantiles.csv` is the same for a population, with two columns more: `patients` behind the row's quantiles, and
/// `rank_error`, the share of them by which the rank of a quantile may at most be off (0: exact).
package struct TimeCourseFile {
  package static let columns = [
    "arm", "day", "hour", "stage", "variable", "unit", "p05", "p25", "median", "p75", "p95",
  ]

  package static let populationColumns = columns + ["patients", "rank_error"]

  private let writer: CSVWriter

  /// Writes the whole table under a temporary name; it appears with ``commit()``.
  ///
  /// - Complexity: O(arms · series · times).
  package init(_ result: StudyResult, path: String) throws {
    writer = try CSVWriter(path: path, columns: result.extent == nil ? Self.columns : Self.populationColumns)
    for arm in result.arms {
      for series in arm.series {
        for (index, hours) in arm.times.enumerated() {
          writer.add(arm.id)
          add(hours / 24)
          add(hours)
          writer.add(series.stage)
          writer.add(series.observable)
          writer.add(series.unit)
          for quantile in [series.p05, series.p25, series.p50, series.p75, series.p95] { add(quantile[index]) }
          if result.extent != nil {
            writer.add(series.counts[index])
            writer.add(NumberText.rounded(series.rankErrors[index], digits: 3))
          }
          try writer.endRow()
        }
      }
    }
  }

  /// Forces the table to disk, still under its temporary name.
  package func finish() throws { try writer.finish() }

  package func commit() throws { try writer.commit() }

  private func add(_ value: Double) { writer.add(NumberText.rounded(value, digits: 6)) }
}
