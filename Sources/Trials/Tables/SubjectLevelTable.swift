/// ADSL: one record per subject.
struct SubjectLevelTable {
  let subjects: TableSubjects
  let scales: TableScales

  var table: AnalysisTable {
    let design = subjects.design
    let periods = design.crossover?.periodDays.count ?? 1
    let leading: [AnalysisTable.Variable] = [
      .init("STUDYID", "Study Identifier"), .init("USUBJID", "Unique Subject Identifier"),
      .init("SUBJID", "Subject Identifier for the Study"), .init("SITEID", "Study Site Identifier"),
    ]
    let treatments = (1...max(periods, 1)).flatMap { period -> [AnalysisTable.Variable] in
      let number = period < 10 ? "0\(period)" : "\(period)"
      return [
        .init("TRT\(number)P", "Planned Treatment for Period \(number)"),
        .init("TRT\(number)A", "Actual Treatment for Period \(number)"),
      ]
    }
    let trailing: [AnalysisTable.Variable] = [
      .init("STRATUM", "Stratum of Randomisation", .integer), .init("ITTFL", "Intent-To-Treat Population Flag"),
      .init("SAFFL", "Safety Population Flag"), .init("RANDFL", "Randomized Population Flag"),
      .init("COMPLFL", "Completers Population Flag"), .init("EOSSTT", "End of Study Status"),
      .init("EOSDY", "End of Study Relative Day", .integer), .init("DCSREAS", "Reason for Discontinuation from Study"),
      .init("AEFL", "Any Adverse Event Flag"), .init("GUESS", "Guess of Treatment at Last Visit"),
      .init("SCRSCORE", "Primary Score at Screening", .float), .init("BSCORE", "Primary Score at Baseline", .float),
    ]
    let taken = Set((leading + treatments + trailing).map(\.name) + ["ARM", "SIMFL"])
    let covariates = CovariateVariables(design, taken: taken)
    var table = AnalysisTable(
      name: "ADSL", title: "Subject-Level Analysis Dataset", structure: "one record per subject",
      dataClass: "SUBJECT LEVEL ANALYSIS DATASET", keys: ["STUDYID", "USUBJID"],
      variables: leading + [.init("ARM", "Description of Planned Arm")] + treatments + covariates.variables + trailing)
    for entries in subjects.entries { table.add(row(entries, periods: periods, covariates)) }
    return table
  }

  private func row(_ entries: [TrialSubject], periods: Int, _ covariates: CovariateVariables) -> [AnalysisTable.Cell] {
    let first = entries[0]
    let treatments = (0..<max(periods, 1)).flatMap { period -> [AnalysisTable.Cell] in
      let given = entries.first { $0.period == period }.map { AnalysisTable.Cell.text(subjects.treatment($0)) }
      return [given ?? .missing, given ?? .missing]
    }
    let left = entries.last { $0.leaving != nil }
    let isSolved = entries.allSatisfy { $0.failure == nil }
    let end =
      left.flatMap { entry in entry.leaving.map { subjects.start(entry) + $0.day } }
      ?? entries.last.map { subjects.start($0) + ($0.days.last ?? .nan) } ?? .nan
    let isCompleter = left == nil && isSolved
    let reason = left?.leaving?.reason.rawValue.uppercased() ?? (isSolved ? nil : "NOT SIMULATED")
    return [
      .text(subjects.design.id), .text(subjects.identifier(first)), .text(subjects.number(first)),
      .text(subjects.site(first)), .text(entries.map(subjects.treatment).joined(separator: " - ")),
    ] + treatments + covariates.cells(first) + [
      .integer(first.stratum), TableSubjects.flag(true), TableSubjects.flag(isSolved), TableSubjects.flag(true),
      TableSubjects.flag(isCompleter), .text(isCompleter ? "COMPLETED" : "DISCONTINUED"), TableSubjects.studyDay(end),
      reason.map { .text($0) } ?? .missing, TableSubjects.flag(entries.contains { $0.hadAdverseEvent }),
      .text((entries.last?.guess ?? .unsure).rawValue.uppercased()), .number(first.screening),
      .number(scales.score(first, visit: 0, scale: 0)),
    ]
  }
}
