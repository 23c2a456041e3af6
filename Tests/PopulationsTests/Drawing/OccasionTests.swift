import Antimony
import Diagnostics
import Equations
import Foundation
import Networks
import Populations
import Simulation
import Testing

@Suite struct OccasionTests {
  /// One state that leaves at the rate k, which changes on occasions.
  static func network() throws -> Network {
    let text = """
      model *example()
        A = 1; A' = -k*A; k = 0.1; p = 2; weight = 70;
        var session_talk; session_talk = 0;
      end
      """
    return try AntimonyReader.read(text: SourceText(name: "example.ant", text: text)) { name in
      throw InputError("no import \(name)")
    }
  }

  private static func run(_ study: inout StudyProtocol, _ patients: Range<Int>, times: [Double]) throws -> TimeCourse {
    let system = try study.equations(of: network())
    let drawn = try study.draw(patients)
    let treatments = study.arms[0].treatments
    let simulator = try Simulator(
      system: system, schedule: InputSchedule(), outputs: ["A", "k"], patientCount: 100,
      extraTargets: study.occasionTargets(treatments))
    return try simulator.run(
      patients: drawn.parameters, times: times, ownChanges: drawn.ownChanges(in: simulator, treatments: treatments))
  }

  /// Between occasions the state decays at the occasion's own rate: the exact course is known from the rates seen.
  @Test func ratesHoldUntilTheNextOccasion() throws {
    var study = try Drawing.study(
      """
      vary: {k: {distribution: lognormal, median: 0.1, cv: 0.3}}
      occasions: {k: {multiply: {distribution: lognormal, median: 1, cv: 0.4}, every: 1 days}}
      """)
    let course = try Self.run(&study, 0..<20, times: [12, 36, 60, 72])
    for patient in 0..<20 {
      let rates = (0..<3).map { course.value(patient: patient, time: $0, output: 1) }
      #expect(Set(rates).count == 3)
      let expected = exp(-24 * rates.reduce(0, +))
      #expect(abs(course.value(patient: patient, time: 3, output: 0) - expected) < 1e-5 * expected + 1e-9)
    }
  }

  /// The spread within patients is the occasion's, around each patient's own value, whatever range is drawn.
  @Test func occasionsVaryAroundThePatientsOwnValue() throws {
    var study = try Drawing.study(
      """
      vary: {k: {distribution: lognormal, median: 0.1, cv: 0.3}}
      occasions: {k: {multiply: {distribution: lognormal, median: 1, log_sd: 0.2}, every: 1 days}}
      """)
    let times = (0..<7).map { Double($0) * 24 + 1 }
    let course = try Self.run(&study, 0..<400, times: times)
    let own = try Drawing.draw("vary: {k: {distribution: lognormal, median: 0.1, cv: 0.3}}", count: 400)["k"] ?? []
    var logs: [Double] = []
    for patient in 0..<400 {
      for time in times.indices {
        logs.append(log(course.value(patient: patient, time: time, output: 1) / own[patient]))
      }
    }
    #expect(Drawing.kolmogorov(logs) { Drawing.phi($0 / 0.2) } < 1.95)
    let part = try Self.run(&study, 100..<103, times: times)
    for time in times.indices {
      #expect(part.value(patient: 1, time: time, output: 1) == course.value(patient: 101, time: time, output: 1))
    }
  }

  /// Sessions are on days 0 and 7; before an occasion, and for a parameter nobody varies, the model's value counts.
  @Test func occasionsFollowTheTreatments() throws {
    var sessions = try Drawing.study("occasions: {k: {add: {distribution: uniform, min: 1, max: 2}, at: sessions}}")
    sessions.arms[0].treatments = try ExampleStudy.study(
      "title: x\nduration: 2 weeks\ntreatments: talk on days 1, 8"
    ).arms[0].treatments
    sessions.durationDays = 14
    let course = try Self.run(&sessions, 0..<3, times: [0, 23, 25, 190, 193])
    let rates = (0..<5).map { course.value(patient: 0, time: $0, output: 1) }
    #expect(rates[0] == 0.1 && rates[1] == 0.1)
    #expect((1.1...2.1).contains(rates[2]) && rates[2] == rates[3] && rates[4] != rates[3])
    var none = try Drawing.study("occasions: {k: {add: 1, at: doses of alphine}}")
    #expect(none.occasionTargets(none.arms[0].treatments).isEmpty)
    #expect(try Self.run(&none, 0..<1, times: [100]).value(patient: 0, time: 0, output: 1) == 0.1)
  }

  @Test func mistakesAreNamed() throws {
    #expect(
      Drawing.message("occasions: {k: {multiply: 1, at: visits}}")
        == "occasions are \"doses\" or \"sessions\", of one kind or all | \"doses of ketamine\"")
    #expect(
      Drawing.message("occasions: {k: {multiply: 1, at: doses of alphin}}")
        == "nothing given is called \"alphin\" | did you mean \"alphine\"?")
    #expect(Drawing.message("occasions: {k: {at: doses}}").hasPrefix("an effect of occasions has either"))
    #expect(Drawing.message("occasions: {k: {add: 1}}") == "give one of \"at\", \"every\" and \"days\"")
    #expect(Drawing.message("occasions: {k: {add: 1, days: [-1]}}").hasPrefix("\"days\" has from 1 to 1000 days"))
    var unknown = try Drawing.study("occasions: {kk: {add: 1, days: [1]}}")
    let system = try unknown.equations(of: Self.network())
    #expect(throws: InputError.self) { try unknown.check(against: system) }
  }
}
