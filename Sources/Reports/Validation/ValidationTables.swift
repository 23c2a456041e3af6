package import Validation

/// The tables of a validation, the same for the terminal and for the page.
package struct ValidationTables {
  private let result: ValidationResult

  package init(_ result: ValidationResult) { self.result = result }

  /// How many targets of each set and domain were simulated and met the rules.
  package var totals: ReportTable {
    let rows = result.totals
    func column(_ title: String, _ cell: (ScoreTotals) -> String) -> ReportTable.Column {
      ReportTable.Column(group: "", title: title, cells: rows.map(cell))
    }
    func percent(_ count: Int, _ all: Int) -> String {
      all == 0 ? "–" : "\(count) (\(NumberText.percent(Double(count) / Double(all))) %)"
    }
    let rules = result.rules
    return ReportTable(
      title: "Published targets against what was simulated", labelTitle: "set",
      labels: rows.map { row in row.domain.map { "  " + $0.title } ?? row.set.rawValue },
      columns: [
        column("targets") { String($0.targets) },
        column("simulated") { percent($0.simulated, $0.targets) },
        column("A") { percent($0.tight, $0.targets) },
        column("B") { percent($0.predictive, $0.targets) },
        column("narrow") { $0.withWidth == 0 ? "–" : "\($0.narrow) of \($0.withWidth)" },
        column("log score") { $0.meanLogScore.map { NumberText.fixed($0, decimals: 2) } ?? "–" },
        column("orders") { $0.orders == 0 ? "–" : "\($0.ordersCorrect) of \($0.orders)" },
        column("passes") { $0.passes(rules).map { $0 ? "yes" : "no" } ?? "–" },
      ],
      notes: [
        "A: the mean simulated estimate lies in the published band. B: the published value lies in the central 95 % of "
          + "simulated estimates with the spread between trials. Shares are of all targets: what is not simulated "
          + "counts as failed.",
        "A set or domain passes with A in at least \(NumberText.percent(rules.tight)) % and B in at least "
          + "\(NumberText.percent(rules.predictive)) % of its targets and every order correct.",
      ])
  }

  /// Every target that was simulated, with its scores.
  package var targets: ReportTable {
    let scores = result.scores.compactMap { score in score.interval.map { (score, $0) } }
    func column(_ title: String, _ cell: (TargetScore, IntervalScore) -> String) -> ReportTable.Column {
      ReportTable.Column(group: "", title: title, cells: scores.map { cell($0.0, $0.1) })
    }
    return ReportTable(
      title: "Targets that were simulated", labelTitle: "target", labels: scores.map(\.0.target.id),
      columns: [
        column("set") { score, _ in score.target.set.rawValue },
        column("domain") { score, _ in score.target.domain.title },
        column("arms") { score, _ in Self.arms(score.target) },
        column("statistic") { score, _ in score.statistic ?? "–" },
        column("day") { score, _ in score.target.day.map(Self.day) ?? "–" },
        column("published") { score, _ in Self.published(score.target) },
        column("simulated") { _, interval in
          let ends = "\(NumberText.short(interval.low)), \(NumberText.short(interval.high))"
          return "\(NumberText.short(interval.mean)) [\(ends)]"
        },
        column("A") { _, interval in interval.isTight ? "yes" : "no" },
        column("B") { _, interval in interval.isPredictive ? "yes" : "no" },
        column("narrow") { _, interval in interval.isNarrow.map { $0 ? "yes" : "no" } ?? "–" },
        column("log score") { _, interval in NumberText.fixed(interval.logScore, decimals: 2) },
        column("known by") { score, _ in
          score.target.verification.rawValue + (score.target.isAssumed ? ", assumed" : "")
        },
      ])
  }

  /// Every order that was simulated.
  package var orders: ReportTable {
    let scores = result.scores.compactMap { score in score.ordinal.map { (score, $0) } }
    func column(_ title: String, _ cell: (TargetScore, OrdinalScore) -> String) -> ReportTable.Column {
      ReportTable.Column(group: "", title: title, cells: scores.map { cell($0.0, $0.1) })
    }
    return ReportTable(
      title: "Orders that were simulated", labelTitle: "target", labels: scores.map(\.0.target.id),
      columns: [
        column("published order") { score, _ in score.target.ordinal?.text ?? "–" },
        column("compares") { score, _ in
          score.target.compares.map { String($0.rawValue.map { $0 == "_" ? " " : $0 }) } ?? "–"
        },
        column("simulated") { _, order in
          order.values.map { "\($0.arm) \(NumberText.short($0.value))" }.joined(separator: ", ")
        },
        column("correct") { _, order in order.isCorrect ? "yes" : "no" },
        column("of replicates") { _, order in "\(NumberText.percent(order.share)) %" },
      ])
  }

  /// Every target that a rule belongs to and that could not be simulated.
  package var missing: ReportTable {
    let scores = result.scores.compactMap { score -> (TargetScore, String)? in
      guard case .notSimulated(let reason) = score.outcome else { return nil }
      return (score, reason)
    }
    return ReportTable(
      title: "Targets that were not simulated", labelTitle: "target", labels: scores.map(\.0.target.id),
      columns: [
        ReportTable.Column(group: "", title: "set", cells: scores.map(\.0.target.set.rawValue)),
        ReportTable.Column(group: "", title: "domain", cells: scores.map(\.0.target.domain.title)),
        ReportTable.Column(group: "", title: "reason", cells: scores.map(\.1)),
      ], notes: ["They count as failed in every total."])
  }

  private static func day(_ day: Double) -> String {
    NumberText.fixed(day, decimals: day == day.rounded() ? 0 : 2)
  }

  private static func arms(_ target: PublishedTarget) -> String {
    let versus = target.versus.isEmpty ? "" : " - " + target.versus.joined(separator: "+")
    return target.arms.joined(separator: "+") + versus
  }

  private static func published(_ target: PublishedTarget) -> String {
    let value = target.value.map(NumberText.short) ?? "–"
    let high = target.high.map(NumberText.short) ?? "open"
    return target.low.map { "\(value) [\(NumberText.short($0)), \(high)]" } ?? value
  }
}
