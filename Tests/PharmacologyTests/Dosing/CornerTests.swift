import Foundation
import Networks
import Pharmacology
import Simulation
import Testing

/// What other programs have stumbled over, against closed forms.
@Suite struct CornerTests {
  static let model = MammillaryModel(compartments: 2)
  static let bolus = model.response(oral: false)
  static let oral = model.response(oral: true)

  private func sum(_ doses: [KnownDose]) -> (Double) -> Double {
    { t in doses.reduce(0) { $0 + $1.amount(at: t) } }
  }

  @Test func eachDoseKeepsItsOwnBioavailability() throws {
    // Two doses at one time under a common lag: 100·0.7 + 200·0.1 arrive.
    let network = try Self.model.network(
      hasSites: false, more: "share = 1; wait = 2; F_central := share; lag_central := wait;")
    let table = """
      TIME,EVID,AMT,CMT,share
      0,1,100,central,0.7
      0,1,200,central,0.1
      1,0,.,.,1
      2,0,.,.,1
      5,0,.,.,1

      """
    let course = try DosingCheck.course(table, network)
    DosingCheck.expect(course, sum([KnownDose(time: 2, amount: 90, terms: Self.bolus)]))
    #expect(abs(course.values[1] - 90) < 1e-9)
  }

  @Test func recordsAtOneTimeHappenInTheTablesOrder() throws {
    let table = """
      TIME,EVID,AMT,CMT,II,ADDL
      0,0,.,.,.,.
      0,1,10,central,6,2
      0,0,.,.,.,.
      0,1,20,central,.,.
      0,1,30,central,.,.
      0,0,.,.,.,.
      6,0,.,.,.,.
      6,1,5,central,.,.
      6,0,.,.,.,.

      """
    let course = try DosingCheck.course(table, Self.model.network())
    let later = sum(
      [0.0, 0, 0, 6].enumerated().map { index, time in
        KnownDose(time: time, amount: [10, 20, 30, 10][index], terms: Self.bolus)
      })(6)
    let expected = [0, 10, 60, later, later + 5]
    for (value, known) in zip(course.values, expected) { #expect(abs(value - known) <= 1e-8 * max(1, known)) }
    #expect(course.values.count == expected.count)
  }

  @Test(arguments: [0, 0.75, 8, 21]) func infusionsLongerThanTheIntervalOverlap(lag: Double) throws {
    // 100 at 5 an hour take 20 hours, every 8 hours; those under way go on after the record.
    for steady in 1...2 {
      for additional in [0, 2] {
        let table = """
          TIME,EVID,AMT,CMT,RATE,II,ADDL,SS
          3,1,100,central,5,8,\(additional),\(steady)
          \(Self.rows([3, 4, 6, 8, 11, 15, 17, 19.5, 22, 24, 30, 35, 44, 51, 60], commas: 6))
          """
        let course = try DosingCheck.course(table, Self.model.network(lag: lag))
        var doses = KnownDose.forever(until: 3 + lag, interval: 8, amount: 100, duration: 20, terms: Self.bolus)
        doses += (0..<additional).map {
          KnownDose(time: 11 + lag + Double($0) * 8, amount: 100, duration: 20, terms: Self.bolus)
        }
        DosingCheck.expect(course, sum(doses))
      }
    }
  }

  @Test func anInfusionMayFillTheIntervalExactly() throws {
    // The amount that arrives at the rate given lasts for exactly one interval.
    let table = """
      TIME,EVID,AMT,CMT,RATE,II,ADDL,SS
      0,1,100,central,4.12,10,0,1
      \(Self.rows([0, 5, 9.5, 10, 11, 20], commas: 6))
      """
    let course = try DosingCheck.course(table, Self.model.network(bioavailability: 0.412))
    DosingCheck.expect(
      course, sum(KnownDose.forever(until: 0, interval: 10, amount: 41.2, duration: 10, terms: Self.bolus)))
  }

  @Test(arguments: [6, 9.5, 12, 25]) func lagsLongerThanTheIntervalKeepDosesOnTheWay(lag: Double) throws {
    for steady in 0...2 {
      let table = """
        TIME,EVID,AMT,CMT,II,ADDL,SS
        2,1,100,depot,6,3,\(steady)
        \(Self.rows([2, 3, 5.5, 8, 10.25, 11.5, 14, 20, 27, 29, 33, 45, 60], commas: 5))
        """
      let course = try DosingCheck.course(table, Self.model.network(lag: lag))
      var doses = (0...3).map { KnownDose(time: 2 + lag + Double($0) * 6, amount: 100, terms: Self.oral) }
      if steady > 0 { doses += KnownDose.forever(until: 2 + lag - 6, interval: 6, amount: 100, terms: Self.oral) }
      DosingCheck.expect(course, sum(doses))
    }
  }

  @Test(arguments: [1, 2]) func aResetAndSteadyDoseForgetsWhatWas(steady: Int) throws {
    let table = """
      TIME,EVID,AMT,CMT,RATE,II,ADDL,SS
      0,1,500,depot,0,3,20,0
      1,1,300,central,10,0,0,0
      7,4,100,depot,0,12,1,\(steady)
      \(Self.rows([7, 8, 12, 19, 20, 31, 40], commas: 6))
      """
    let course = try DosingCheck.course(table, Self.model.network(lag: 0.5))
    var doses = KnownDose.forever(until: 7.5, interval: 12, amount: 100, terms: Self.oral)
    doses.append(KnownDose(time: 19.5, amount: 100, terms: Self.oral))
    DosingCheck.expect(course, sum(doses))
  }

  @Test func aResetCancelsWhatWaitsAndWhatRuns() throws {
    let table = """
      TIME,EVID,AMT,CMT,RATE,II,ADDL
      0,1,100,central,5,0,0
      1,1,70,depot,0,4,9
      6,3,.,.,.,.,.
      6,0,.,.,.,.,.
      8,0,.,.,.,.,.
      9,4,40,central,8,0,0
      10,0,.,.,.,.,.
      20,0,.,.,.,.,.

      """
    let course = try DosingCheck.course(table, Self.model.network(lag: 2))
    DosingCheck.expect(course, sum([KnownDose(time: 11, amount: 40, duration: 5, terms: Self.bolus)]))
  }

  @Test func resetsGoBackToTheModelsStart() throws {
    let network = try Self.model.network(more: "central = weight; weight = 3;")
    let table = """
      ID,TIME,EVID,AMT,CMT,weight
      1,0,0,.,.,12
      1,1,1,100,central,12
      1,9,3,.,.,12
      1,9,0,.,.,12
      1,11,0,.,.,12

      """
    let course = try DosingCheck.course(table, network)
    let start = KnownDose(time: 9, amount: 12, terms: Self.bolus)
    #expect(abs(course.values[0] - 12) < 1e-12 && abs(course.values[1] - 12) < 1e-12)
    #expect(abs(course.values[2] - start.amount(at: 11)) < 1e-7)
  }

  @Test(arguments: ["7", "-1"]) func aConstantInfusionEndsAtItsRecord(rate: String) throws {
    let network = try Self.model.network(bioavailability: 0.5, more: "R_central = 7;")
    for steady in 1...2 {
      let table = """
        TIME,EVID,AMT,CMT,RATE,II,SS
        0,1,50,central,0,0,0
        4,1,0,central,\(rate),0,\(steady)
        \(Self.rows([4, 5, 8, 30], commas: 5))
        """
      let course = try DosingCheck.course(table, network)
      let before = KnownDose(time: 0, amount: 25, terms: Self.bolus)
      DosingCheck.expect(course) { t in
        // What an infusion since forever has left at a time after its end.
        let left = Self.bolus.reduce(0) { $0 + 7 * $1.weight / $1.pole * exp(-$1.pole * (t - 4)) }
        return left + (steady == 2 ? before.amount(at: t) : 0)
      }
    }
  }

  @Test func bioavailabilityChangesTheDurationOrTheRate() throws {
    let network = try Self.model.network(bioavailability: 0.4, more: "D_central = 5; R1 = 8;")
    let times = [1.0, 3, 4.5, 6, 8, 12]
    for (rate, site, duration) in [("10", "central", 4.0), ("-2", "central", 5), ("-1", "depot", 5)] {
      let table = """
        TIME,EVID,AMT,CMT,RATE
        1,1,100,\(site),\(rate)
        \(Self.rows(times, commas: 3))
        """
      let terms = site == "depot" ? Self.oral : Self.bolus
      try DosingCheck.expect(
        DosingCheck.course(table, network), sum([KnownDose(time: 1, amount: 40, duration: duration, terms: terms)]))
    }
  }

  @Test func amountsAreReplacedAndMultiplied() throws {
    var reading = DosingOptions()
    let network = try MammillaryModel(compartments: 1).network(bioavailability: 0.5, lag: 3)
    let terms = MammillaryModel(compartments: 1).response(oral: false)
    for (dialect, code) in [(DosingDialect.mrgsolve, 8), (.rxode2, 5)] {
      reading.dialect = dialect
      let table = "TIME,EVID,AMT,CMT\n0,1,100,central\n5,\(code),80,central\n5,0,.,.\n9,0,.,.\n"
      DosingCheck.expect(
        try DosingCheck.course(table, network, reading: reading),
        sum([KnownDose(time: 5, amount: 80, terms: terms)]))
    }
    for method in [SimulationOptions.Method.rodas5p, .cvode] {
      let table = "TIME,EVID,AMT,CMT\n0,1,100,central\n5,6,0.25,central\n5,0,.,.\n9,0,.,.\n"
      DosingCheck.expect(
        try DosingCheck.course(table, network, reading: reading) { $0.method = method },
        sum([KnownDose(time: 3, amount: 12.5, terms: terms)]), within: 1e-6)
    }
  }

  @Test func compartmentsHaveNumbers() throws {
    let network = try Self.model.network(hasSites: false, more: "F2 = 0.3; ALAG2 = 1.5;")
    let table = "time,evid,amt,cmt\n0,1,100,2\n1,0,0,0\n2,0,0,0\n7,0,0,0\n"
    try DosingCheck.expect(
      DosingCheck.course(table, network), sum([KnownDose(time: 1.5, amount: 30, terms: Self.bolus)]))
  }

  @Test func endlessAdditionalDosesEndWithTheRun() throws {
    let table = "TIME,EVID,AMT,CMT,II,ADDL\n0,1,10,central,10,1000000000\n5,0,.,.,.,.\n95,0,.,.,.,.\n"
    let course = try DosingCheck.course(table, Self.model.network())
    DosingCheck.expect(course, sum((0..<10).map { KnownDose(time: Double($0) * 10, amount: 10, terms: Self.bolus) }))
    let dense = "TIME,EVID,AMT,CMT,II,ADDL\n0,1,10,central,1e-9,1000000000\n0.5,0,.,.,.,.\n"
    #expect(
      try DosingCheck.message(dense, Self.model.network()).hasPrefix(
        "t.csv:2:21: error: more than a million doses for one subject"))
  }

