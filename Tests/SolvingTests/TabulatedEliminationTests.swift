import Equations
import Formulas
import NativeCode
import Solving
import TestSupport
import Testing

/// Systems whose elimination runs over tables: the bits of the code that names every slot.
@Suite struct TabulatedEliminationTests {
  /// States that drive each other at random, some of them held by algebraic rules.
  static func system(states: Int, rules: Int) throws -> EquationSystem {
    var random = NumberStream(seed: UInt64(states))
    func other() -> Formula { .of("s\(Int(random.next() * Double(states)))") }
    var problem = Problem(
      states: (0..<states).map { row in
        let drives = (0..<5).map { _ in Formula.number(0.1 + random.next()) * other() }
        let sum = drives.dropFirst().reduce(drives[0], +)
        return (
          "s\(row)", random.next(), sum / (1 + other()) - Formula.number(3 + 100 * random.next()) * .of("s\(row)")
        )
      })
    problem.algebraic = (0..<rules).map { k in
      ("a\(k)", 1, .of("a\(k)") + 0.1 * .of("a\(k)") * .of("s\(k)") - 1 - other())
    }
    for k in 0..<rules { problem.states[k].slope = problem.states[k].slope - .of("a\(k)") * .of("s\(k)") }
    return try problem.system()
  }

  static func bits(_ system: EquationSystem, _ run: LaneRun) throws -> [UInt64] {
    let result = try run(system, times: [0, 0.3, 1, 4])
    for outcome in result.outcomes { #expect(outcome.status == .finished) }
    return result.values.map(\.bitPattern)
  }

  @Test(arguments: [0, 12]) func tablesGiveTheBitsOfUnrolledCode(rules: Int) throws {
    let system = try Self.system(states: 60, rules: rules)
    #expect(system.elimination.solvesByColumns)
    let plan = system.elimination
    #expect(plan.factor.count + plan.solve.count > EliminationPlan.longestByRows)
    var unrolled = LaneRun(patients: 3)
    unrolled.longestElimination = .max
    let reference = try Self.bits(system, unrolled)
    for width in [1, 2, 4, 8] {
      #expect(try Self.bits(system, LaneRun(width: width, patients: 3)) == reference)
    }
    #expect(try Self.bits(system, LaneRun(width: 8, tier: .full, threads: 2, patients: 3)) == reference)
    #expect(try Self.bits(system, LaneRun(interprets: true, patients: 3)) == reference)
  }
}

/// Numbers from 0 to 1 that are the same in every run of the tests.
private struct NumberStream {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) * 0x1p-53
  }
}
