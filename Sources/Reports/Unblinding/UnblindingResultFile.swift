import Statistics
package import Trials

/// `result.json` of `rewire unblinding`.
package struct UnblindingResultFile {
  let comparisons: [UnblindingComparison]
  let context: RunContext

  package init(_ comparisons: [UnblindingComparison], context: RunContext) {
    self.comparisons = comparisons
    self.context = context
  }

  package func text() -> String {
    let value: JSONValue = [
      "notice": .string(RunContext.notice), "software": .string("Rewire \(context.softwareVersion)"),
      "command": .string(context.command), "comparisons": .array(comparisons.map(comparison)),
    ]
    return value.text(pretty: true) + "\n"
  }

  private func comparison(_ comparison: UnblindingComparison) -> JSONValue {
    let setting = comparison.setting
    return [
      "title": .string(comparison.title), "control": comparison.control.map { .string($0.rawValue) } ?? .null,
      "active_subjects": .integer(setting.activeCount), "control_subjects": .integer(setting.controlCount),
      "standard_deviation": .number(setting.deviation), "effect": .number(setting.effect),
      "expectancy": .number(setting.expectancy), "alpha": .number(setting.alpha),
      "cases": .array(comparison.cases.map(one)),
      "by_share_right": .array(comparison.points.map(point)), "notes": .texts(comparison.notes),
    ]
  }

  private func one(_ item: UnblindingComparison.Case) -> JSONValue {
    let model = item.model
    return [
      "id": .string(item.id), "title": .string(item.title),
      "control": item.control.map { .string($0.rawValue) } ?? .null,
      "active_arm": shares(item.active), "control_arm": shares(item.controlArm),
      "bang_active": estimate(item.activeIndex),
      "bang_control": estimate(item.controlIndex),
      "james": estimate(item.james),
      "false_difference": number(model.falseDifference), "false_positives": number(model.falsePositives.total),
      "false_positives_for_drug": number(model.falsePositives.below),
      "power_masked": number(model.maskedPower.total), "power_as_run": number(model.apparentPower.total),
      "power_left": number(model.adjustedPower.total),
      "subjects_for_80_percent": model.subjects(forPower: 0.8).map { .integer($0) } ?? .null,
    ]
  }

  private func point(_ point: UnblindingComparison.Point) -> JSONValue {
    [
      "right": number(point.right), "expectancy": number(point.expectancy),
      "false_positives": number(point.falsePositives), "power_as_run": number(point.apparentPower),
      "power_left": number(point.adjustedPower),
    ]
  }

  private func shares(_ shares: GuessShares) -> JSONValue {
    [
      "guess_active": number(shares.active), "guess_control": number(shares.control), "unsure": number(shares.unsure),
    ]
  }

  private func estimate(_ estimate: Estimate) -> JSONValue {
    ["value": number(estimate.value), "low": number(estimate.lower), "high": number(estimate.upper)]
  }

  private func number(_ value: Double) -> JSONValue { .number(NumberText.rounded(value, digits: 6)) }
}
