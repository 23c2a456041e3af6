import Diagnostics

/// A subject's covariates over its records, every gap filled.
struct CovariateCourse: Sendable {
  /// Per record, then per covariate.
  let values: [[Double]]

  /// An empty cell takes the value of the record after it (NOCB) or before it (LOCF); at the ends, of the nearest one.
  ///
  /// - Throws: `InputError` when a subject has no value at all.
  init(_ subject: DosingTable.Subject, _ table: DosingTable, rule: CovariateRule) throws {
    var values = subject.records.map { [Double](repeating: .nan, count: $0.covariates.count) }
    for (position, covariate) in table.covariates.enumerated() {
      let given = subject.records.map { $0.covariates[position] }
      guard given.contains(where: { $0 != nil }) else {
        let name = subject.id.isEmpty ? "" : " for ID \(subject.id)"
        throw table.error(
          "\"\(covariate.name)\" has no value\(name)", subject.records[0], column: covariate.column,
          hint: "an empty cell repeats another record's value, and there is none")
      }
      let forward = CovariateCourse.carried(given)
      let backward = Array(CovariateCourse.carried(given.reversed()).reversed())
      for index in values.indices {
        let first = rule == .nocb ? backward[index] : forward[index]
        values[index][position] = first ?? forward[index] ?? backward[index] ?? .nan
      }
    }
    self.values = values
  }

  /// Each gap with the value before it.
  private static func carried(_ values: [Double?]) -> [Double?] {
    var last: Double?
    return values.map { value in
      last = value ?? last
      return last
    }
  }

  /// Whether a covariate changes.
  func varies(_ position: Int) -> Bool { values.contains { $0[position] != values[0][position] } }
}
