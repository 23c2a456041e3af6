extension OutcomeLayout {
  /// A name for each column, as the header of a table of replicates: `arm.ketamine.visit.1.madrs.change`.
  package var names: [String] {
    var names = [String](repeating: "", count: count)
    for field in TrialField.allCases { names[column(field)] = "trial.\(field)" }
    for (arm, id) in arms.enumerated() {
      for field in ArmField.allCases { names[column(arm: arm, field)] = "arm.\(id).\(field)" }
      for visit in visits.indices {
        for (scale, title) in scales.enumerated() {
          for field in VisitField.allCases {
            names[column(arm: arm, visit: visit, scale: scale, field)] = "arm.\(id).visit.\(visit).\(title).\(field)"
          }
        }
      }
      for (step, percent) in Self.responderSteps.enumerated() {
        names[column(arm: arm, responderStep: step)] = "arm.\(id).improved.\(Int(percent))"
      }
      for step in survivalDays.indices { names[column(arm: arm, survivalStep: step)] = "arm.\(id).survival.\(step)" }
    }
    for (position, contrast) in contrasts.enumerated() {
      let title = "contrast.\(arms[contrast.arm])-\(arms[contrast.versus])"
      for field in ContrastField.allCases { names[column(contrast: position, field)] = "\(title).\(field)" }
      for endpoint in endpoints.indices {
        for field in EstimateField.allCases {
          names[column(contrast: position, endpoint: endpoint, field)] = "\(title).endpoint.\(endpoint).\(field)"
        }
      }
    }
    guard lookCount > 0 else { return names }
    for field in LookField.allCases { names[column(field)] = "looks.\(field)" }
    for look in 0..<lookCount { names[column(look: look)] = "looks.statistic.\(look + 1)" }
    return names
  }
}
