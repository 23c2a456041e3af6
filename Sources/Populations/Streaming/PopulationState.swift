import Simulation

/// What is kept of the patients of a run so far: its size does not depend on their number.
package final class PopulationState {
  /// One arm.
  struct Arm {
    var series: QuantileGrids
    /// Of the numbers that are read once from each course.
    var readings: QuantileGrids
    var tally: ArmTally
    var stateCount = 0
  }

  /// Indices of the run's patients in the study.
  package let patients: Range<Int>
  /// Of them, the first so many have been through every arm.
  package internal(set) var done = 0
  /// While patients are few enough for exact quantiles: the arms that all of them have been through.
  var exactArms: [ArmResult] = []
  var arms: [Arm]
  /// Of each covariate and parameter that is drawn.
  var drawn: QuantileGrids
  /// How many draws there were, and how many of the patients could be run.
  var draws = 0
  var taken = 0
  /// How patients were selected, as sentences.
  var notes: [String] = []
  var exactDrawn: [Interval] = []

  init(patients: Range<Int>, plans: [ArmPlan], drawnCount: Int) {
    self.patients = patients
    let isExact = patients.count <= PopulationRun.exactLimit
    arms =
      isExact
      ? []
      : plans.map { plan in
        Arm(
          series: QuantileGrids(cellCount: plan.times.count * plan.columns.count),
          readings: QuantileGrids(cellCount: PatientReadings.width(plan)),
          tally: ArmTally(visitCount: plan.visits.count))
      }
    drawn = QuantileGrids(cellCount: isExact ? 0 : drawnCount)
  }

  package var isExact: Bool { patients.count <= PopulationRun.exactLimit }
  package var isComplete: Bool { done == patients.count }
}
