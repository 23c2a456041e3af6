import Foundation
import Populations
import Testing
import Trials

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Analysis tables")
struct AnalysisTablesTests {
  /// Ten items whose sum is the score, a covariate of each kind, a dose, and a few who left.
  private static func trial(isCrossover: Bool = false) -> (TrialDesign, TrialData) {
    var trial = GeneratedTrial(perArm: 15, visits: 4)
    trial.leaving = 0.2
    trial.design.scales = ["MADRS"]
    if isCrossover { trial.design.crossover = Crossover(periodDays: [0, 60], periodLength: 21) }
    var data = trial.data(0)
    for index in data.subjects.indices {
      if isCrossover {
        data.subjects[index].patient = index / 2
        data.subjects[index].period = index % 2
      }
      let scores = data.subjects[index].scores.map { $0.isNaN ? $0 : min(max($0.rounded(), 0), 60) }
      data.subjects[index].scores = scores
      data.subjects[index].items = scores.flatMap { score -> [Int8] in
        guard score.isFinite else { return [Int8](repeating: -1, count: 10) }
        return (0..<10).map { Int8((Int(score) + $0) / 10) }
      }
      data.subjects[index].exposures = [
        .init(hours: 2, treatment: "a drug, by vein", subject: "drug", amount: 0.5, unit: "mg/kg", route: "iv")
      ]
    }
    data.subjects[4].failure = "not solved"
    data.subjects[4].scores = []
    data.subjects[4].items = []
    data.subjects[4].days = []
    data.subjects[4].relapse = nil
    return (trial.design, data)
  }

  private struct Rows {
    let cells: [[String: AnalysisTable.Cell]]
    init(_ table: AnalysisTable) {
      cells = table.rows.map { row in Dictionary(uniqueKeysWithValues: zip(table.variables.map(\.name), row)) }
    }
    func texts(_ name: String) -> [String] {
      cells.map { if case .text(let text) = $0[name] { text } else { "" } }
    }
    func numbers(_ name: String) -> [Double] {
      cells.map { row in
        switch row[name] {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: .nan
        }
      }
    }
  }

  @Test("Names and labels fit ADaM, and every row says that it is simulated", arguments: [false, true])
  func names(isCrossover: Bool) {
    let (design, data) = Self.trial(isCrossover: isCrossover)
    let made = AnalysisTables(design: design, data: data, scales: [])
    #expect(made.tables.map(\.name) == ["ADSL", "ADEX", "ADQS", "ADTTE"])
    #expect(made.files.map(\.name) == AnalysisTables.names)
    for table in made.tables {
      #expect(!table.rows.isEmpty)
      #expect(Set(table.variables.map(\.name)).count == table.variables.count)
      for variable in table.variables {
        #expect(variable.name.count <= 8 && variable.label.count <= 40, "\(table.name) \(variable.name)")
      }
      #expect(table.rows.allSatisfy { $0.last == .text("Y") && $0.count == table.variables.count })
      let lines = table.text.split(separator: "\n")
      #expect(lines.count == table.rows.count + 1)
      let columns = table.keys.compactMap { key in table.variables.firstIndex { $0.name == key } }
      #expect(columns.count == table.keys.count)
      #expect(Set(table.rows.map { row in columns.map { row[$0] } }).count == table.rows.count, "\(table.name)")
    }
  }

