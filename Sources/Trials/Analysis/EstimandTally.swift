/// Folds the rows of one estimand's replicates.
struct EstimandTally {
  let estimand: Estimand
  let design: TrialDesign
  let layout: OutcomeLayout
  let rows: [[Double]]

  var result: EstimandResult {
    EstimandResult(
      estimand: estimand, replicates: rows.count, screened: summary(layout.column(.screened)),
      randomised: summary(layout.column(.randomised)), failed: summary(layout.column(.failed)),
      arms: design.arms.indices.map(arm), contrasts: design.analysis.contrasts.indices.map(contrast), looks: looks)
  }

  private func summary(_ column: Int) -> ReplicateSummary { ReplicateSummary(rows.map { $0[column] }) }

  private func arm(_ arm: Int) -> ArmOutcome {
    func field(_ field: OutcomeLayout.ArmField) -> ReplicateSummary { summary(layout.column(arm: arm, field)) }
    return ArmOutcome(
      id: design.arms[arm].id, title: design.arms[arm].title, randomised: field(.randomised),
      visits: design.visits.indices.map { visit in design.scales.indices.map { scores(arm, visit, $0) } },
      left: field(.left),
      leftByReason: [
        (.lackOfEffect, field(.leftForLackOfEffect)), (.adverseEvent, field(.leftForAdverseEvent)),
        (.other, field(.leftForOther)), (.rule, field(.leftByRule)),
      ],
      adverseEvents: field(.adverseEvents), rescued: field(.rescued), guessedRight: field(.guessedRight),
      guessedWrong: field(.guessedWrong), unsure: field(.unsure), bang: field(.bang), atRisk: field(.atRisk),
      relapsed: field(.relapsed), medianRelapse: field(.medianRelapse),
      responseInterval: (field(.responseLower).mean, field(.responseUpper).mean),
      remissionInterval: (field(.remissionLower).mean, field(.remissionUpper).mean),
      responders: OutcomeLayout.responderSteps.enumerated().map { step, percent in
        (percent, summary(layout.column(arm: arm, responderStep: step)))
      },
      survival: layout.survivalDays.enumerated().map { step, day in
        (day, summary(layout.column(arm: arm, survivalStep: step)))
      })
  }

  private func scores(_ arm: Int, _ visit: Int, _ scale: Int) -> VisitScores {
    func field(_ field: OutcomeLayout.VisitField) -> ReplicateSummary {
      summary(layout.column(arm: arm, visit: visit, scale: scale, field))
    }
    return VisitScores(
      observed: field(.observed), mean: field(.mean), sd: field(.sd), change: field(.change),
      changeSD: field(.changeSD), response: field(.response), remission: field(.remission))
  }

  private func contrast(_ position: Int) -> ContrastOutcome {
    typealias Field = OutcomeLayout.ContrastField
    func difference(_ value: Field, _ lower: Field, _ upper: Field) -> ShareDifference {
      ShareDifference(
        difference: summary(layout.column(contrast: position, value)),
        lower: summary(layout.column(contrast: position, lower)).mean,
        upper: summary(layout.column(contrast: position, upper)).mean)
    }
    return ContrastOutcome(
      contrast: design.analysis.contrasts[position],
      endpoints: design.analysis.endpoints.indices.map { endpoint(position, $0) },
      response: difference(.response, .responseLower, .responseUpper),
      remission: difference(.remission, .remissionLower, .remissionUpper),
      adverseEvents: difference(.adverseEvents, .adverseEventsLower, .adverseEventsUpper),
      discontinuation: difference(.discontinuation, .discontinuationLower, .discontinuationUpper),
      james: summary(layout.column(contrast: position, .james)))
  }

  private func endpoint(_ contrast: Int, _ endpoint: Int) -> EndpointOutcome {
    typealias Field = OutcomeLayout.EstimateField
    func column(_ field: Field) -> Int { layout.column(contrast: contrast, endpoint: endpoint, field) }
    func field(_ field: Field) -> ReplicateSummary { summary(column(field)) }
    let rejections = rows.map { rejects($0, contrast, endpoint) }
    let kind = design.analysis.endpoints[endpoint].kind
    let isBetterBelow = kind != .response && kind != .remission
    let decisive = isSequential(contrast, endpoint) ? layout.column(.estimate) : column(.estimate)
    let favourable = zip(rows, rejections).count { $1 && ($0[decisive] < 0) == isBetterBelow }
    return EndpointOutcome(
      endpoint: design.analysis.endpoints[endpoint], estimate: field(.estimate), standardError: field(.standardError),
      degreesOfFreedom: field(.degreesOfFreedom), lower: field(.lower), upper: field(.upper), pValue: field(.pValue),
      effectSize: field(.effectSize), ratio: field(.ratio), ratioLower: field(.ratioLower),
      ratioUpper: field(.ratioUpper), subjects: field(.subjects), subjectsVersus: field(.subjectsVersus),
      power: ReplicateShare(count: rejections.count { $0 }, total: rows.count),
      favourable: ReplicateShare(count: favourable, total: rows.count),
      notEstimable: rows.count { $0[column(.pValue)].isNaN })
  }

  /// With looks, the primary endpoint of the primary contrast rejects where a boundary was crossed.
  private func rejects(_ row: [Double], _ contrast: Int, _ endpoint: Int) -> Bool {
    isSequential(contrast, endpoint)
      ? row[layout.column(.crossed)] == 1
      : row[layout.column(contrast: contrast, endpoint: endpoint, .pValue)] < design.analysis.alpha
  }

  private func isSequential(_ contrast: Int, _ endpoint: Int) -> Bool {
    contrast == 0 && endpoint == 0 && layout.lookCount > 0
  }

  private var looks: LooksOutcome? {
    guard layout.lookCount > 0 else { return nil }
    func shares(_ field: OutcomeLayout.LookField) -> [ReplicateShare] {
      (1...layout.lookCount).map { look in
        ReplicateShare(
          count: rows.count { $0[layout.column(.stoppedAt)] == Double(look) && $0[layout.column(field)] == 1 },
          total: rows.count)
      }
    }
    return LooksOutcome(
      crossed: shares(.crossed), futile: shares(.futile), subjects: summary(layout.column(.subjects)),
      estimate: summary(layout.column(.estimate)))
  }
}
