/// Collects the outcomes of a trial's replicates.
///
/// Rows are kept (8 bytes a column and replicate), so that the result depends on the rows and their order only, not on
/// how they were cut into blocks.
package struct TrialTally: Sendable {
  package let design: TrialDesign
  package let layout: OutcomeLayout
  private var rows: [Estimand: [[Double]]] = [:]

  package init(design: TrialDesign) {
    self.design = design
    layout = OutcomeLayout(design: design)
  }

  /// Adds outcomes in the order of replicates, of any estimands; each row has the layout's length.
  package mutating func add(_ outcomes: [ReplicateOutcome]) {
    for outcome in outcomes {
      precondition(outcome.values.count == layout.count, "a row of another layout")
      rows[outcome.estimand, default: []].append(outcome.values)
    }
  }

  /// How many replicates were added for an estimand.
  package func count(_ estimand: Estimand) -> Int { rows[estimand]?.count ?? 0 }

  /// O(columns · replicates · log replicates).
  package func result() -> TrialResult {
    TrialResult(
      design: design, layout: layout,
      estimands: Estimand.allCases.compactMap { estimand in
        rows[estimand].map { EstimandTally(estimand: estimand, design: design, layout: layout, rows: $0).result }
      })
  }
}
