import Foundation
import Networks
import Pharmacology
import Simulation
import Testing

/// Covariates that change between records.
@Suite struct CovariateTests {
  private func network(_ more: String = "") throws -> Network {
    try MammillaryModel(compartments: 1).network(
      more: """
        weight = 70; ke := 0.1*weight/70; V := 0.5*weight; Cp := central/V;
        starting = 2*weight; \(more)
        """)
  }

  private let table = """
    TIME,EVID,AMT,CMT,weight
    0,1,100,central,70
    4,0,.,.,140
    4,0,.,.,35
    10,2,.,.,105
    12,0,.,.,70
    15,0,.,.,.

    """

  @Test(arguments: CovariateRule.allCases) func holdBetweenRecords(rule: CovariateRule) throws {
    var reading = DosingOptions()
    reading.covariates = rule
    let course = try DosingCheck.course(table, network(), outputs: ["central", "Cp", "starting"], reading: reading)
    // ∫ke dt up to each observation.
    let exponents: [Double] =
      rule == .nocb ? [0.2 * 4, 0.2 * 4, 0.8 + 0.15 * 6 + 0.2, 1.9 + 0.3] : [0.4, 0.4, 0.4 + 0.05 * 6 + 0.3, 1.3]
    let weights: [Double] = [140, 35, 70, 70]
    for (line, exponent) in exponents.enumerated() {
      let amount = 100 * exp(-exponent)
      #expect(abs(course.values[3 * line] - amount) < 1e-7 * amount, "line \(line)")
      // An output at a record uses the record's own covariates.
      #expect(abs(course.values[3 * line + 1] - amount / (0.5 * weights[line])) < 1e-8, "line \(line)")
      // What is computed once, at the start, uses the first record's.
      #expect(course.values[3 * line + 2] == 140)
    }
  }

  @Test func theTwoSolversAgree() throws {
    let own = try DosingCheck.course(table, network(), outputs: ["central", "Cp"])
    let other = try DosingCheck.course(table, network(), outputs: ["central", "Cp"]) { $0.method = .cvode }
    for (first, second) in zip(own.values, other.values) { #expect(abs(first - second) < 1e-6) }
  }

  @Test func compartmentsAndInputsAreCovariatesToo() throws {
    let network = try network("var drive = 0; total' = drive; total = 0;")
    let table = "TIME,EVID,body,drive\n0,2,1,3\n5,0,2,3\n9,0,2,-1\n"
    let course = try DosingCheck.course(table, network, outputs: ["total", "body"])
    #expect(abs(course.values[0] - 15) < 1e-9 && course.values[1] == 2)
    #expect(abs(course.values[2] - 11) < 1e-9 && course.values[3] == 2)
  }

  @Test func subjectsDoNotMeet() throws {
    // Different times, covariates and doses; each as if it were alone, to the bit.
    let header = "ID,TIME,EVID,AMT,CMT,RATE,II,ADDL,SS,weight\n"
    let subjects = [
      "a,0,1,100,central,0,0,0,0,70\na,3,0,.,.,.,.,.,.,70\na,8,0,.,.,.,.,.,.,70\n",
      "b,0,1,100,depot,0,6,3,1,50\nb,1,0,.,.,.,.,.,.,60\nb,30,0,.,.,.,.,.,.,80\n",
      "c,0,1,50,central,5,0,0,0,90\nc,3,0,.,.,.,.,.,.,90\nc,8,0,.,.,.,.,.,.,90\n",
    ]
    let network = try network()
    let together = try DosingCheck.course(header + subjects.joined(), network)
    let alone = try subjects.map { try DosingCheck.course(header + $0, network).values }
    #expect(together.lines.map(\.subject) == [0, 0, 1, 1, 2, 2])
    // A covariate that changes in one subject becomes an input for all: the first and last differ in rounding only.
    for (first, second) in zip(together.values, alone.flatMap(\.self)) {
      #expect(abs(first - second) <= 1e-9 * abs(second))
    }
    let twice = try DosingCheck.course(header + subjects[1] + subjects[0], network)
    #expect(twice.values == Array(together.values[2..<4]) + Array(together.values[0..<2]))
  }

  @Test func aGridServesAllSubjects() throws {
    let table = "ID,TIME,EVID,AMT,CMT,weight\n1,0,1,100,central,70\n1,5,0,.,.,70\n2,0,1,50,central,35\n"
    let course = try DosingCheck.course(table, network(), grid: [0, 5, 10])
    #expect(course.lines.map(\.time) == [0, 5, 10, 0, 5, 10])
    for (index, line) in course.lines.enumerated() {
      let known = line.subject == 0 ? 100 * exp(-0.1 * line.time) : 50 * exp(-0.05 * line.time)
      #expect(abs(course.values[index] - known) < 1e-7)
    }
  }
}
