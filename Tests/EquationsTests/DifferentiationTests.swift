import Equations
import Formulas
import Foundation
import Networks
import Testing

@Suite struct DifferentiationTests {
  /// A formula of x (and k = 1.7, n = 2.3) with points at which it is smooth.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var formula: Formula
    var points: [Double] = [0.3, 0.8, 1.9]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "sum", formula: "x" + 3 * "x" - "k"),
    Case(name: "product", formula: "x" * "x" * "k" * "x"),
    Case(name: "quotient", formula: ("x" + 1) / ("k" + "x")),
    Case(name: "square", formula: Formula.symbol("x").to(2)),
    Case(name: "whole power", formula: Formula.symbol("x").to(7)),
    Case(name: "negative power", formula: Formula.symbol("x").to(-3)),
    Case(name: "real power", formula: Formula.symbol("x").to("n")),
    Case(name: "power of a sum", formula: ("x" + "k").to(1.5)),
    Case(name: "variable exponent", formula: Formula.symbol("k").to("x")),
    Case(name: "both", formula: Formula.symbol("x").to("x")),
    Case(
      name: "Hill", formula: Formula.symbol("x").to("n") / (Formula.symbol("k").to("n") + Formula.symbol("x").to("n"))),
    Case(name: "exp", formula: .of(.exp, "x" * "k")),
    Case(name: "ln", formula: .of(.ln, "x" + "k")),
    Case(name: "log10", formula: .of(.log10, "x")),
    Case(name: "sqrt", formula: .of(.sqrt, "x" * 3)),
    Case(name: "abs", formula: .of(.abs, "x" - 1)),
    Case(name: "sin", formula: .of(.sin, "x" * "k")),
    Case(name: "cos", formula: .of(.cos, "x")),
    Case(name: "tan", formula: .of(.tan, "x")),
    Case(name: "asin", formula: .of(.asin, "x" / 2)),
    Case(name: "acos", formula: .of(.acos, "x" / 2)),
    Case(name: "atan", formula: .of(.atan, "x")),
    Case(name: "sinh", formula: .of(.sinh, "x")),
    Case(name: "cosh", formula: .of(.cosh, "x")),
    Case(name: "tanh", formula: .of(.tanh, "x")),
    Case(name: "asinh", formula: .of(.asinh, "x")),
    Case(name: "acosh", formula: .of(.acosh, "x" + 1)),
    Case(name: "atanh", formula: .of(.atanh, "x" / 2)),
    Case(name: "min", formula: .of(.min, "x" * "x", "k" * "x")),
    Case(name: "max", formula: .of(.max, "x" * "x", "k", "x" * 2)),
    Case(name: "floor", formula: .of(.floor, "x") * "x"),
    Case(name: "ceil", formula: .of(.ceil, "x") * "x"),
    Case(name: "quotient of whole numbers", formula: .of(.quotient, "x" * 2, 0.7) * "x"),
    Case(name: "remainder", formula: .of(.remainder, "x" * 2, 0.7)),
    Case(
      name: "piecewise",
      formula: .of(.piecewise, "x" * "x", .of(.less, "x", 0.5), .of(.sin, "x"), .of(.greater, "x", 1), "k" * "x")),
    Case(name: "condition as a number", formula: .of(.and, .of(.less, "x", 1), .of(.greaterOrEqual, "k", 1)) * "x"),
  ]

  private func system(_ formula: Formula) throws -> EquationSystem {
    var network = Network(name: "one")
    network.parameter("k", 1.7)
    network.parameter("n", 2.3)
    network.variable("x", 0.5)
    network.rate("x", formula)
    return try EquationSystem.build(from: network)
  }

  /// Central differences with Richardson's extrapolation: error about 1e-10 relative.
  private func difference(_ f: (Double) -> Double, at x: Double) -> Double {
    let h = 1e-3
    func central(_ h: Double) -> Double { (f(x + h) - f(x - h)) / (2 * h) }
    let (a, b, c) = (central(h), central(h / 2), central(h / 4))
    let (ab, bc) = ((4 * b - a) / 3, (4 * c - b) / 3)
    return (16 * bc - ab) / 15
  }

  @Test(arguments: cases) func derivativeAgreesWithDifferences(_ test: Case) throws {
    let system = try system(test.formula)
    let evaluator = ReferenceEvaluator(system)
    for x in test.points {
      let expected = difference({ evaluator.rightHandSide([$0])[0] }, at: x)
      let symbolic = evaluator.jacobian([x]).first ?? 0
      #expect(abs(symbolic - expected) <= 1e-8 * max(1, abs(expected)), "at x = \(x): \(symbolic), \(expected)")
    }
  }

  @Test func explicitTimeDependence() throws {
    let system = try system(.of(.sin, .time * "k") * "x" + .time * .time)
    let evaluator = ReferenceEvaluator(system)
    let expected = difference({ evaluator.rightHandSide([0.4], time: $0)[0] }, at: 0.9)
    #expect(abs(evaluator.timeDerivative([0.4], time: 0.9)[0] - expected) < 1e-9)
    let autonomous = try self.system("k" * "x")
    #expect(ReferenceEvaluator(autonomous).timeDerivative([0.4], time: 2) == [0])
  }

  /// At x = 0 the textbook form n·x^n/x is 0/0; the guarded one gives the limit.
  @Test(arguments: [(1.0, 1.0), (1.5, 0.0), (2.0, 0.0), (0.5, 0.0)])
  func powerAtZero(_ exponent: Double, _ slope: Double) throws {
    let system = try system(Formula.symbol("x").to("n"))
    let evaluator = ReferenceEvaluator(system, parameters: ["n": exponent])
    #expect(evaluator.jacobian([0]) == [slope])
    #expect(evaluator.jacobian([.leastNonzeroMagnitude])[0].isFinite)
    #expect(evaluator.jacobian([-1e-12])[0].isFinite)
  }

  @Test func hillTermAtZeroIsFinite() throws {
    let hill = Formula.symbol("x").to("n") / (Formula.symbol("k").to("n") + Formula.symbol("x").to("n"))
    #expect(ReferenceEvaluator(try system(hill)).jacobian([0]) == [0])
    let root = Formula.of(.sqrt, "x")
    #expect(ReferenceEvaluator(try system(root)).jacobian([0]) == [0])
  }

  /// f = A · y + y_i y_{i+1} + time: the pattern and the numbers of a system with many states.
  @Test func sparseJacobianOfManyStates() throws {
    var random = TestRandom(7)
    let count = 40
    var network = Network(name: "many")
    var expected = Set<[Int]>()
    for row in 0..<count {
      network.variable("y\(row)", 0.5)
      var formula: Formula = -Formula.symbol("y\(row)") * .symbol("y\((row + 1) % count)")
      expected.formUnion([[row, row], [row, (row + 1) % count]])
      for _ in 0..<3 {
        let column = Int(random.next() % UInt64(count))
        formula = formula + .of(.tanh, .number(random.uniform()) * .symbol("y\(column)"))
        expected.insert([row, column])
      }
      network.rate("y\(row)", formula)
    }
    let system = try EquationSystem.build(from: network)
    #expect(Set(system.jacobian.map { [$0.row, $0.column] }) == expected)
    let places = system.jacobian.map { ($0.row, $0.column) }
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 }, "by row, then column, each once")
    let evaluator = ReferenceEvaluator(system)
    let point = (0..<count).map { _ in random.uniform(-1...1) }
    for (entry, value) in zip(system.jacobian, evaluator.jacobian(point)) {
      let expected = difference(
        { x in
          var moved = point
          moved[entry.column] = x
          return evaluator.rightHandSide(moved)[entry.row]
        }, at: point[entry.column])
      #expect(abs(value - expected) < 1e-9)
    }
  }
}
