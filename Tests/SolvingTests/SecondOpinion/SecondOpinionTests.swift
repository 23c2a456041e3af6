import Diagnostics
import Equations
import Formulas
import Foundation
import Networks
import Solving
import Testing

@Suite struct SecondOpinionTests {
  typealias Event = SecondOpinion.Event

  /// A network of rate rules over constants; formulas as operator trees.
  private func network(
    parameters: [String: Double] = [:], inputs: [String: Double] = [:], states: [(String, Double, Formula)],
    algebraic: [(String, Formula)] = []
  ) -> Network {
    var network = Network(name: "test")
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      network.parameters.append(Parameter(id: name, value: value))
    }
    for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
      network.parameters.append(Parameter(id: name, value: value, isConstant: false))
    }
    for (name, value, formula) in states {
      network.parameters.append(Parameter(id: name, value: value, isConstant: false))
      network.rules.append(Rule(.rate(name), formula))
    }
    for (name, formula) in algebraic {
      network.parameters.append(Parameter(id: name, value: nil, isConstant: false))
      // Not linear, or it would be solved for its variable: f + f³ is zero where f is.
      network.rules.append(Rule(.algebraic, add(formula, product(formula, formula, formula))))
    }
    return network
  }

  private func add(_ terms: Formula...) -> Formula { .apply(.add, terms) }
  private func product(_ factors: Formula...) -> Formula { .apply(.multiply, factors) }
  private func minus(_ formula: Formula) -> Formula { .apply(.negate, [formula]) }
  private func symbol(_ name: String) -> Formula { .symbol(name) }

  private func run(
    _ network: Network, method: SecondOpinion.Method, events: [Event] = [], times: [Double],
    relativeTolerance: Double = 1e-10, absoluteTolerance: Double = 1e-14, maximumSteps: Int = 100_000
  ) throws -> SecondOpinion.Course {
    let system = try EquationSystem.build(from: network)
    let nodes = system.states.map { state in
      system.observables.first { $0.name == state.name }?.node ?? system.rightHandSide[0]
    }
    return try SecondOpinion(system, outputs: nodes, method: method).run(
      parameters: system.parameters.map(\.value), events: events, sampleTimes: times, endTime: times.last ?? 0,
      relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance, maximumSteps: maximumSteps)
  }

  /// dA/dt = R(t) − k A with R = 5 from 1 to 3 and a bolus of 2 at 4.
  @Test(arguments: [SecondOpinion.Method.cvode, .ida])
  func infusionAndBolusIntoOneCompartment(_ method: SecondOpinion.Method) throws {
    let k = 0.7
    let network = network(parameters: ["k": k], states: [("A", 0, minus(product(symbol("k"), symbol("A"))))])
    let events = [
      Event(time: 1, kind: .setInfusionRate, index: 0, value: 5),
      Event(time: 3, kind: .setInfusionRate, index: 0, value: 0),
      Event(time: 4, kind: .addToState, index: 0, value: 2),
    ]
    let times = [0, 0.5, 1, 2, 3, 3.5, 4, 6]
    let course = try run(network, method: method, events: events, times: times)
    #expect(course.outcome.status == .finished)
    #expect(course.outcome.time == 6)
    func exact(_ t: Double) -> Double {
      var amount = 0.0
      if t > 1 { amount += 5 / k * (1 - exp(-k * (min(t, 3) - 1))) * exp(-k * max(0, t - 3)) }
      if t >= 4 { amount += 2 * exp(-k * (t - 4)) }
      return amount
    }
    for (time, value) in zip(times, course.values) {
      #expect(abs(value - exact(time)) < 2e-8, "at \(time): \(value), \(exact(time))")
    }
  }

  /// Robertson's kinetics; the values at 1e11 are those of the Test Set for IVP Solvers (Mazzia and Magherini 2008).
  @Test func robertsonsKinetics() throws {
    let fast = product(.number(3e7), symbol("b"), symbol("b"))
    let back = product(.number(1e4), symbol("b"), symbol("c"))
    let slow = product(.number(0.04), symbol("a"))
    let network = network(states: [
      ("a", 1, add(minus(slow), back)), ("b", 0, add(slow, minus(back), minus(fast))), ("c", 0, fast),
    ])
    let course = try run(
      network, method: .cvode, times: [40, 1e11], relativeTolerance: 1e-10, absoluteTolerance: 1e-18)
    let expected = [
      0.7158270688, 9.185534765e-6, 0.2841637457, 0.2083340149701255e-07, 0.8333360770334713e-13, 0.9999999791665050,
    ]
    #expect(course.outcome.status == .finished)
    for (value, exact) in zip(course.values, expected) { #expect(abs(value - exact) < 1e-6 * exact) }
  }

  /// The same kinetics with the total as an algebraic rule.
  @Test func robertsonsKineticsWithAnAlgebraicRule() throws {
    let fast = product(.number(3e7), symbol("b"), symbol("b"))
    let back = product(.number(1e4), symbol("b"), symbol("c"))
    let slow = product(.number(0.04), symbol("a"))
    let network = network(
      states: [("a", 1, add(minus(slow), back)), ("b", 0, add(slow, minus(back), minus(fast)))],
      algebraic: [("c", add(symbol("a"), symbol("b"), symbol("c"), .number(-1)))])
    let course = try run(network, method: .ida, times: [40], absoluteTolerance: 1e-15)
    #expect(course.outcome.status == .finished)
    for (value, exact) in zip(course.values, [0.7158270688, 9.185534765e-6, 0.2841637457]) {
      #expect(abs(value - exact) < 1e-7 * exact)
    }
  }

  /// A dose through a chain of equal rates: amount n is D (kt)ⁿ/n! e^(−kt).
  @Test(arguments: [SecondOpinion.Method.cvode, .ida]) func linearChain(_ method: SecondOpinion.Method) throws {
    let k = 1.3
    let count = 12
    let states = (0..<count).map { index -> (String, Double, Formula) in
      let leaving = minus(product(symbol("k"), symbol("A\(index)")))
      return ("A\(index)", 0, index == 0 ? leaving : add(product(symbol("k"), symbol("A\(index - 1)")), leaving))
    }
    let network = network(parameters: ["k": k], states: states)
    let times = [0.5, 2, 5, 9]
    let course = try run(
      network, method: method, events: [Event(time: 0, kind: .addToState, index: 0, value: 10)], times: times)
    for (sample, time) in times.enumerated() {
      var exact = 10 * exp(-k * time)
      for index in 0..<count {
        #expect(abs(course.values[sample * count + index] - exact) < 1e-7)
        exact *= k * time / Double(index + 1)
      }
    }
  }

  /// y' = −z, 0 = z − u y: the start of z is wrong and is corrected; u jumps from 2 to 1 at t = 1.
  @Test func algebraicStateFollowsAJumpOfItsInput() throws {
    let network = network(
      inputs: ["u": 2], states: [("y", 1, minus(symbol("z")))],
      algebraic: [("z", add(symbol("z"), minus(product(symbol("u"), symbol("y")))))])
    // u is free as well, but has a value of its own.
    let course = try run(
      network, method: .ida, events: [Event(time: 1, kind: .setInput, index: 0, value: 1)], times: [0.5, 1.5])
    #expect(course.outcome.status == .finished)
    let exact = [exp(-1), 2 * exp(-1), exp(-2.5), exp(-2.5)]
    for (value, exact) in zip(course.values, exact) { #expect(abs(value - exact) < 1e-8) }
  }

  @Test func explicitTimeIsSeen() throws {
    let network = network(states: [("x", 0, .apply(.cos, [.time]))])
    let course = try run(network, method: .cvode, times: [1, 2.5])
    #expect(abs(course.values[0] - sin(1)) < 1e-8)
    #expect(abs(course.values[1] - sin(2.5)) < 1e-8)
  }

  /// x' = x² from 1 has no value at t = 1: a failure with its time, and no number after it.
  @Test(arguments: [SecondOpinion.Method.cvode, .ida]) func failureIsAnOutcome(_ method: SecondOpinion.Method) throws {
    let network = network(states: [("x", 1, product(symbol("x"), symbol("x")))])
    let course = try run(network, method: method, times: [0.5, 2])
    #expect(course.outcome.status != .finished)
    #expect(abs(course.outcome.time - 1) < 1e-3)
    #expect(abs(course.values[0] - 2) < 1e-7)
    #expect(course.values[1].isNaN)
    let short = try run(network, method: method, times: [0.9], maximumSteps: 5)
    #expect(short.outcome.status == .tooManySteps)
  }

  @Test func cvodeRefusesAlgebraicRules() throws {
    let network = network(
      states: [("y", 1, minus(symbol("z")))], algebraic: [("z", add(symbol("z"), minus(symbol("y"))))])
    let system = try EquationSystem.build(from: network)
    do {
      _ = try SecondOpinion(system, outputs: [], method: .cvode)
      Issue.record("no error")
    } catch {
      #expect(Message.text(error).contains("cvode cannot solve a model with algebraic rules"))
    }
  }

  @Test func missingLibraryNamesItsPackage() {
    let error = SecondOpinionError.libraryMissing(file: "libsundials_cvodes.so.6", package: "libsundials-cvodes6")
    #expect(
      Message.text(error)
        == "error: the solver library libsundials_cvodes.so.6 is not installed\n"
        + "  install it with: apt-get install --no-install-recommends libsundials-cvodes6")
  }
}