  @Test("Tables agree with each other and with the data")
  func consistency() {
    let (design, data) = Self.trial()
    let tables = AnalysisTables(design: design, data: data, scales: []).tables.map(Rows.init)
    let subjects = tables[0].texts("USUBJID")
    #expect(subjects.count == design.subjectCount && Set(subjects).count == subjects.count)
    for table in tables.dropFirst() { #expect(Set(table.texts("USUBJID")).isSubset(of: subjects)) }
    #expect(!tables[2].texts("USUBJID").contains(subjects[4]))
    #expect(tables[0].texts("DCSREAS")[4] == "NOT SIMULATED")

    // The sum is the sum of its items, at every visit of every subject.
    let scores = tables[2]
    let keys = zip(scores.texts("USUBJID"), scores.texts("AVISIT")).map { "\($0) \($1)" }
    var sums: [String: Double] = [:]
    var items: [String: (count: Int, sum: Double)] = [:]
    for ((key, code), value) in zip(zip(keys, scores.texts("PARAMCD")), scores.numbers("AVAL")) {
      if code == "MADRS" { sums[key] = value } else { items[key, default: (0, 0)].1 += value }
      if code != "MADRS" { items[key, default: (0, 0)].0 += 1 }
    }
    #expect(sums.count == data.subjects.reduce(0) { $0 + $1.scores.count { $0.isFinite } })
    for (key, sum) in sums { #expect(items[key]?.sum == sum && items[key]?.count == 10) }

    let (values, bases, changes) = (scores.numbers("AVAL"), scores.numbers("BASE"), scores.numbers("CHG"))
    for row in values.indices where !changes[row].isNaN { #expect(changes[row] == values[row] - bases[row]) }
    let baselines = zip(scores.texts("ABLFL"), scores.texts("AVISIT")).filter { $0.0 == "Y" }
    #expect(baselines.allSatisfy { $0.1 == "baseline" })

    // Who left is an event once in ADTTE, and not a completer.
    let times = tables[3]
    let left = zip(zip(times.texts("USUBJID"), times.texts("PARAMCD")), times.numbers("CNSR"))
      .filter { $0.0.1 == "DISCONT" && $0.1 == 0 }.map(\.0.0)
    let discontinued = zip(subjects, tables[0].texts("DCSREAS")).filter { $0.1 == "LACK OF EFFICACY" }.map(\.0)
    #expect(left.sorted() == discontinued.sorted())
    #expect(!left.isEmpty)
    #expect(tables[1].numbers("ASTDY").allSatisfy { $0 == 1 })
    #expect(tables[1].texts("TREATMNT").first == "a drug, by vein")
  }

  @Test("Response and remission are flagged after the baseline only")
  func criteria() {
    var (design, data) = Self.trial()
    design.subjectCount = 1
    data.subjects = [data.subjects[0]]
    data.subjects[0].scores = [30, 15, 16, 8]
    data.subjects[0].items = []
    let rows = Rows(AnalysisTables(design: design, data: data, scales: []).tables[2])
    #expect(rows.texts("CRIT1FL") == ["", "Y", "N", "Y"])
    #expect(rows.texts("CRIT2FL") == ["", "N", "N", "Y"])
    #expect(rows.numbers("PCHG").dropFirst().first == -50)
    #expect(rows.numbers("ADY") == [1, 8, 15, 22])
  }

  @Test("A crossover has one subject record, and a record for each period elsewhere")
  func crossover() {
    let (design, data) = Self.trial(isCrossover: true)
    let tables = AnalysisTables(design: design, data: data, scales: []).tables.map(Rows.init)
    #expect(tables[0].cells.count == 15)
    #expect(tables[0].texts("ARM")[0] == "Arm 0 - Arm 1")
    #expect(tables[0].texts("TRT02P")[0] == "Arm 1")
    let second = zip(tables[2].numbers("APERIOD"), tables[2].numbers("ADY")).filter { $0.0 == 2 }
    #expect(second.allSatisfy { $0.1 >= 61 })
  }

  @Test("Covariates have names of their own")
  func covariates() throws {
    var (design, data) = Self.trial()
    design.enrolment.population = try RunningFixture.population()
    let columns = design.enrolment.population.covariateColumns
    #expect(columns.prefix(4).map(\.name) == ["sex", "age", "height", "body_weight"])
    let female = try #require(columns[0].levels.first { $0.label == "female" }?.value)
    for index in data.subjects.indices { data.subjects[index].covariates = [female, 41.9, 160, 71.5] }
    let rows = Rows(AnalysisTables(design: design, data: data, scales: []).tables[0])
    #expect(rows.numbers("AGE")[0] == 41)
    #expect(rows.texts("SEX")[0] == "F")
    #expect(rows.numbers("BODYWEIG")[0] == 71.5)
    #expect(rows.texts("CYP2B6")[0] == "")
  }

  @Test("define.xml is well-formed and names every variable of every table")
  func definition() throws {
    var (design, data) = Self.trial()
    design.title = "A <hostile> & \"quoted\" title\u{1}"
    data.replicate = 2
    let made = AnalysisTables(design: design, data: data, scales: [])
    final class Reader: NSObject, XMLParserDelegate {
      var items: [String] = []
      var references: [String] = []
      var comment = ""
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
      ) {
        if name == "ItemDef" { items.append(attributes["OID"] ?? "") }
        if name == "ItemRef" { references.append(attributes["ItemOID"] ?? "") }
      }
      func parser(_ parser: XMLParser, foundCharacters text: String) { comment += text }
    }
    let reader = Reader()
    let parser = XMLParser(data: Data(made.definition.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let expected = made.tables.flatMap { table in table.variables.map { "IT.\(table.name).\($0.name)" } }
    #expect(reader.items == expected && reader.references == expected)
    #expect(reader.comment.contains("All records are simulated"))
    #expect(reader.comment.contains("Replicate 3 of the virtual trial \"A <hostile> & \"quoted\" title\""))
  }
}
