package import Trials

/// What a trial shows, in sentences.
package struct TrialSentences {
  private let result: TrialResult
  private let text: TrialText

  package init(_ result: TrialResult) {
    self.result = result
    text = TrialText(design: result.design)
  }

  /// For the primary contrast and endpoint; empty where nothing is compared.
  package func all() -> [String] {
    guard let asRun = result[.asRun] ?? result.estimands.first, let outcome = asRun.contrasts.first?.endpoints.first
    else { return [] }
    return [estimate(asRun, outcome), rejection(asRun, outcome), beliefs(outcome)].compactMap { $0 }
  }

  private func estimate(_ estimand: EstimandResult, _ outcome: EndpointOutcome) -> String? {
    guard outcome.estimate.mean.isFinite, let contrast = estimand.contrasts.first else { return nil }
    let kind = outcome.endpoint.kind
    let unit = kind == .timeToRelapse ? "a hazard ratio of " : ""
    let points =
      kind == .changeByAncova || kind == .changeByRepeatedMeasures
      ? " points" : kind == .timeToRelapse ? "" : " % of subjects"
    let trials =
      estimand.replicates == 1
      ? "In the simulated trial" : "Over \(NumberText.grouped(estimand.replicates)) simulated trials"
    let isOne = estimand.replicates == 1
    return
      "\(trials) the primary contrast, \(text.contrast(contrast.contrast)) in \(text.endpoint(outcome.endpoint)), is "
      + "\(unit)\(TrialText.number(outcome.estimate.mean, kind))\(points)\(isOne ? "" : " on average"); "
      + "\(isOne ? "its" : "one trial's") 95 % confidence interval is\(isOne ? "" : ", on average,") "
      + "\(TrialText.number(outcome.lower.mean, kind)) to \(TrialText.number(outcome.upper.mean, kind))."
  }

  private func rejection(_ estimand: EstimandResult, _ outcome: EndpointOutcome) -> String? {
    guard estimand.replicates > 1 else {
      return outcome.pValue.mean.isFinite ? "p = \(TrialText.pValue(outcome.pValue.mean)) (two-sided)." : nil
    }
    var sentence = "\(NumberText.percent(outcome.power.share)) % of the trials find a difference (p below alpha)"
    if let contrast = estimand.contrasts.first?.contrast, text.hasDrug(contrast),
      let none = result[.noBenefit]?.contrasts.first?.endpoints.first
    {
      sentence +=
        "; of the same trials with drugs that are noticed as much but relieve nothing, "
        + "\(NumberText.percent(none.power.share)) % do, falsely"
    }
    return sentence + "."
  }

  private func beliefs(_ outcome: EndpointOutcome) -> String? {
    func number(_ estimand: Estimand) -> String? {
      guard let other = result[estimand]?.contrasts.first?.endpoints.first, other.estimate.mean.isFinite else {
        return nil
      }
      return TrialText.number(other.estimate.mean, outcome.endpoint.kind)
    }
    guard let masked = number(.masked), let open = number(.openLabel) else { return nil }
    return "If nobody could notice anything it would be \(masked), if everybody knew their arm, \(open)."
  }
}
