import Foundation
import Networks
import Pharmacology
import Simulation
import Testing

/// Tables drawn at random, with every kind of record at coincident times, against sums of exponentials.
@Suite struct RandomTableTests {
  /// A small generator with the same draws everywhere.
  private struct Draws: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return bits ^ (bits >> 31)
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
      choices[Int.random(in: choices.indices, using: &self)]
    }
  }

  private static let model = MammillaryModel(compartments: 3)
  private static let rateOfModel = 12.0
  private static let durationOfModel = 3.5
  private static let header = "ID,TIME,EVID,AMT,CMT,RATE,II,ADDL,SS,share,wait\n"

  /// One subject's rows, with what each observation should find in the central compartment.
  private struct Subject {
    var rows: [String] = []
    var expected: [Double] = []
    private var doses: [KnownDose] = []
    private var draws: Draws

    init(id: Int) {
      draws = Draws(state: UInt64(id))
      let grid = [0, 0.5, 1, 2, 4, 6, 6, 8, 10, 12, 12, 15, 18, 20, 24, 24, 30, 36, 48]
      let times = (0..<Int.random(in: 4...14, using: &draws)).map { _ in
        draws.pick(grid) + draws.pick([0, 0, 0.25, Double.random(in: 0..<1, using: &draws)])
      }
      for (index, time) in times.sorted().enumerated() { addRecord(id, time, index) }
      rows.append("\(id),60,0,.,.,.,.,.,.,1,0")
      expected.append(amount(at: 60))
    }

    private func amount(at time: Double) -> Double { doses.reduce(0) { $0 + $1.amount(at: time) } }

    private mutating func addRecord(_ id: Int, _ time: Double, _ index: Int) {
      let share = draws.pick([1, 0.6, 0.25])
      // A share of its own for every record, so that none is there twice.
      let wait = draws.pick([0, 0, 0.5, 3, 7, 14]) + Double(index) * 1e-3
      let covariates = "\(share),\(wait)"
      switch draws.pick([0, 0, 0, 1, 1, 1, 1, 3, 4, 8]) {
      case 0:
        rows.append("\(id),\(time),0,.,.,.,.,.,.,\(covariates)")
        expected.append(amount(at: time))
      case 3:
        rows.append("\(id),\(time),3,.,.,.,.,.,.,\(covariates)")
        doses = []
      case 8:
        let new = draws.pick([0, 10, 33.3])
        rows.append("\(id),\(time),8,\(new),central,.,.,.,.,\(covariates)")
        let change = new - amount(at: time)
        doses.append(KnownDose(time: time, amount: change, terms: RandomTableTests.model.response(oral: false)))
      case let code: addDose(id, time, code: code, share: share, wait: wait)
      }
    }

    private mutating func addDose(_ id: Int, _ time: Double, code: Int, share: Double, wait: Double) {
      let isOral = draws.pick([false, true])
      let terms = RandomTableTests.model.response(oral: isOral)
      let interval = draws.pick([0, 2.5, 6, 8, 12])
      let additional = interval > 0 ? draws.pick([0, 0, 1, 3, 40]) : 0
      let steady = draws.pick([0, 0, 1, 2])
      let isConstant = steady > 0 && interval == 0
      let amount = isConstant ? 0 : Double.random(in: 1...200, using: &draws)
      let rate: Double = isConstant ? 7 : draws.pick(isOral ? [0, 0, 5, 40] : [0, 0, 5, 40, -1, -2])
      rows.append(
        "\(id),\(time),\(code),\(amount),\(isOral ? "depot" : "central"),\(rate),\(interval),\(additional),\(steady),"
          + "\(share),\(wait)")
      if code == 4 || steady == 1 { doses = [] }
      if isConstant {
        // Each exponential has come to its own level, and falls from the record on.
        doses.append(
          KnownDose(time: time, amount: 1, terms: terms.map { (weight: rate * $0.weight / $0.pole, pole: $0.pole) }))
        return
      }
      let given = amount * share
      let duration: Double =
        switch rate {
        case 0: 0
        case -1: given / RandomTableTests.rateOfModel
        case -2: RandomTableTests.durationOfModel
        default: given / rate
        }
      for count in 0...additional {
        doses.append(
          KnownDose(
            time: time + Double(count) * interval + wait, amount: given, duration: duration, terms: terms))
      }
      guard steady > 0 else { return }
      doses += KnownDose.forever(
        until: time + wait - interval, interval: interval, amount: given, duration: duration, terms: terms)
    }
  }

  @Test func agreeWithSuperposition() throws {
    let subjects = (1...300).map { Subject(id: $0) }
    let network = try Self.model.network(
      hasSites: false,
      more: """
        share = 1; wait = 0;
        F_depot := share; F_central := share; ALAG_depot := wait; ALAG_central := wait;
        R_central = \(Self.rateOfModel); D_central = \(Self.durationOfModel);
        """)
    var reading = DosingOptions()
    reading.dialect = .mrgsolve
    let course = try DosingCheck.course(
      Self.header + subjects.flatMap(\.rows).joined(separator: "\n") + "\n", network, reading: reading)
    let expected = subjects.flatMap(\.expected)
    #expect(course.values.count == expected.count)
    let areCompleted = course.statuses.allSatisfy(\.isCompleted)
    #expect(areCompleted)
    for (line, (value, known)) in zip(course.lines, zip(course.values, expected)) {
      #expect(
        abs(value - known) <= 1e-7 * max(abs(known), 1e-3),
        "ID \(line.subject + 1) at \(line.time): \(value), not \(known)")
    }
  }
}
