import Networks
import Testing

/// Every combination of 1 to 3 compartments, route, repetition, lag and bioavailability against its closed form.
@Suite struct ClosedFormTests {
  enum Route: String, CaseIterable, Sendable { case bolus, infusion, oral }
  enum Repetition: String, CaseIterable, Sendable { case single, additional, replacing, adding }

  struct Case: Sendable, CustomTestStringConvertible {
    var model: MammillaryModel
    var route: Route
    var repetition: Repetition
    var lag: Double
    var bioavailability: Double

    var testDescription: String {
      "\(model), \(route.rawValue), \(repetition.rawValue), lag \(lag), F \(bioavailability)"
    }
  }

  static let cases = (1...3).flatMap { compartments in
    Route.allCases.flatMap { route in
      Repetition.allCases.flatMap { repetition in
        [0, 1.25].flatMap { lag in
          [1, 0.6].map {
            Case(
              model: MammillaryModel(compartments: compartments), route: route, repetition: repetition, lag: lag,
              bioavailability: $0)
          }
        }
      }
    }
  }

  static let amount = 100.0
  static let rate = 40.0
  static let interval = 8.0
  static let start = 5.0

  @Test(arguments: cases) func agrees(_ one: Case) throws {
    let times = [0, 2, 5.5, 6.25, 6.5, 7.75, 9, 13, 13.75, 14.5, 20, 29.25, 33, 37.5, 50]
    let site = one.route == .oral ? "depot" : "central"
    let rate = one.route == .infusion ? Self.rate : 0
    let (additional, steady) =
      switch one.repetition {
      case .single: (0, 0)
      case .additional: (3, 0)
      case .replacing: (2, 1)
      case .adding: (2, 2)
      }
    let interval = one.repetition == .single ? 0 : Self.interval
    // An earlier dose, which SS 1 takes away and SS 2 leaves.
    let records =
      [
        "0.5,1,50,central,0,0,0,0",
        "\(Self.start),1,\(Self.amount),\(site),\(rate),\(interval),\(additional),\(steady)",
      ]
    var table = "TIME,EVID,AMT,CMT,RATE,II,ADDL,SS\n"
    let rows = records + times.map { "\($0),0,.,.,.,.,.,." }
    table +=
      rows.sorted { Double($0.split(separator: ",")[0])! < Double($1.split(separator: ",")[0])! }
      .joined(separator: "\n") + "\n"
    let course = try DosingCheck.course(
      table, one.model.network(bioavailability: one.bioavailability, lag: one.lag))

    let terms = one.model.response(oral: one.route == .oral)
    let given = Self.amount * one.bioavailability
    let duration = one.route == .infusion ? given / Self.rate : 0
    let arrival = Self.start + one.lag
    let before = KnownDose(
      time: 0.5 + one.lag, amount: 50 * one.bioavailability, terms: one.model.response(oral: false))
    var doses = (0...additional).map {
      KnownDose(time: arrival + Double($0) * Self.interval, amount: given, duration: duration, terms: terms)
    }
    if steady > 0 {
      doses += KnownDose.forever(
        until: arrival - Self.interval, interval: Self.interval, amount: given, duration: duration, terms: terms)
    }
    DosingCheck.expect(course) { t in
      if t < Self.start { return before.amount(at: t) }
      let rest = one.repetition == .replacing ? 0 : before.amount(at: t)
      return doses.reduce(rest) { $0 + $1.amount(at: t) }
    }
  }
}