  @Test func theSecondOpinionKeepsTheOrderToo() throws {
    // A trough late on the clock, with the next record soon after.
    let table = "TIME,EVID,AMT,CMT\n12,1,100,central\n150,0,.,.\n150,1,50,central\n150,0,.,.\n150.01,0,.,.\n"
    let course = try DosingCheck.course(table, Self.model.network()) { $0.method = .cvode }
    let trough = KnownDose(time: 12, amount: 100, terms: Self.bolus).amount(at: 150)
    #expect(abs(course.values[0] - trough) < 1e-6 && abs(course.values[1] - trough - 50) < 1e-6)
  }

  @Test func theSecondOpinionAgrees() throws {
    let table = """
      TIME,EVID,AMT,CMT,RATE,II,ADDL,SS
      0,0,.,.,.,.,.,.
      0,1,100,depot,0,8,2,1
      3,1,50,central,10,0,0,0
      10,3,.,.,.,.,.,.
      12,1,60,central,4,12,1,2
      \(Self.rows([12, 13, 20, 30], commas: 6))
      """
    let network = try Self.model.network(lag: 0.75)
    let own = try DosingCheck.course(table, network, outputs: ["central", "depot", "second"])
    let other = try DosingCheck.course(table, network, outputs: ["central", "depot", "second"]) {
      $0.method = .cvode
    }
    for (first, second) in zip(own.values, other.values) { #expect(abs(first - second) < 1e-6) }
    #expect(own.values.count == other.values.count && own.values.count == 15)
  }

  /// Observations, one a line.
  static func rows(_ times: [Double], commas: Int) -> String {
    times.map { "\($0),0" + String(repeating: ",.", count: commas) + "\n" }.joined()
  }
}
