import Statistics

/// Turns what was observed in a replicate of a trial into the numbers that are reported of it.
///
/// Immutable and safe to use from several threads. Data from which something does not follow (nobody observed, no
/// variance, a model without a fit) give NaN there and never an error.
package struct TrialAnalysis: Sendable {
  package let layout: OutcomeLayout
  private let design: TrialDesign
  private let remission: RemissionRule
  private let looks: LookAnalysis?

  /// - Parameter scales: those of the design (`ScaleLibrary`), which say what counts as remission.
  package init(design: TrialDesign, scales: [Scale] = []) {
    self.design = design
    remission = RemissionRule(design: design, scales: scales)
    layout = OutcomeLayout(design: design)
    looks = LookAnalysis(design: design)
  }

  /// O(subjects · visits · scales), and the mixed models where the plan has them.
  package func outcome(of trial: TrialData) -> ReplicateOutcome {
    var values = [Double](repeating: .nan, count: layout.count)
    let data = ObservedScores(trial.subjects, design: design)
    values[layout.column(.screened)] = Double(trial.screened)
    values[layout.column(.randomised)] = Double(randomised(trial.subjects))
    values[layout.column(.failed)] = Double(trial.subjects.count { $0.failure != nil })
    let arms = ArmAnalysis(design: design, layout: layout, remission: remission, primary: primary)
    let rows = design.arms.indices.map { arm in trial.subjects.indices.filter { trial.subjects[$0].arm == arm } }
    for arm in design.arms.indices { arms.write(arm, data, rows: rows[arm], into: &values) }
    let contrasts = ContrastAnalysis(design: design, layout: layout, remission: remission, primary: primary)
    contrasts.write(data, rows: rows, into: &values)
    var endpoints = EndpointAnalysis(
      design: design, remission: remission, data: data, rows: Array(trial.subjects.indices))
    for (position, endpoint) in design.analysis.endpoints.enumerated() {
      for (contrast, estimate) in endpoints.estimates(endpoint).enumerated() {
        estimate.write(contrast, position, layout, into: &values)
      }
    }
    looks?.write(data, layout, into: &values) { rows in
      var part = EndpointAnalysis(design: design, remission: remission, data: data, rows: rows)
      return design.analysis.endpoints.first.flatMap { part.estimates($0).first } ?? EndpointEstimate()
    }
    return ReplicateOutcome(replicate: trial.replicate, estimand: trial.estimand, values: values)
  }

  /// Where response, remission and the responder curve are read: the primary endpoint's visit and scale.
  private var primary: (visit: Int, scale: Int) {
    let endpoint = design.analysis.endpoints.first
    return (endpoint?.visit ?? design.visits.count - 1, endpoint?.scale ?? 0)
  }

  private func randomised(_ subjects: [TrialSubject]) -> Int {
    design.crossover == nil ? subjects.count : Set(subjects.map(\.patient)).count
  }
}
