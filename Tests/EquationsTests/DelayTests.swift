import Equations
import Formulas
import Networks
import Testing

@Suite struct DelayTests {
  private func delayed(_ build: (inout Network) -> Void) throws -> EquationSystem {
    var network = Network(name: "delayed")
    network.variable("x", 3)
    network.variable("y", 1)
    network.parameter("p", 2)
    build(&network)
    return try .build(from: network)
  }

  @Test func delaysAreLeavesWithASlope() throws {
    let system = try delayed {
      $0.rate("x", -Formula.symbol("x"))
      $0.rate("y", 5 * .of(.delay, "x" * "p", "p" + 1) + .of(.delay, "x" * "p", "p" + 1))
    }
    #expect(system.delays.count == 1)
    let evaluator = ReferenceEvaluator(system)
    let delay = system.delays[0]
    #expect(
      evaluator.values([delay.value, delay.startValue, delay.duration], time: 0, states: [4, 1], inputs: [])
        == [8, 6, 3])
    #expect(evaluator.rightHandSide([4, 1], delayed: [7]) == [-4, 42])
    // ∂f/∂t = 6 · slope, no column in the Jacobian.
    let slope = system.timeDerivative[1]
    #expect(system.graph.operands(of: slope).contains { system.graph.operation(of: $0) == .delayedSlope })
    #expect(!system.jacobian.contains { $0.row == 1 })
  }

  @Test func whatHasNoPastIsItself() throws {
    let system = try delayed {
      $0.rate("x", .of(.delay, "y", 0) + .of(.delay, "p" + 1, 4))
      $0.start("y", .of(.delay, "x" + 1, 4))
    }
    #expect(system.delays.isEmpty)
    #expect(ReferenceEvaluator(system).rightHandSide([4], inputs: [5]) == [8])
    #expect(ReferenceEvaluator(system).inputStarts == [4])
  }

  /// A variable may depend on its own past, also through a function.
  @Test func ownPast() throws {
    let system = try delayed {
      $0.functions = [FunctionDefinition(id: "before", arguments: ["q"], body: .of(.delay, "q", 1))]
      $0.assign("z", "x" + .call("before", [.of(.delay, "y", 2)]))
      $0.rate("x", "z" - .call("before", ["z"]))
      $0.rate("y", 1)
    }
    #expect(system.delays.count == 3)
    #expect(
      ReferenceEvaluator(system).values(system.delays.map(\.startValue), time: 0, states: [], inputs: []).count == 3)
  }

  @Test func theFutureIsRefused() {
    #expect(throws: EquationError.negativeDelay(-1, nil)) {
      try delayed { $0.rate("x", .of(.delay, "x", -1)) }
    }
  }

  @Test func pruningKnowsThePastOfWhatStays() throws {
    let system = try delayed {
      $0.variable("drug", 0)
      $0.rate("drug", -Formula.symbol("drug"))
      $0.rate("x", .of(.delay, "drug", 1) + .of(.delay, "y", 2) * "x")
      $0.rate("y", .of(.delay, "drug" * "x", 1))
    }
    #expect(system.delays.count == 3)
    let pruned = system.pruned(touching: [], outputs: ["x"])
    #expect(pruned.states.map(\.name) == ["x"])
    #expect(pruned.delays.isEmpty)
    #expect(ReferenceEvaluator(pruned).rightHandSide([5]) == [5])
    let touched = system.pruned(touching: ["x", "y"], outputs: ["x"])
    #expect(touched.delays.count == 1)
    #expect(ReferenceEvaluator(touched).rightHandSide([5, 2], delayed: [3]) == [15, 0])
  }

  /// Before the start: rules go on with the time, states stay, initial assignments mean the time that is asked for.
  @Test func thePastBeforeTheStart() throws {
    let system = try delayed {
      $0.assign("clock", "time" * "p" + "x")
      $0.start("y", 10 * "time" + 1)
      $0.assign("a", .of(.delay, "clock", 3))
      $0.assign("b", .of(.delay, "y", "p"))
      $0.assign("slope", .of(.delay, .of(.rateOf, "clock"), 1) + .of(.delay, .of(.rateOf, "y"), 1))
      $0.parameter("first", nil)
      $0.start("first", .of(.delay, "clock", 3) + .of(.delay, "y", "p"))
      $0.rate("x", "a" + "b" + "slope")
      $0.rate("y", 7)
    }
    let starts = system.delays.map(\.startValue)
    // At time 1: clock(−2) = −4 + 3, y(−1) = −9, d clock/dt = 2, dy/dt = 10
    let values = ReferenceEvaluator(system).values(starts, time: 1, states: [], inputs: [])
    #expect(values.sorted() == [-9, -1, 2, 10])
    // At the start: clock(−3) + y(−2)
    #expect(ReferenceEvaluator(system).observable("first", [3, 1]) == -3 - 19.0)
  }
}
