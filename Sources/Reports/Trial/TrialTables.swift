import Statistics
package import Trials

/// The tables of a trial, the same for the terminal and the page.
package struct TrialTables {
  let result: TrialResult
  private let text: TrialText

  package init(_ result: TrialResult) {
    self.result = result
    text = TrialText(design: result.design)
  }

  /// In the order in which the report shows them.
  package func all() -> [ReportTable] {
    [arms(), visits(), contrasts(), estimands(), benefitAndHarm(), blinding(), looks()].compactMap { $0 }
  }

  private var design: TrialDesign { result.design }
  private var asRun: EstimandResult? { result[.asRun] ?? result.estimands.first }
  private var isMany: Bool { (asRun?.replicates ?? 0) > 1 }

  // MARK: Arms

  /// Who was in the arms and what became of them.
  func arms() -> ReportTable? {
    guard let asRun else { return nil }
    func column(_ group: String, _ title: String, _ cell: (ArmOutcome) -> String) -> ReportTable.Column {
      ReportTable.Column(group: group, title: title, cells: asRun.arms.map(cell))
    }
    let last = design.visits.count - 1
    let primary = design.analysis.endpoints.first
    let (visit, scale) = (primary?.visit ?? last, primary?.scale ?? 0)
    let when = design.scales[scale]
    let at = design.visits[visit].title
    var columns = [
      column("", "n") { NumberText.fixed($0.randomised.mean, decimals: 0) },
      column(when, "baseline (sd)") { Self.meanSD($0.visits[0][scale].mean.mean, $0.visits[0][scale].sd.mean) },
      column(when, "change, \(at) (sd)") {
        Self.meanSD($0.visits[visit][scale].change.mean, $0.visits[visit][scale].changeSD.mean)
      },
      column(when, "response, %") { NumberText.percent($0.visits[visit][scale].response.mean) },
      column(when, "remission, %") { NumberText.percent($0.visits[visit][scale].remission.mean) },
      column("subjects, %", "left") { NumberText.percent($0.left.mean) },
      column("subjects, %", "side effects") { NumberText.percent($0.adverseEvents.mean) },
      column("subjects, %", "guess right") { NumberText.percent($0.guessedRight.mean) },
    ]
    if !design.regimens.isEmpty {
      columns.append(column("subjects, %", "rescued") { NumberText.percent($0.rescued.mean) })
    }
    if design.analysis.endpoints.contains(where: { $0.kind == .timeToRelapse }) {
      columns += [
        column("relapse", "at risk") { NumberText.fixed($0.atRisk.mean, decimals: 1) },
        column("relapse", "relapsed, %") { NumberText.percent($0.relapsed.mean / max($0.atRisk.mean, 1e-9)) },
        column("relapse", "median days") {
          $0.medianRelapse.count > 0 ? NumberText.fixed($0.medianRelapse.mean, decimals: 0) : "not reached"
        },
      ]
    }
    return ReportTable(
      title: "Arms" + (isMany ? ", means over \(NumberText.grouped(asRun.replicates)) simulated trials" : ""),
      labelTitle: "arm", labels: design.arms.indices.map { shortened(text.arm($0), to: 34) }, columns: columns)
  }

  /// Change and its standard deviation at every visit of the primary scale.
  func visits() -> ReportTable? {
    guard let asRun, design.visits.count > 2 else { return nil }
    let scale = design.analysis.endpoints.first?.scale ?? 0
    return ReportTable(
      title: "Change in \(design.scales[scale]) from baseline: mean (standard deviation between subjects)",
      labelTitle: "arm", labels: design.arms.indices.map { shortened(text.arm($0), to: 34) },
      columns: design.visits.indices.dropFirst().map { visit in
        ReportTable.Column(
          group: "", title: design.visits[visit].title,
          cells: asRun.arms.map {
            Self.meanSD($0.visits[visit][scale].change.mean, $0.visits[visit][scale].changeSD.mean)
          })
      })
  }

  // MARK: Contrasts

  /// Contrast by endpoint, as the trial was run.
  func contrasts() -> ReportTable? {
    guard let asRun, !asRun.contrasts.isEmpty else { return nil }
    let rows = asRun.contrasts.flatMap { contrast in contrast.endpoints.map { (contrast, $0) } }
    func cells(_ cell: (EndpointOutcome) -> String) -> [String] { rows.map { cell($0.1) } }
    var columns = [
      ReportTable.Column(
        group: "one trial", title: "estimate (95 % CI)",
        cells: cells { TrialText.interval($0.estimate.mean, $0.lower.mean, $0.upper.mean, $0.endpoint.kind) }),
      ReportTable.Column(group: "one trial", title: "unit", cells: cells { TrialText.unit($0.endpoint.kind) }),
      ReportTable.Column(
        group: "one trial", title: "effect size",
        cells: cells { outcome in
          outcome.effectSize.mean.isFinite
            ? "g \(NumberText.fixed(outcome.effectSize.mean, decimals: 2))"
            : outcome.ratio.mean.isFinite && outcome.endpoint.kind != .timeToRelapse
              ? "OR \(NumberText.fixed(outcome.ratio.mean, decimals: 2))" : "–"
        }),
    ]
    if isMany {
      columns += [
        ReportTable.Column(
          group: "between trials", title: "sd",
          cells: cells { outcome in
            let scale = outcome.endpoint.kind == .response || outcome.endpoint.kind == .remission ? 100.0 : 1
            return NumberText.short(scale * outcome.estimate.sd)
              + (outcome.endpoint.kind == .timeToRelapse ? " (log)" : "")
          }),
        ReportTable.Column(
          group: "between trials", title: "2.5 to 97.5 %",
          cells: cells {
            "\(TrialText.number($0.estimate.low, $0.endpoint.kind)) to \(TrialText.number($0.estimate.high, $0.endpoint.kind))"
          }),
        ReportTable.Column(group: "between trials", title: "power", cells: cells { TrialText.share($0.power) }),
      ]
    } else {
      columns.append(
        ReportTable.Column(group: "one trial", title: "p", cells: cells { TrialText.pValue($0.pValue.mean) }))
    }
    return ReportTable(
      title: "\(contrastTitle), as run", labelTitle: "endpoint",
      labels: rows.map { label($0.contrast, $1.endpoint) },
      columns: columns, notes: contrastNotes(rows.map(\.1)))
  }

  private func contrastNotes(_ outcomes: [EndpointOutcome]) -> [String] {
    var notes = ["Negative differences of scores are better in the first arm."]
    if isMany {
      notes.append(
        "Power: the share of the simulated trials that find a difference (two-sided, alpha "
          + "\(NumberText.short(design.analysis.alpha))), with twice its Monte Carlo error.")
    }
    let missing = outcomes.map(\.notEstimable).max() ?? 0
    if missing > 0 { notes.append("Up to \(missing) trials had no estimate; they count as finding none.") }
    return notes
  }

  /// The same contrasts under every estimand.
  func estimands() -> ReportTable? {
    guard result.estimands.count > 1, let asRun, !asRun.contrasts.isEmpty else { return nil }
    var columns: [ReportTable.Column] = []
    for estimand in result.estimands {
      let outcomes = estimand.contrasts.flatMap(\.endpoints)
      let group = TrialText.title(estimand.estimand)
      columns.append(
        ReportTable.Column(
          group: group, title: "estimate", cells: outcomes.map { TrialText.number($0.estimate.mean, $0.endpoint.kind) })
      )
      columns.append(
        ReportTable.Column(
          group: group, title: isMany ? "rejected, %" : "p",
          cells: outcomes.map {
            isMany ? NumberText.fixed(100 * $0.power.share, decimals: 1) : TrialText.pValue($0.pValue.mean)
          }))
    }
    let rows = asRun.contrasts.flatMap { contrast in contrast.endpoints.map { (contrast, $0) } }
    return ReportTable(
      title: "Estimates, and how many trials reject, under each belief", labelTitle: "endpoint",
      labels: rows.map { label($0.contrast, $1.endpoint) },
      columns: columns,
      notes: result.estimands.map {
        "\(TrialText.title($0.estimand)): \(TrialText.meaning($0.estimand))"
      })
  }

  // MARK: Benefit, harm and blinding

  /// Numbers needed to treat beside numbers needed to harm.
  func benefitAndHarm() -> ReportTable? {
    guard let asRun, !asRun.contrasts.isEmpty else { return nil }
    func column(
      _ group: String, _ number: String, _ difference: (ContrastOutcome) -> ShareDifference
    ) -> [ReportTable.Column] {
      [
        ReportTable.Column(
          group: group, title: "difference, %",
          cells: asRun.contrasts.map {
            let share = difference($0)
            return TrialText.interval(share.difference.mean, share.lower, share.upper, .response)
          }),
        ReportTable.Column(group: group, title: number, cells: asRun.contrasts.map { Self.needed(difference($0)) }),
      ]
    }
    return ReportTable(
      title: "Benefit and harm, as run: one more in how many", labelTitle: "contrast",
      labels: asRun.contrasts.map { shortened(text.shortContrast($0.contrast), to: 32) },
      columns: column("response", "NNT") { $0.response } + column("remission", "NNT") { $0.remission }
        + column("side effects", "NNH") { $0.adverseEvents }
        + column("left for side effects", "NNH") { $0.discontinuation },
      notes: [
        "Differences with the 95 % interval of one trial (Newcombe). NNT, NNH: so many are treated for one more with the "
          + "event; ∞ in an interval: the difference may be none."
      ])
  }

  /// `6 (4 to 19)`, `6 (3 to ∞ to -40)`.
  private static func needed(_ share: ShareDifference) -> String {
    let needed = share.numberNeededInOneTrial
    func text(_ value: Double) -> String {
      guard value.isFinite, abs(value) < 1000 else { return value < 0 ? "-∞" : "∞" }
      return NumberText.fixed(value, decimals: abs(value) < 10 ? 1 : 0)
    }
    guard !needed.value.isNaN else { return "–" }
    switch needed.interval {
    case .bounded(let lower, let upper): return "\(text(needed.value)) (\(text(lower)) to \(text(upper)))"
    case .throughInfinity(let fewer, let more):
      return "\(text(needed.value)) (\(text(more)) to ∞ to \(text(fewer)))"
    }
  }

  /// Who guesses what, under each estimand in which something can be guessed.
  func blinding() -> ReportTable? {
    guard let asRun, design.arms.count > 1 else { return nil }
    let james = asRun.contrasts.compactMap { $0.james.mean.isFinite ? $0.james.mean : nil }
    return ReportTable(
      title: "Blinding, as run", labelTitle: "arm",
      labels: design.arms.indices.map { shortened(text.arm($0), to: 34) },
      columns: [
        ReportTable.Column(
          group: "guesses, %", title: "right", cells: asRun.arms.map { NumberText.percent($0.guessedRight.mean) }),
        ReportTable.Column(
          group: "guesses, %", title: "do not know", cells: asRun.arms.map { NumberText.percent($0.unsure.mean) }),
        ReportTable.Column(
          group: "guesses, %", title: "wrong", cells: asRun.arms.map { NumberText.percent($0.guessedWrong.mean) }),
        ReportTable.Column(
          group: "", title: "Bang's index", cells: asRun.arms.map { NumberText.fixed($0.bang.mean, decimals: 2) }),
      ],
      notes: ["Bang's index: 0 blind, 1 all right, -1 all wrong."]
        + (james.first.map { ["James' index: \(NumberText.fixed($0, decimals: 2)) (1 blind, 0 all right)."] } ?? []))
  }

  /// Where there is one contrast it stands in the table's title.
  private var contrastTitle: String {
    let contrasts = design.analysis.contrasts
    return contrasts.count == 1 ? text.contrast(contrasts[0]) : "Contrasts"
  }

  private func label(_ contrast: TrialContrast, _ endpoint: TrialEndpoint) -> String {
    let name = text.endpoint(endpoint)
    return design.analysis.contrasts.count == 1 ? name : "\(shortened(text.shortContrast(contrast), to: 32)): \(name)"
  }

  /// When looks ended the trials.
  func looks() -> ReportTable? {
    guard let looks = asRun?.looks, let plan = design.analysis.looks else { return nil }
    return ReportTable(
      title: "Looks (\(plan.spending.rawValue)), as run", labelTitle: "look at",
      labels: plan.shares.map { "\(NumberText.percent($0)) % of the subjects" },
      columns: [
        ReportTable.Column(
          group: "trials, %", title: "stop for success",
          cells: looks.crossed.map { NumberText.fixed(100 * $0.share, decimals: 1) }),
        ReportTable.Column(
          group: "trials, %", title: "stop for futility",
          cells: looks.futile.map { NumberText.fixed(100 * $0.share, decimals: 1) }),
      ],
      notes: ["Subjects until the end: \(NumberText.fixed(looks.subjects.mean, decimals: 1)) on average."])
  }

  private static func meanSD(_ mean: Double, _ sd: Double) -> String {
    guard mean.isFinite else { return "–" }
    return "\(NumberText.fixed(mean, decimals: 1)) (\(NumberText.fixed(sd, decimals: 1)))"
  }

  private func shortened(_ text: String, to limit: Int) -> String { StudyTables.shortened(text, to: limit) }
}
