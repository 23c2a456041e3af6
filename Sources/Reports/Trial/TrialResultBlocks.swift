import Statistics
import Trials

/// The blocks of `result.json` on the design and on one estimand.
struct TrialResultBlocks {
  let design: TrialDesign

  var trial: JSONValue {
    [
      "id": .string(design.id), "title": .string(design.title),
      "seed": Int(exactly: design.seed).map(JSONValue.integer) ?? .string(String(design.seed)),
      "subjects": .integer(design.subjectCount), "duration_days": .number(design.durationDays),
      "is_crossover": .bool(design.crossover != nil), "alpha_two_sided": .number(design.analysis.alpha),
      "arms": .array(
        design.arms.map {
          [
            "id": .string($0.id), "title": .string($0.title), "role": .string($0.role.rawValue),
            "control": ($0.control?.rawValue).map(JSONValue.string) ?? .null, "allocation": .integer($0.allocation),
          ]
        }),
      "visits": .array(design.visits.map { ["title": .string($0.title), "day": .number($0.day)] }),
      "scales": .texts(design.scales),
      "endpoints": .array(
        design.analysis.endpoints.map {
          [
            "kind": .string(Self.name($0.kind)), "scale": .string(design.scales[$0.scale]),
            "visit": $0.visit.map { .string(design.visits[$0].title) } ?? .null,
          ]
        }),
    ]
  }

  static func name(_ kind: TrialEndpoint.Kind) -> String {
    switch kind {
    case .changeByAncova: "change, ANCOVA"
    case .changeByRepeatedMeasures: "change, mixed model for repeated measures"
    case .response: "response"
    case .remission: "remission"
    case .timeToRelapse: "time to relapse"
    }
  }

  func estimand(_ result: EstimandResult) -> JSONValue {
    ([
      "estimand": .string(result.estimand.rawValue), "replicates": .integer(result.replicates),
      "screened": number(result.screened), "randomised": number(result.randomised),
      "without_numbers": number(result.failed),
      "arms": .array(result.arms.map(arm)), "contrasts": .array(result.contrasts.map(contrast)),
    ] as JSONValue).adding(result.looks.map { ["looks": looks($0)] } ?? [:])
  }

  private func arm(_ arm: ArmOutcome) -> JSONValue {
    [
      "id": .string(arm.id), "n": number(arm.randomised),
      "visits": .array(
        zip(design.visits, arm.visits).flatMap { visit, scales in
          zip(design.scales, scales).map { scale, scores in
            [
              "visit": .string(visit.title), "day": .number(visit.day), "scale": .string(scale),
              "n": number(scores.observed), "mean_score": number(scores.mean), "sd_score": number(scores.sd),
              "mean_change": number(scores.change), "sd_change": number(scores.changeSD),
              "response_percent": percent(scores.response), "remission_percent": percent(scores.remission),
            ] as JSONValue
          }
        }),
      "response_interval_percent": ends(arm.responseInterval),
      "remission_interval_percent": ends(arm.remissionInterval),
      "guessed_right_percent": percent(arm.guessedRight), "guessed_wrong_percent": percent(arm.guessedWrong),
      "did_not_know_percent": percent(arm.unsure), "bang_index": number(arm.bang),
      "left_percent": percent(arm.left),
      "left_by_reason": .array(
        arm.leftByReason.map { ["reason": .string($0.reason.rawValue), "percent": percent($0.share)] }),
      "adverse_event_percent": percent(arm.adverseEvents), "rescued_percent": percent(arm.rescued),
      "at_risk_of_relapse": number(arm.atRisk), "relapses": number(arm.relapsed),
      "median_days_to_relapse": number(arm.medianRelapse),
      "responders": .array(
        arm.responders.map { ["improvement_percent": .number($0.percent), "percent": percent($0.share)] }),
      "without_relapse": .array(arm.survival.map { ["day": .number(rounded($0.day)), "percent": percent($0.share)] }),
    ]
  }

  private func contrast(_ contrast: ContrastOutcome) -> JSONValue {
    [
      "arm": .string(design.arms[contrast.contrast.arm].id),
      "versus": .string(design.arms[contrast.contrast.versus].id),
      "endpoints": .array(contrast.endpoints.map(endpoint)),
      "response": needed(contrast.response), "remission": needed(contrast.remission),
      "adverse_events": needed(contrast.adverseEvents),
      "left_for_adverse_event": needed(contrast.discontinuation),
      "james_index": number(contrast.james),
    ]
  }

