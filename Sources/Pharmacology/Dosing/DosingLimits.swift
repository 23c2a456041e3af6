import Diagnostics
import Files

/// How much a table may ask for.
struct DosingLimits {
  let table: DosingTable
  let grid: [Double]?

  /// Doses of one subject by the end of its run, about.
  private static let mostDoses = 1e6

  /// - Throws: `InputError` at the record that brings too many doses.
  func check(_ timelines: [DosingTimeline]) throws {
    for timeline in timelines {
      let end = grid?.last ?? timeline.samples.last?.instant ?? 0
      var count = 0.0
      for event in timeline.events {
        guard case .dose(let dose) = event.action else { continue }
        if dose.steadyState != .none, !dose.isConstantInfusion {
          let train = DoseTrain(lag: dose.lag, duration: dose.duration, interval: dose.interval)
          guard train.size <= Self.mostDoses else {
            throw error("more than a million doses would be under way at once", dose, hint: nil)
          }
          count += train.size
        }
        guard event.time <= end else { continue }
        count += 1
        if dose.additional > 0 { count += min(Double(dose.additional), (end - event.time) / dose.interval) }
        guard count <= Self.mostDoses else {
          let hint = "the run ends at time \(CSVText.number(end))"
          throw error("more than a million doses for one subject", dose, hint: hint)
        }
      }
    }
  }

  private func error(_ problem: String, _ dose: PlannedDose, hint: String?) -> InputError {
    table.source.error(
      problem, row: dose.row, column: table.columns.additional ?? table.columns.time, hint: hint)
  }
}
