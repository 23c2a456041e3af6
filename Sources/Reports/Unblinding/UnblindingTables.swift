import Statistics
package import Trials

/// The tables on blinding, the same for the terminal and for the page.
package enum UnblindingTables {
  /// Guesses and what follows from them, for one comparison.
  package static func cases(_ comparison: UnblindingComparison) -> ReportTable {
    let cases = comparison.cases
    func column(_ group: String, _ title: String, _ cell: (UnblindingComparison.Case) -> String) -> ReportTable.Column {
      ReportTable.Column(group: group, title: title, cells: cases.map(cell))
    }
    return ReportTable(
      title: comparison.title, labelTitle: "guesses", labels: cases.map(\.id),
      columns: [
        column("right, %", "active") { NumberText.percent($0.active.active) },
        column("right, %", "control") { NumberText.percent($0.controlArm.control) },
        column("Bang's index", "active") { index($0.activeIndex.value) },
        column("Bang's index", "control") { index($0.controlIndex.value) },
        column("", "James") { index($0.james.value) },
        column("drug relieves nothing", "points") { NumberText.fixed($0.model.falseDifference, decimals: 1) },
        column("drug relieves nothing", "false +, %") { percent($0.model.falsePositives.total) },
        column("power, %", "masked") { percent($0.model.maskedPower.total) },
        column("power, %", "as run") { percent($0.model.apparentPower.total) },
        column("power, %", "left") { percent($0.model.adjustedPower.total) },
        column("for 80 %", "subjects") { item in
          item.model.subjects(forPower: 0.8).map { NumberText.grouped($0) } ?? "–"
        },
      ],
      notes: cases.map { item in
        "\(item.id): \(PlainText.oneLine(item.title))" + (item.control.map { " (\($0.rawValue))" } ?? "")
      } + comparison.notes)
  }

  /// The indices with their intervals.
  static func indices(_ comparison: UnblindingComparison) -> ReportTable {
    func column(_ title: String, _ estimate: (UnblindingComparison.Case) -> Estimate) -> ReportTable.Column {
      ReportTable.Column(
        group: "", title: title,
        cells: comparison.cases.map(estimate).map { "\(index($0.value)) (\(index($0.lower)) to \(index($0.upper)))" })
    }
    return ReportTable(
      title: "Indices of blinding, with 95 % intervals", labelTitle: "guesses", labels: comparison.cases.map(\.id),
      columns: [
        column("Bang, active arm") { $0.activeIndex }, column("Bang, control arm") { $0.controlIndex },
        column("James") { $0.james },
      ],
      notes: [
        "Bang: 0 is blind, 1 everybody guesses right, -1 everybody guesses wrong. James: 1 everybody is unsure, 0.5 "
          + "guesses at random, 0 everybody guesses right. Intervals are for the numbers of subjects asked."
      ])
  }

  /// What is assumed, as one sentence.
  package static func assumption(_ setting: UnblindingSetting) -> String {
    "\(setting.activeCount) and \(setting.controlCount) subjects; standard deviation of the change "
      + "\(NumberText.short(setting.deviation)) points; the drug relieves \(NumberText.short(setting.effect)) points; "
      + "certainty about the arm moves a rated score by \(NumberText.short(setting.expectancy)) points; two-sided level "
      + "\(NumberText.short(100 * setting.alpha)) %."
  }

  /// What the columns mean.
  package static let reading =
    "False +: how often a t test of the change rejects although the drug relieves nothing; points: the difference that "
    + "belief alone makes. Power when the drug relieves what is assumed: masked, if nobody could guess; as run, with what "
    + "belief adds; left, when the analysis allows for the guess, which is right about the drug and weaker. Guesses are "
    + "taken as causes: where improvement makes people guess the drug, too much is taken away."

  private static func index(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }

  static func percent(_ share: Double) -> String {
    share < 0.0995 ? NumberText.fixed(100 * share, decimals: 1) : NumberText.percent(share)
  }
}
