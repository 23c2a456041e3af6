import Equations
import Foundation

/// Evaluates a system's nodes one by one in Double with the C library's functions: slow, plain, an oracle.
struct ReferenceEvaluator {
  let system: EquationSystem
  let parameters: [Double]
  private(set) var hoisted: [Double] = []

  init(_ system: EquationSystem, parameters: [String: Double] = [:]) {
    self.system = system
    self.parameters = system.parameters.map { parameters[$0.name] ?? $0.value }
    for node in system.hoisted { hoisted.append(values([node], time: 0, states: [], inputs: [])[0]) }
  }

  var starts: [Double] { values(system.initialStates, time: 0, states: [], inputs: []) }
  var inputStarts: [Double] { values(system.inputs.map(\.initial), time: 0, states: [], inputs: []) }

  func rightHandSide(
    _ states: [Double], time: Double = 0, inputs: [Double]? = nil, held: [Double]? = nil, delayed: [Double] = []
  ) -> [Double] {
    values(
      system.rightHandSide, time: time, states: states, inputs: inputs ?? inputStarts,
      held: held ?? switches(states, time: time, inputs: inputs), delayed: delayed)
  }

  func timeDerivative(_ states: [Double], time: Double = 0, inputs: [Double]? = nil) -> [Double] {
    values(
      system.timeDerivative, time: time, states: states, inputs: inputs ?? inputStarts,
      held: switches(states, time: time, inputs: inputs))
  }

  /// The values of `system.jacobian`.
  func jacobian(_ states: [Double], time: Double = 0, inputs: [Double]? = nil) -> [Double] {
    values(
      system.jacobian.map(\.node), time: time, states: states, inputs: inputs ?? inputStarts,
      held: switches(states, time: time, inputs: inputs))
  }

  func observable(_ name: String, _ states: [Double], time: Double = 0, inputs: [Double]? = nil) -> Double? {
    system.observables.first { $0.name == name }.map {
      values([$0.node], time: time, states: states, inputs: inputs ?? inputStarts)[0]
    }
  }

  /// The values of the switches at a point; what follows is evaluated with them.
  func switches(_ states: [Double], time: Double = 0, inputs: [Double]? = nil) -> [Double] {
    values(system.switches.map(\.value), time: time, states: states, inputs: inputs ?? inputStarts)
  }

  func values(
    _ roots: [Node], time: Double, states: [Double], inputs: [Double], held: [Double] = [], delayed: [Double] = []
  ) -> [Double] {
    let graph = system.graph
    var value = [Double](repeating: .nan, count: graph.nodeCount)
    let last = roots.map { Int($0.index) }.max() ?? -1
    for index in 0..<(last + 1) {
      let node = Node(index: Int32(index))
      let operands = graph.operands(of: node).map { value[Int($0.index)] }
      let operation = graph.operation(of: node)
      switch operation {
      case .constant: value[index] = graph.constantValue(of: node) ?? .nan
      case .parameter: value[index] = parameters[graph.slot(of: node)]
      case .input: value[index] = graph.slot(of: node) < inputs.count ? inputs[graph.slot(of: node)] : .nan
      case .state: value[index] = graph.slot(of: node) < states.count ? states[graph.slot(of: node)] : .nan
      case .time: value[index] = time
      case .held: value[index] = graph.slot(of: node) < held.count ? held[graph.slot(of: node)] : .nan
      case .delayed: value[index] = graph.slot(of: node) < delayed.count ? delayed[graph.slot(of: node)] : .nan
      case .hoisted: value[index] = graph.slot(of: node) < hoisted.count ? hoisted[graph.slot(of: node)] : .nan
      case .integerPower: value[index] = ReferenceEvaluator.power(operands[0], graph.exponent(of: node))
      default: value[index] = ReferenceEvaluator.apply(operation, operands)
      }
    }
    return roots.map { value[Int($0.index)] }
  }

  static func power(_ x: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent.magnitude { result *= x }
    return exponent < 0 ? 1 / result : result
  }

  static func apply(_ operation: Equations.Operation, _ x: [Double]) -> Double {
    switch operation {
    case .negate: -x[0]
    case .absolute: abs(x[0])
    case .squareRoot: x[0].squareRoot()
    case .exponential: exp(x[0])
    case .logarithm: log(x[0])
    case .sine: sin(x[0])
    case .cosine: cos(x[0])
    case .tangent: tan(x[0])
    case .arcSine: asin(x[0])
    case .arcCosine: acos(x[0])
    case .arcTangent: atan(x[0])
    case .hyperbolicSine: sinh(x[0])
    case .hyperbolicCosine: cosh(x[0])
    case .hyperbolicTangent: tanh(x[0])
    case .areaSine: asinh(x[0])
    case .areaCosine: acosh(x[0])
    case .areaTangent: atanh(x[0])
    case .floor: floor(x[0])
    case .ceiling: ceil(x[0])
    case .factorial: tgamma(x[0] + 1)
    case .not: x[0] == 0 ? 1 : 0
    case .add: x[0] + x[1]
    case .subtract: x[0] - x[1]
    case .multiply: x[0] * x[1]
    case .divide: x[0] / x[1]
    case .power: pow(max(x[0], 0), x[1])
    case .minimum: min(x[0], x[1])
    case .maximum: max(x[0], x[1])
    case .less: x[0] < x[1] ? 1 : 0
    case .lessOrEqual: x[0] <= x[1] ? 1 : 0
    case .equal: x[0] == x[1] ? 1 : 0
    case .and: x[0] != 0 && x[1] != 0 ? 1 : 0
    case .or: x[0] != 0 || x[1] != 0 ? 1 : 0
    case .select: x[0] != 0 ? x[1] : x[2]
    case .constant, .parameter, .input, .state, .time, .hoisted, .held, .delayed, .delayedSlope, .integerPower: .nan
    }
  }
}

/// A small deterministic generator for random test cases (SplitMix64).
struct TestRandom: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
  mutating func uniform(_ range: ClosedRange<Double> = 0...1) -> Double { Double.random(in: range, using: &self) }
}
