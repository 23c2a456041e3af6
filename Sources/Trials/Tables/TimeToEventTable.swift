/// ADTTE: one record per subject and kind of event: relapse of those at risk, leaving of all.
struct TimeToEventTable {
  let subjects: TableSubjects

  var table: AnalysisTable {
    var table = AnalysisTable(
      name: "ADTTE", title: "Time-to-Event Analysis Dataset", structure: "one record per subject and parameter",
      dataClass: "BASIC DATA STRUCTURE", keys: ["STUDYID", "USUBJID", "APERIOD", "PARAMCD"],
      variables: [
        .init("STUDYID", "Study Identifier"), .init("USUBJID", "Unique Subject Identifier"),
        .init("TRTP", "Planned Treatment"), .init("APERIOD", "Period", .integer), .init("PARAM", "Parameter"),
        .init("PARAMCD", "Parameter Code"), .init("AVAL", "Analysis Value", .float),
        .init("AVALU", "Analysis Value Unit"), .init("CNSR", "Censor", .integer),
        .init("EVNTDESC", "Event or Censoring Description"),
      ])
    for subject in subjects.entries.joined() {
      if let relapse = subject.relapse, relapse.days.isFinite {
        add(
          subject, "Time to Relapse", "RELAPSE", relapse.days, isEvent: relapse.isEvent,
          relapse.isEvent ? "RELAPSE" : "END OF OBSERVATION", &table)
      }
      let last = subject.days.last ?? .nan
      if let leaving = subject.leaving {
        add(
          subject, "Time to Discontinuation", "DISCONT", leaving.day, isEvent: true,
          leaving.reason.rawValue.uppercased(), &table)
      } else if last.isFinite {
        add(subject, "Time to Discontinuation", "DISCONT", last, isEvent: false, "COMPLETED", &table)
      }
    }
    return table
  }

  private func add(
    _ subject: TrialSubject, _ title: String, _ code: String, _ days: Double, isEvent: Bool, _ description: String,
    _ table: inout AnalysisTable
  ) {
    table.add([
      .text(subjects.design.id), .text(subjects.identifier(subject)), .text(subjects.treatment(subject)),
      .integer(subject.period + 1), .text(title), .text(code), .number(days), .text("DAYS"),
      .integer(isEvent ? 0 : 1), .text(description),
    ])
  }
}
