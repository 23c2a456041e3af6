import Equations
import Formulas
import Foundation
import NativeCode
import Solving
import Testing

/// A patient's bits depend on the patient alone.
@Suite struct LaneTests {
  /// A nonlinear pair with powers, exponentials and a cosine, stiff enough to reject steps.
  static func system() throws -> EquationSystem {
    let (x, y) = (Formula.of("x"), Formula.of("y"))
    let hill: Formula = .apply(.power, [y, .of("n")]) / (1 + .apply(.power, [y, .of("n")]))
    return try Problem(
      states: [
        ("x", 1, .of("k") * (1 - x) - 50 * x * hill), ("y", 0.1, x - .of("d") * y + 0.3 * .apply(.cos, [3 * .time])),
      ], parameters: [("k", 2), ("d", 0.7), ("n", 2.3)]
    ).system()
  }

  static let times = [0, 0.1, 0.7, 3, 3.5, 9, 20]

  @Sendable static func parameters(_ patient: Int) -> [Double] {
    let t = Double(patient)
    return [2 + 0.1 * t, 0.7 + 0.01 * t, 1.5 + 0.13 * t]
  }

  @Sendable static func records(_ patient: Int) -> [InputRecord] { [] }

  static func bits(_ run: LaneRun) throws -> [UInt64] {
    var run = run
    run.parameters = parameters
    let result = try run(system(), times: times)
    for outcome in result.outcomes { #expect(outcome.status == .finished) }
    return result.values.map(\.bitPattern)
  }

  @Test func widthsTiersThreadsAndInterpreterAgree() throws {
    let reference = try Self.bits(LaneRun(width: 1, patients: 19))
    for width in [2, 4, 8] {
      #expect(try Self.bits(LaneRun(width: width, patients: 19)) == reference)
      #expect(try Self.bits(LaneRun(width: width, tier: .full, threads: 2, patients: 19)) == reference)
    }
    #expect(try Self.bits(LaneRun(width: 1, tier: .full, patients: 19)) == reference)
    #expect(try Self.bits(LaneRun(interprets: true, patients: 19)) == reference)
  }

  @Test func aPatientsRangeDoesNotMatter() throws {
    let all = try Self.bits(LaneRun(width: 4, patients: 11))
    var tail = LaneRun(width: 8, patients: 5)
    tail.parameters = { Self.parameters($0 + 6) }
    let result = try tail(Self.system(), times: Self.times)
    #expect(result.values.map(\.bitPattern) == Array(all[(6 * Self.times.count * 2)...]))
  }

  @Test func aFailingPatientLeavesTheOthersAlone() throws {
    let reference = try Self.bits(LaneRun(width: 8, patients: 9))
    var run = LaneRun(width: 8, patients: 9)
    run.parameters = { patient in
      var values = Self.parameters(patient)
      if patient == 4 { values[1] = .nan }
      return values
    }
    let result = try run(Self.system(), times: Self.times)
    let size = Self.times.count * 2
    for patient in 0..<9 {
      let own = result.values[patient * size..<(patient + 1) * size].map(\.bitPattern)
      if patient == 4 {
        #expect(result.outcomes[4].status == .stepTooSmall)
        #expect(result.values[patient * size + 4].isNaN)
      } else {
        #expect(result.outcomes[patient].status == .finished)
        #expect(own == Array(reference[patient * size..<(patient + 1) * size]))
      }
    }
  }

  @Test func stepLimitIsAStatusWithTheStateThatAskedForIt() throws {
    let blowUp = try Problem(states: [("calm", 1, 0 * Formula.of("calm")), ("y", 1, .of("y") * .of("y"))]).system()
    let result = try LaneRun()(blowUp, times: [0.5, 2])
    #expect(result.outcomes[0].status == .stepTooSmall)
    #expect(abs(result.outcomes[0].time - 1) < 1e-6)
    #expect(result.outcomes[0].worstState.map { blowUp.states[$0].name } == "y")
    #expect(abs(result.values[1] - 2) < 1e-6)
    #expect(result.values[3].isNaN)
    let short = try LaneRun(maximumSteps: 5)(Self.system(), times: [20])
    #expect(short.outcomes[0].status == .tooManySteps)
  }

  @Test func aFailureAtTheStartNamesTheGuiltyState() throws {
    let problem = Problem(states: [
      ("calm", 1, -Formula.of("calm")), ("root", 0, .apply(.sqrt, [.of("calm") - 2])),
    ])
    let system = try problem.system()
    let result = try LaneRun()(system, times: [1])
    #expect(result.outcomes[0].status == .stepTooSmall)
    #expect(result.outcomes[0].worstState.map { system.states[$0].name } == "root")
  }

  @Test func aNumberThatIsNoneSurvivesMinAndMax() throws {
    for operation in [Operator.min, .max] {
      for operands in [[Formula.number(1), .apply(.sqrt, [.of("x") - 2])], [.apply(.sqrt, [.of("x") - 2]), 1]] {
        let problem = Problem(states: [("x", 1, 0 * Formula.of("x")), ("z", 0, .apply(operation, operands))])
        #expect(try LaneRun()(problem.system(), times: [1]).outcomes[0].status == .stepTooSmall)
      }
    }
  }

  @Test func lanesStayBusy() throws {
    var run = LaneRun(width: 8, patients: 1000)
    run.parameters = Self.parameters
    run.parameters = { Self.parameters($0 % 40) }
    let result = try run(Self.system(), times: Self.times)
    #expect(result.laneUse > 0.9)
  }
}
