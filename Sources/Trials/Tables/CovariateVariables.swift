import Populations

/// The population's covariates as variables of a table: age and sex by the names that ADaM has for them, the others by
/// names of at most eight letters and digits.
struct CovariateVariables {
  private let columns: [CovariateTable.Column]
  let variables: [AnalysisTable.Variable]

  /// - Parameter taken: names that other variables have.
  init(_ design: TrialDesign, taken: Set<String>) {
    columns = design.enrolment.population.covariateColumns
    var taken = taken
    variables = columns.map { column in
      let name = Self.name(column.name, taken: &taken)
      let unit = column.unit.isEmpty ? "" : " (\(column.unit))"
      let label = name == "AGE" ? "Age (years)" : name == "SEX" ? "Sex" : column.name + unit
      return AnalysisTable.Variable(
        name, String(label.prefix(40)), name == "AGE" ? .integer : column.isCategory ? .text : .float)
    }
  }

  private static func name(_ name: String, taken: inout Set<String>) -> String {
    let letters = name.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let start = letters.first?.isLetter == true ? letters : "X" + letters
    var result = String(start.prefix(8))
    var number = 2
    while !taken.insert(result).inserted {
      result = String(start.prefix(8 - String(number).count)) + String(number)
      number += 1
    }
    return result
  }

  func cells(_ subject: TrialSubject) -> [AnalysisTable.Cell] {
    columns.indices.map { column in
      guard subject.covariates.indices.contains(column), subject.covariates[column].isFinite else { return .missing }
      let value = subject.covariates[column]
      if variables[column].name == "AGE", abs(value) < 1e6 { return .integer(Int(value.rounded(.down))) }
      guard columns[column].isCategory else { return .number(value) }
      let label = columns[column].label(of: value) ?? ""
      guard variables[column].name == "SEX" else { return .text(label) }
      return .text(["female": "F", "male": "M"][label.lowercased()] ?? "U")
    }
  }
}
