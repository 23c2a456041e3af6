/// ADEX: one record per subject and dose or session.
struct ExposureTable {
  let subjects: TableSubjects

  var table: AnalysisTable {
    var table = AnalysisTable(
      name: "ADEX", title: "Exposure Analysis Dataset", structure: "one record per subject and dose or session",
      dataClass: "OCCURRENCE DATA STRUCTURE", keys: ["STUDYID", "USUBJID", "ASEQ"],
      variables: [
        .init("STUDYID", "Study Identifier"), .init("USUBJID", "Unique Subject Identifier"),
        .init("ASEQ", "Analysis Sequence Number", .integer), .init("TRTP", "Planned Treatment"),
        .init("APERIOD", "Period", .integer), .init("EXTRT", "Name of Treatment"), .init("EXDOSE", "Dose", .float),
        .init("EXDOSU", "Dose Units"), .init("EXROUTE", "Route of Administration"),
        .init("ASTDY", "Analysis Start Relative Day", .integer), .init("ARELTM", "Hours since Day 0", .float),
        .init("TREATMNT", "Treatment as Written in the Protocol"),
      ])
    for entries in subjects.entries {
      var number = 0
      for subject in entries {
        for exposure in subject.exposures.sorted(by: { $0.hours < $1.hours }) {
          number += 1
          table.add([
            .text(subjects.design.id), .text(subjects.identifier(subject)), .integer(number),
            .text(subjects.treatment(subject)), .integer(subject.period + 1), .text(exposure.subject.uppercased()),
            .number(exposure.amount), .text(exposure.unit), .text(exposure.route.uppercased()),
            TableSubjects.studyDay(exposure.hours / 24), .number(exposure.hours), .text(exposure.treatment),
          ])
        }
      }
    }
    return table
  }
}
