import Diagnostics
import Formulas
import Foundation
import Networks
import Pharmacology
import Testing

/// Steady states of models that are not linear, and of models that have none.
@Suite struct SteadyStateTests {
  private func network(_ body: String) throws -> Network {
    try MammillaryModel(compartments: 1).network(more: body)
  }

  /// Compares SS 1 with so many doses that nothing changes any more.
  private func agreesWithManyDoses(
    _ network: Network, _ dose: String, rate: Double = 0, interval: Double, count: Int, outputs: [String]
  ) throws {
    let times = [0.0, 1, 2.5, interval - 0.5, interval, interval + 3]
    let header = "TIME,EVID,AMT,CMT,RATE,II,ADDL,SS\n"
    let steady = try DosingCheck.course(
      header + "0,1,\(dose),\(rate),\(interval),2,1\n" + CornerTests.rows(times, commas: 6), network,
      outputs: outputs)
    let shift = Double(count) * interval
    let many = try DosingCheck.course(
      header + "0,1,\(dose),\(rate),\(interval),\(count + 2),0\n"
        + CornerTests.rows(times.map { $0 + shift }, commas: 6), network, outputs: outputs)
    #expect(steady.warnings.isEmpty)
    for (first, second) in zip(steady.values, many.values) {
      #expect(abs(first - second) <= 1e-6 * max(abs(second), 1e-3), "\(first), \(second)")
    }
  }

  @Test func saturableElimination() throws {
    let network = try network("saturable: central -> ; 20*central/(15 + central); ")
    try agreesWithManyDoses(network, "100,depot", interval: 6, count: 60, outputs: ["central", "depot"])
    try agreesWithManyDoses(network, "120,central", rate: 15, interval: 6, count: 60, outputs: ["central", "depot"])
  }

  @Test func aConservedReceptorKeepsItsTotal() throws {
    let network = try network(
      """
      substanceOnly species R in body, C in body; R = 40; C = 0;
      binding: central + R -> C; 0.02*central*R - 0.5*C;
      total := R + C;
      """)
    try agreesWithManyDoses(network, "60,central", interval: 12, count: 60, outputs: ["central", "R", "C", "total"])
  }

  @Test func aBaselineIsNotCountedTwice() throws {
    // A turnover that starts at its own rest: what SS 2 adds is the doses' part.
    let network = try network("making: -> central; 6; central = 6/ke;")
    let terms = MammillaryModel(compartments: 1).response(oral: false)
    for steady in 1...2 {
      let table = "TIME,EVID,AMT,CMT,II,SS\n0,1,100,central,8,\(steady)\n" + CornerTests.rows([0, 3, 9], commas: 4)
      let doses = KnownDose.forever(until: 0, interval: 8, amount: 100, terms: terms)
      DosingCheck.expect(try DosingCheck.course(table, network)) { t in
        doses.reduce(50) { $0 + $1.amount(at: t) }
      }
    }
  }

  @Test func integralsAreLeftOutAndNamed() throws {
    let network = try network("AUC' = central; AUC = 0; AUMC' = AUC; AUMC = 0;")
    let table = "TIME,EVID,AMT,CMT,II,SS\n0,1,100,central,8,1\n0,0,.,.,.,.\n8,0,.,.,.,.\n"
    let course = try DosingCheck.course(table, network, outputs: ["AUC", "central"])
    #expect(
      course.warnings.map(\.problem) == [
        "\"AUC\" only accumulates, so it has no steady state; it is put at its start",
        "\"AUMC\" only accumulates, so it has no steady state; it is put at its start",
      ])
    // Over one interval in the steady state as much as one dose alone, to infinity: dose/ke.
    #expect(course.values[0] == 0)
    #expect(abs(course.values[2] - 100 / 0.12) < 1e-4)
  }

  @Test func whatNothingRemovesHasNone() throws {
    func message(_ network: Network, _ dose: String = "100,central,0,8,1") -> String {
      DosingCheck.message("TIME,EVID,AMT,CMT,RATE,II,SS\n0,1,\(dose)\n1,0,.,.,.,.,.\n", network)
    }
    #expect(
      try message(network("ke = 0; absorption2: central -> depot; 0;")).hasPrefix(
        "t.csv:2:21: error: doses into \"central\" have no steady state: \"central\" still changes"))
    #expect(
      try message(network("ke = 0;"), "0,central,5,0,1").hasPrefix(
        "t.csv:2:19: error: an endless infusion into \"central\" never comes to a steady state"))
    // More than the elimination can take.
    let saturated = try network("ke = 0; saturable: central -> ; 10*central/(15 + central);")
    #expect(message(saturated).contains("doses into \"central\" have no steady state: \"central\" still changes"))
    var eventful = try network("")
    eventful.events = [
      Event(
        id: "dip", trigger: .apply(.less, [.symbol("central"), .number(5)]),
        assignments: [.init("depot", .number(1))])
    ]
    #expect(message(eventful).contains("steady states of models with events are not supported"))
    #expect(try message(network("ke := 0.1 + 0.01*sin(time);")).contains("\"central\" depends on time itself"))
  }

  @Test func slowEliminationIsFound() throws {
    let network = try network("ke = 0.0005;")
    let terms = [(weight: 1.0, pole: 0.0005)]
    let table = "TIME,EVID,AMT,CMT,II,SS\n0,1,1,central,1,1\n" + CornerTests.rows([0, 0.5, 1], commas: 4)
    DosingCheck.expect(
      try DosingCheck.course(table, network),
      { t in KnownDose.forever(until: 0, interval: 1, amount: 1, terms: terms).reduce(0) { $0 + $1.amount(at: t) } },
      within: 1e-6)
  }
}