  private func endpoint(_ outcome: EndpointOutcome) -> JSONValue {
    let endpoint = outcome.endpoint
    let isShare = endpoint.kind == .response || endpoint.kind == .remission
    let value = endpoint.kind == .timeToRelapse ? "log_hazard_ratio" : isShare ? "risk_difference_points" : "difference"
    let show = isShare ? percent : number
    let ratio: JSONValue =
      isShare || endpoint.kind == .timeToRelapse
      ? .object([
        JSONValue.Field(
          name: isShare ? "odds_ratio" : "hazard_ratio",
          value: [
            "value": number(outcome.ratio), "lower": number(outcome.ratioLower), "upper": number(outcome.ratioUpper),
          ])
      ]) : ["effect_size_g": number(outcome.effectSize)]
    return
      ([
        "kind": .string(Self.name(endpoint.kind)), "scale": .string(design.scales[endpoint.scale]),
        "visit": endpoint.visit.map { .string(design.visits[$0].title) } ?? .null,
      ] as JSONValue).adding(
        .object([JSONValue.Field(name: value, value: show(outcome.estimate))])
      ).adding([
        "standard_error": show(outcome.standardError), "lower": show(outcome.lower), "upper": show(outcome.upper),
        "p_value": number(outcome.pValue), "degrees_of_freedom": number(outcome.degreesOfFreedom),
      ]).adding(ratio).adding([
        "subjects": number(outcome.subjects), "subjects_versus": number(outcome.subjectsVersus),
        "power": share(outcome.power), "favourable": share(outcome.favourable),
        "not_estimable": .integer(outcome.notEstimable),
      ])
  }

  private func looks(_ looks: LooksOutcome) -> JSONValue {
    [
      "at": .array(
        zip(looks.crossed, looks.futile).enumerated().map { look, shares in
          [
            "share_of_subjects": .number(design.analysis.looks?.shares[look] ?? .nan),
            "crossed": share(shares.0), "stopped_for_futility": share(shares.1),
          ]
        }),
      "subjects_at_end": number(looks.subjects), "estimate_at_end": number(looks.estimate),
    ]
  }

  private func needed(_ difference: ShareDifference) -> JSONValue {
    let needed = difference.numberNeeded
    let interval: JSONValue =
      switch needed.interval {
      case .bounded(let lower, let upper): ["lower": .number(rounded(lower)), "upper": .number(rounded(upper))]
      case .throughInfinity(let fewer, let more):
        ["through_infinity": true, "below": .number(rounded(fewer)), "above": .number(rounded(more))]
      }
    return [
      "difference_points": percent(difference.difference),
      "interval_of_one_trial_points": ends((difference.lower, difference.upper)),
      "number_needed": (["value": .number(rounded(needed.value))] as JSONValue).adding(interval),
    ]
  }

  private func share(_ share: ReplicateShare) -> JSONValue {
    [
      "share": .number(rounded(share.share)), "monte_carlo_standard_error": .number(rounded(share.standardError)),
      "count": .integer(share.count), "replicates": .integer(share.total),
    ]
  }

  private func ends(_ interval: (lower: Double, upper: Double)) -> JSONValue {
    ["lower": .number(rounded(100 * interval.lower)), "upper": .number(rounded(100 * interval.upper))]
  }

  private func number(_ summary: ReplicateSummary) -> JSONValue { fields(summary, times: 1) }
  private func percent(_ summary: ReplicateSummary) -> JSONValue { fields(summary, times: 100) }

  private func fields(_ summary: ReplicateSummary, times factor: Double) -> JSONValue {
    [
      "mean": .number(rounded(factor * summary.mean)), "sd": .number(rounded(factor * summary.sd)),
      "p025": .number(rounded(factor * summary.low)), "p975": .number(rounded(factor * summary.high)),
      "replicates": .integer(summary.count),
    ]
  }

  private func rounded(_ value: Double) -> Double { NumberText.rounded(value, digits: 6) }
}
