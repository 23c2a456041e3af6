package import Diagnostics
package import Simulation

/// What came out of a dosing table: one line for each observation, or for each time of a grid and subject.
package struct DosingCourse: Sendable {
  package struct Line: Sendable {
    /// Position among the table's subjects.
    package var subject: Int
    /// Row of the table, nil on a grid.
    package var row: Int?
    package var time: Double
  }

  package var outputs: [String]
  package var units: [String]
  /// Subject by subject, in the order of time.
  package var lines: [Line] = []
  /// `values[line * outputs.count + output]`
  package var values: [Double] = []
  /// Of each subject.
  package var statuses: [PatientStatus]
  /// What the results do not hold, each said once.
  package var warnings: [Explanation]
}