@Suite struct TapeEvaluatorTests {
  /// Every operation once, against the C library called directly.
  @Test func operations() throws {
    var graph = Graph()
    let (x, y) = (graph.state(0), graph.state(1))
    let (a, b) = (0.37, 1.9)
    var cases: [(Node, Double)] = [
      (graph.add(x, y), a + b), (graph.subtract(x, y), a - b), (graph.multiply(x, y), a * b),
      (graph.divide(x, y), a / b), (graph.power(x, y), pow(a, b)), (graph.minimum(x, y), a), (graph.maximum(x, y), b),
      (graph.negate(x), -a), (graph.integerPower(x, 5), a * a * a * a * a),
      (graph.integerPower(y, -3), 1 / (b * b * b)),
      (graph.time(), 2.5),
    ]
    let functions: [(Equations.Operation, (Double) -> Double)] = [
      (.absolute, { Swift.abs($0) }), (.squareRoot, { $0.squareRoot() }), (.exponential, exp), (.logarithm, log),
      (.sine, sin), (.cosine, cos), (.tangent, tan), (.arcSine, asin), (.arcCosine, acos), (.arcTangent, atan),
      (.hyperbolicSine, sinh), (.hyperbolicCosine, cosh), (.hyperbolicTangent, tanh), (.areaSine, asinh),
      (.areaTangent, atanh), (.floor, floor), (.ceiling, ceil), (.factorial, { tgamma($0 + 1) }),
    ]
    for (operation, function) in functions { cases.append((graph.unary(operation, x), function(a))) }
    cases.append((graph.unary(.areaCosine, y), acosh(b)))
    let isLess = graph.compare(.less, x, y)
    let isEqual = graph.compare(.equal, x, y)
    let isAtMost = graph.compare(.lessOrEqual, x, y)
    for (condition, holds) in [
      (isLess, true), (isEqual, false), (isAtMost, true), (graph.unary(.not, isEqual), true),
      (graph.logical(.and, isLess, isEqual), false), (graph.logical(.or, isLess, isEqual), true),
    ] {
      cases.append((graph.select(condition, graph.constant(3), y), holds ? 3 : b))
    }
    var system = try EquationSystem.build(from: Network(name: "empty"))
    system.graph = graph
    let tape = TapeEvaluator(system, outputs: cases.map(\.0))
    tape.begin(parameters: [])
    var results = [Double](repeating: .nan, count: cases.count)
    tape.sample(time: 2.5, states: [a, b], into: &results)
    for (result, test) in zip(results, cases) {
      #expect(abs(result - test.1) <= 4e-16 * abs(test.1), "\(graph.operation(of: test.0))")
    }
  }

