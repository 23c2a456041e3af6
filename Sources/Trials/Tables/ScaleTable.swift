/// ADQS: one record per subject, parameter and visit: sums of scales, and the items of the MADRS where subjects carry
/// them. A missed visit has no record.
struct ScaleTable {
  let subjects: TableSubjects
  let scales: TableScales
  let remission: RemissionRule

  private static let variables: [AnalysisTable.Variable] = [
    .init("STUDYID", "Study Identifier"), .init("USUBJID", "Unique Subject Identifier"),
    .init("TRTP", "Planned Treatment"), .init("APERIOD", "Period", .integer), .init("PARAM", "Parameter"),
    .init("PARAMCD", "Parameter Code"), .init("PARCAT1", "Parameter Category 1"), .init("AVISIT", "Analysis Visit"),
    .init("AVISITN", "Analysis Visit (N)", .integer), .init("ADY", "Analysis Relative Day", .integer),
    .init("ARELTM", "Days since Day 0 of the Period", .float), .init("AVAL", "Analysis Value", .float),
    .init("BASE", "Baseline Value", .float), .init("CHG", "Change from Baseline", .float),
    .init("PCHG", "Percent Change from Baseline", .float), .init("ABLFL", "Baseline Record Flag"),
    .init("CRIT1", "Analysis Criterion 1"), .init("CRIT1FL", "Criterion 1 Evaluation Result Flag"),
    .init("CRIT2", "Analysis Criterion 2"), .init("CRIT2FL", "Criterion 2 Evaluation Result Flag"),
    .init("DTYPE", "Derivation Type"),
  ]

  var table: AnalysisTable {
    var table = AnalysisTable(
      name: "ADQS", title: "Rating Scales Analysis Dataset", structure: "one record per subject, parameter and visit",
      dataClass: "BASIC DATA STRUCTURE", keys: ["STUDYID", "USUBJID", "APERIOD", "PARAMCD", "AVISITN"],
      variables: Self.variables)
    for subject in subjects.entries.joined() {
      for scale in scales.design.scales.indices {
        addSum(subject, scale, &table)
        if scale == scales.itemScale { addItems(subject, &table) }
      }
    }
    return table
  }

  private func addSum(_ subject: TrialSubject, _ scale: Int, _ table: inout AnalysisTable) {
    let title = scales.title(scale)
    let base = scales.score(subject, visit: 0, scale: scale)
    for visit in scales.design.visits.indices {
      let value = scales.score(subject, visit: visit, scale: scale)
      guard value.isFinite else { continue }
      let remitted = remission.value(value, scale: scale)
      let criteria: [AnalysisTable.Cell] =
        visit == 0 || !(base > 0)
        ? [.missing, .missing]
        : [.text("Reduction from baseline of at least 50 %"), TableSubjects.flag(value <= 0.5 * base)]
      let second: [AnalysisTable.Cell] =
        visit == 0 || remitted.isNaN ? [.missing, .missing] : [.text("Remission"), TableSubjects.flag(remitted == 1)]
      add(
        subject, visit, ("\(title), sum", scales.code(scale), title), value, base, criteria + second, &table)
    }
  }

  private func addItems(_ subject: TrialSubject, _ table: inout AnalysisTable) {
    guard let scale = scales.itemScale else { return }
    for item in 0..<scales.itemCount(subject) {
      let base = scales.item(subject, visit: 0, item: item)
      let parameter = (scales.itemTitle(item), scales.itemCode(item), scales.title(scale))
      for visit in scales.design.visits.indices {
        let value = scales.item(subject, visit: visit, item: item)
        guard value.isFinite else { continue }
        add(subject, visit, parameter, value, base, [.missing, .missing, .missing, .missing], &table)
      }
    }
  }

  private func add(
    _ subject: TrialSubject, _ visit: Int, _ parameter: (title: String, code: String, category: String),
    _ value: Double, _ base: Double, _ criteria: [AnalysisTable.Cell], _ table: inout AnalysisTable
  ) {
    let day = subject.days.indices.contains(visit) ? subject.days[visit] : scales.design.visits[visit].day
    table.add(
      [
        .text(scales.design.id), .text(subjects.identifier(subject)), .text(subjects.treatment(subject)),
        .integer(subject.period + 1), .text(parameter.title), .text(parameter.code), .text(parameter.category),
        .text(scales.design.visits[visit].title), .integer(visit),
        TableSubjects.studyDay(subjects.start(subject) + day), .number(day), .number(value), .number(base),
        visit == 0 ? .missing : .number(value - base),
        visit == 0 || !(base > 0) ? .missing : .number(100 * (value - base) / base),
        visit == 0 ? .text("Y") : .missing,
      ] + criteria + [.missing])
  }
}
