/// What all tables say in the same way: identifiers, treatments, days.
struct TableSubjects {
  let design: TrialDesign
  let data: TrialData

  /// `GEN-1-01-000123`: study, site, and the virtual patient's index.
  func identifier(_ subject: TrialSubject) -> String { "\(design.id)-\(site(subject))-\(number(subject))" }

  func site(_ subject: TrialSubject) -> String { Self.padded(subject.site + 1, to: 2) }
  func number(_ subject: TrialSubject) -> String { Self.padded(subject.patient, to: 6) }
  func treatment(_ subject: TrialSubject) -> String {
    design.arms.indices.contains(subject.arm) ? design.arms[subject.arm].title : ""
  }

  /// Each subject's entries (one for each period of a crossover), in the order of enrolment.
  var entries: [[TrialSubject]] {
    var places: [Int: Int] = [:]
    var entries: [[TrialSubject]] = []
    for subject in data.subjects {
      if let place = places[subject.patient] {
        entries[place].append(subject)
      } else {
        places[subject.patient] = entries.count
        entries.append([subject])
      }
    }
    return entries.map { $0.sorted { $0.period < $1.period } }
  }

  /// The day of the trial on which an entry's day 0 is.
  func start(_ subject: TrialSubject) -> Double {
    guard let starts = design.crossover?.periodDays, starts.indices.contains(subject.period) else { return 0 }
    return starts[subject.period]
  }

  /// CDISC's study day: there is no day 0, the first is 1 and the one before it -1.
  static func studyDay(_ day: Double) -> AnalysisTable.Cell {
    guard day.isFinite, abs(day) < 1e9 else { return .missing }
    let whole = Int(day.rounded(.down))
    return .integer(whole >= 0 ? whole + 1 : whole)
  }

  static func flag(_ holds: Bool) -> AnalysisTable.Cell { .text(holds ? "Y" : "N") }

  private static func padded(_ number: Int, to length: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, length - digits.count)) + digits
  }
}