  @Test func parametersFlowThroughHoistedSlots() throws {
    var network = Network(name: "hoisted")
    network.parameters = [
      Parameter(id: "p", value: 2), Parameter(id: "u", value: nil, isConstant: false),
      Parameter(id: "x", value: nil, isConstant: false),
    ]
    network.initialAssignments = [
      InitialAssignment("u", .apply(.exp, [.symbol("p")])),
      InitialAssignment("x", .apply(.multiply, [.symbol("u"), .symbol("p")])),
    ]
    network.rules = [Rule(.rate("x"), .apply(.multiply, [.apply(.ln, [.symbol("p")]), .symbol("u"), .symbol("x")]))]
    let tape = TapeEvaluator(try EquationSystem.build(from: network), outputs: [])
    tape.begin(parameters: [3])
    #expect(tape.startStates() == [exp(3) * 3])
    var result = [0.0]
    tape.rightHandSide(time: 0, states: [2], into: &result)
    #expect(abs(result[0] - log(3) * exp(3) * 2) < 1e-13)
    tape.setInput(0, to: 10)
    tape.jacobian(time: 0, states: [2], into: &result)
    #expect(abs(result[0] - log(3) * 10) < 1e-13)
  }

  /// Slightly negative bases of powers with a broken exponent count as zero, strongly negative ones do not.
  @Test func powerClamp() throws {
    var graph = Graph()
    let power = graph.power(graph.state(0), graph.constant(1.5))
    let square = graph.power(graph.state(0), graph.add(graph.time(), graph.constant(0)))
    var system = try EquationSystem.build(from: Network(name: "empty"))
    system.graph = graph
    let tape = TapeEvaluator(system, outputs: [power, square])
    tape.powerClamp = 1e-6
    tape.begin(parameters: [])
    var result = [0.0, 0]
    tape.sample(time: 2, states: [-1e-7], into: &result)
    #expect(result[0] == 0)
    #expect(abs(result[1] - 1e-14) < 1e-28)
    tape.sample(time: 2, states: [-1e-3], into: &result)
    #expect(result[0].isNaN)
  }
}
