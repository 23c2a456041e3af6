import Files

/// One run of one problem: what it cost and how far off it was.
struct WorkPrecision {
  var problem: String
  var method: String
  var relativeTolerance: Double
  /// Of all compared values, relative to the reference; not a number when the solver gave up.
  var largestError: Double
  var acceptedSteps: Int
  /// Not counted by SUNDIALS' own number of steps.
  var rejectedSteps: Int?
  var rightHandSides: Int
  var jacobians: Int
  var seconds: Double

  static let columns = [
    "problem", "method", "relative_tolerance", "largest_relative_error", "accepted_steps", "rejected_steps",
    "right_hand_sides", "jacobians", "milliseconds",
  ]

  func write(to table: CSVWriter) throws {
    table.add(problem)
    table.add(method)
    table.add(relativeTolerance)
    table.add(largestError)
    table.add(acceptedSteps)
    if let rejectedSteps { table.add(rejectedSteps) } else { table.addEmpty() }
    table.add(rightHandSides)
    table.add(jacobians)
    table.add((seconds * 1e6).rounded() / 1000)  // to the microsecond
    try table.endRow()
  }
}
