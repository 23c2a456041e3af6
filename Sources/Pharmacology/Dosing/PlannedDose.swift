/// A dose with everything that the model says about it evaluated: what the queue carries.
struct PlannedDose: Sendable, Hashable {
  /// Row of the table.
  var row: Int
  /// Position among the model's sites.
  var site: Int
  /// What arrives: the bioavailability is in it.
  var amount: Double
  /// Amount per time of an infusion; 0 for all at once.
  var rate: Double
  /// Of an infusion; 0 for all at once.
  var duration: Double
  /// From the record to the arrival.
  var lag: Double
  var interval: Double
  var additional: Int
  var steadyState: DosingRecord.SteadyState
  var isConstantInfusion: Bool
}
