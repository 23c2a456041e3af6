import Diagnostics

/// What `rewire unblinding` is asked: assumptions, nil where the library's or the trial's own are to be taken.
package struct UnblindingQuestion: Sendable, Hashable {
  /// Subjects of each arm.
  package var patients: Int?
  package var deviation: Double?
  package var effect: Double?
  /// Points that certainty moves a rated score.
  package var expectancy: Double?
  package var alpha: Double?

  package init(
    patients: Int? = nil, deviation: Double? = nil, effect: Double? = nil, expectancy: Double? = nil,
    alpha: Double? = nil
  ) {
    self.patients = patients
    self.deviation = deviation
    self.effect = effect
    self.expectancy = expectancy
    self.alpha = alpha
  }

  /// From a table of guesses: each active arm against the control.
  ///
  /// - Throws: `InputError` for a number outside its range or a missing parameter.
  package func comparisons(_ table: GuessTable, parameters: TrialParameters) throws -> [UnblindingComparison] {
    try table.active.map { arm in
      let setting = try setting(
        arm.count, table.control.count, alpha: 0.05, rater: .site, parameters: parameters)
      var comparison = UnblindingComparison(
        title: "\(arm.name) against \(table.control.name)", setting: setting, control: nil)
      try comparison.add(
        id: "table", title: "guesses of the table", control: nil, active: arm, controlArm: table.control)
      return comparison
    }
  }

  /// From a trial's arms: each contrast of an active arm with a control, under published guesses of trials with the
  /// same type of control, and under certainty where everybody knows the arm.
  ///
  /// - Throws: `InputError` when no contrast has a control, for a number outside its range, a missing parameter.
  package func comparisons(
    _ design: TrialDesign, published: [PublishedGuesses], parameters: TrialParameters
  ) throws -> [UnblindingComparison] {
    let parts = Double(design.arms.map(\.allocation).reduce(0, +))
    func count(_ arm: TrialArm) -> Int {
      if design.crossover != nil { return design.subjectCount }
      return Int((Double(design.subjectCount * arm.allocation) / parts).rounded())
    }
    var comparisons: [UnblindingComparison] = []
    for contrast in design.analysis.contrasts {
      let active = design.arms[contrast.arm]
      let other = design.arms[contrast.versus]
      guard active.role == .active, let known = other.control else { continue }
      // Who knows that it gets the treatment makes the trial open, whatever the control is.
      let type = active.control?.isOpen == true && !known.isOpen ? .openLabel : known
      let setting = try setting(
        count(active), count(other), alpha: design.analysis.alpha, rater: design.rater, parameters: parameters)
      comparisons.append(
        try comparison("\(active.title) against \(other.title)", type, setting, published: published))
    }
    guard !comparisons.isEmpty else {
      throw InputError(
        "no contrast of the trial sets an active arm against a control", in: design.source,
        hint: "controls have a \"control\" type; contrasts name an active arm first")
    }
    return comparisons
  }

  private func comparison(
    _ title: String, _ type: ControlType, _ setting: UnblindingSetting, published: [PublishedGuesses]
  ) throws -> UnblindingComparison {
    func arm(_ shares: GuessShares, _ count: Int) -> GuessTable.Arm {
      GuessTable.Arm(name: "", isActive: true, count: count, shares: shares)
    }
    if type.isOpen {
      var open = UnblindingComparison(
        title: title, setting: setting, control: type,
        notes: ["Everybody knows the arm (\(type.rawValue)): no guesses are needed."])
      try open.add(
        id: "open", title: "everybody knows", control: type,
        active: arm(GuessShares(right: 1, isActiveArm: true), setting.activeCount),
        controlArm: arm(GuessShares(right: 1, isActiveArm: false), setting.controlCount))
      return open
    }
    let known = published.filter { $0.overall != nil }
    let alike = known.filter { $0.control == type }
    let note =
      alike.isEmpty
      ? "No published guesses are known for the control type \"\(type.rawValue)\": those of the other types are shown."
      : "The guesses are those of published trials with the same type of control, \"\(type.rawValue)\"."
    var comparison = UnblindingComparison(title: title, setting: setting, control: type, notes: [note])
    for trial in alike.isEmpty ? known : alike {
      guard let overall = trial.overall else { continue }
      try comparison.add(
        id: trial.id, title: trial.title, control: trial.control,
        active: arm(GuessShares(right: trial.active.right ?? overall, isActiveArm: true), setting.activeCount),
        controlArm: arm(
          GuessShares(right: trial.controlArm.right ?? overall, isActiveArm: false), setting.controlCount))
    }
    return comparison
  }

  private func setting(
    _ active: Int, _ control: Int, alpha: Double, rater: RaterKind, parameters: TrialParameters
  ) throws -> UnblindingSetting {
    let factor = try parameters.value(rater == .site ? "belief.site_rater" : "belief.remote_rater")
    return try UnblindingSetting(
      activeCount: patients ?? active, controlCount: patients ?? control,
      deviation: deviation ?? parameters.value("unblinding.deviation"),
      effect: effect ?? parameters.value("unblinding.effect"),
      expectancy: expectancy ?? factor * parameters.value("belief.relief"), alpha: self.alpha ?? alpha)
  }
}
