import Pharmacology
import Populations
import Trials
package import Validation

/// `scores.json`: every target with what was simulated and how it scored, what was not simulated with its reason, and
/// totals. Everything outside `run` is the same byte for byte when the command is run again.
package struct ScoresFile {
  private let result: ValidationResult
  private let facts: ValidationRunFacts
  private let context: RunContext

  package init(_ result: ValidationResult, facts: ValidationRunFacts, context: RunContext) {
    self.result = result
    self.facts = facts
    self.context = context
  }

  package func text() -> String { value.text(pretty: true) + "\n" }

  private var value: JSONValue {
    [
      "software": [
        "name": "Rewire", "version": .string(context.softwareVersion), "notice": .string(RunContext.notice),
      ],
      "trials_file": ["path": .string(facts.trialsFile), "sha256": .string(facts.trialsHash)],
      "model": ["path": .string(facts.modelPath), "hash": .string(facts.modelHash)],
      "data": [
        "folders": ["Evidence/validation", "Protocols/populations"], "hash": .string(facts.dataHash),
      ],
      "seed": Int(exactly: facts.seed).map(JSONValue.integer) ?? .string(String(facts.seed)),
      "replicates_asked_for": .integer(facts.replicates),
      "rules": [
        "least_share_tight": .number(result.rules.tight), "least_share_predictive": .number(result.rules.predictive),
        "most_width_over_published": .number(result.rules.width),
      ],
      "totals": .array(result.totals.map(totals)),
      "trials": .array(result.trials.map(trial)),
      "targets": .array(result.scores.map(target)),
      "run": ["command": .string(context.command)],
    ]
  }

  private func totals(_ totals: ScoreTotals) -> JSONValue {
    [
      "set": .string(totals.set.rawValue), "domain": totals.domain.map { .string($0.rawValue) } ?? "all",
      "targets": .integer(totals.targets), "simulated": .integer(totals.simulated), "A": .integer(totals.tight),
      "B": .integer(totals.predictive), "with_published_width": .integer(totals.withWidth),
      "narrow_enough": .integer(totals.narrow), "mean_log_score": .optional(totals.meanLogScore.map(rounded)),
      "orders": .integer(totals.orders), "orders_simulated": .integer(totals.ordersSimulated),
      "orders_correct": .integer(totals.ordersCorrect),
      "passes": totals.passes(result.rules).map(JSONValue.bool) ?? .null,
    ]
  }

  private func trial(_ score: TrialScore) -> JSONValue {
    let trial = score.derived.trial
    return [
      "id": .string(trial.id), "source": .string(trial.source.short),
      "doi": trial.source.doi.map(JSONValue.string) ?? .null, "set": .string(trial.split.rawValue),
      "pooled": .bool(trial.design.isPooled),
      "designs": .array(score.derived.parts.map(part)),
      "arms_left_out": .array(
        score.derived.leftOut.map { ["arm": .string($0.arm), "reason": .string($0.reason)] }),
      "notes": .texts(score.notes),
    ]
  }

  private func part(_ part: DerivedPart) -> JSONValue {
    let design = part.design
    return [
      "id": .string(design.id), "subjects": .integer(design.subjectCount), "replicates": .integer(part.replicates),
      "days": .number(design.durationDays), "estimand": .string(part.estimand.rawValue),
      "scales": .texts(design.scales),
      "baseline": design.enrolment.baseline.map { ["mean": .number($0.mean), "sd": .number($0.sd)] } ?? .null,
      "lead_in_days": .optional(design.leadIn?.durationDays),
      "visits": .array(design.visits.map { .number(rounded($0.day)) }),
      "arms": .array(
        design.arms.map { arm in
          [
            "id": .string(arm.id), "role": .string(arm.role.rawValue),
            "control": arm.control.map { .string($0.rawValue) } ?? .null, "allocation": .integer(arm.allocation),
            "treatments": .texts(arm.treatments.map(\.text)), "beside": .texts(arm.concomitant.map(\.text)),
          ]
        }),
      "assumptions": .texts(part.assumptions),
    ]
  }

  private func target(_ score: TargetScore) -> JSONValue {
    let target = score.target
    let head: JSONValue = [
      "id": .string(target.id), "trial": .string(score.trial), "set": .string(target.set.rawValue),
      "domain": .string(target.domain.rawValue), "arms": .texts(target.arms), "versus": .texts(target.versus),
      "scale": target.scale.map(JSONValue.string) ?? .null, "statistic": .string(target.statistic.rawValue),
      "computed_as": score.statistic.map(JSONValue.string) ?? .null, "day": .optional(target.day),
      "rule": target.rule.map { .string($0.rawValue) } ?? .null,
      "published": [
        "value": .optional(target.value), "low": .optional(target.low), "high": .optional(target.high),
        "band_source": target.bandSource.map { .string($0.rawValue) } ?? .null,
        "order": target.ordinal.map { .string($0.text) } ?? .null,
        "compares": target.compares.map { .string($0.rawValue) } ?? .null,
      ],
      "verification": .string(target.verification.rawValue), "is_assumed": .bool(target.isAssumed),
      "assumptions": .texts(score.assumptions),
    ]
    return head.adding(outcome(score))
  }

  private func outcome(_ score: TargetScore) -> JSONValue {
    switch score.outcome {
    case .interval(let interval):
      return [
        "status": "simulated", "reason": nil,
        "simulated": [
          "replicates": .integer(interval.replicates), "mean": .number(rounded(interval.mean)),
          "sd": .number(rounded(interval.sd)), "spread_between_trials": .number(rounded(interval.spread)),
          "p2.5": .number(rounded(interval.low)), "p97.5": .number(rounded(interval.high)),
        ],
        "A": .bool(interval.isTight), "B": .bool(interval.isPredictive),
        "narrow_enough": interval.isNarrow.map(JSONValue.bool) ?? .null,
        "log_score": .number(rounded(interval.logScore)),
      ]
    case .ordinal(let ordinal):
      return [
        "status": "simulated", "reason": nil,
        "simulated": [
          "replicates": .integer(ordinal.replicates),
          "means": .object(
            ordinal.values.map { JSONValue.Field(name: $0.arm, value: .number(rounded($0.value))) }),
          "share_of_replicates_in_order": .number(rounded(ordinal.share)),
        ],
        "correct": .bool(ordinal.isCorrect),
      ]
    case .notSimulated(let reason): return ["status": "not simulated", "reason": .string(reason)]
    case .notScored(let reason): return ["status": "not scored", "reason": .string(reason)]
    }
  }

  private func rounded(_ value: Double) -> Double { NumberText.rounded(value, digits: 6) }
}
