package import Equations
import Foundation

/// Evaluates a system's expressions in plain Swift with the C library's functions: for the second opinion, and as an
/// oracle of the generated code that shares none of its polynomials.
///
/// Every list of nodes is a flat tape over one array of values; leaves are written before a pass. Not for threads to
/// share: each run has its own.
package final class TapeEvaluator {
  private struct Instruction {
    var operation: Equations.Operation
    var a: Int32
    var b: Int32
    var c: Int32
    /// Of an integer power.
    var exponent: Int32
    var result: Int32
  }

  private let system: EquationSystem
  private let values: UnsafeMutableBufferPointer<Double>
  private let hoistedTapes: [[Instruction]]
  private let startTape: [Instruction]
  private let inputTape: [Instruction]
  private let rightHandSideTape: [Instruction]
  private let jacobianTape: [Instruction]
  private let outputTape: [Instruction]
  private let outputs: [Node]
  /// Leaves by what they take, as (place in `values`, slot).
  private let stateLeaves: [(place: Int, slot: Int)]
  private let inputLeaves: [(place: Int, slot: Int)]
  private let parameterLeaves: [(place: Int, slot: Int)]
  private let hoistedLeaves: [Int: Int]
  private let timePlace: Int?
  /// Switches are live here: what equations hold over a step elsewhere is evaluated before every pass.
  private let switchTape: [Instruction]
  private let heldLeaves: [(place: Int, slot: Int)]

  /// A base between −powerClamp and 0 of a power with a broken exponent counts as 0.
  package var powerClamp = 1e-9

  /// - Parameter outputs: what ``sample(time:states:into:)`` computes, for example the nodes of observables.
  package init(_ system: EquationSystem, outputs: [Node]) {
    let graph = system.graph
    self.system = system
    self.outputs = outputs
    values = .allocate(capacity: max(1, graph.nodeCount))
    values.initialize(repeating: 0)
    var states: [(Int, Int)] = []
    var inputs: [(Int, Int)] = []
    var parameters: [(Int, Int)] = []
    var hoisted: [Int: Int] = [:]
    var held: [(Int, Int)] = []
    var time: Int?
    for index in 0..<graph.nodeCount {
      let node = Node(index: Int32(index))
      switch graph.operation(of: node) {
      case .constant: values[index] = graph.constantValue(of: node) ?? .nan
      case .parameter: parameters.append((index, graph.slot(of: node)))
      case .input: inputs.append((index, graph.slot(of: node)))
      case .state: states.append((index, graph.slot(of: node)))
      case .hoisted: hoisted[graph.slot(of: node)] = index
      case .time: time = index
      case .held: held.append((index, graph.slot(of: node)))
      default: break
      }
    }
    stateLeaves = states
    inputLeaves = inputs
    parameterLeaves = parameters
    hoistedLeaves = hoisted
    timePlace = time
    heldLeaves = held
    // Definitions of hoisted slots share nodes: a later one reuses what an earlier one computed.
    var done = [Bool](repeating: false, count: graph.nodeCount)
    hoistedTapes = system.hoisted.map { TapeEvaluator.tape(graph, [$0], &done) }
    func tape(_ roots: [Node]) -> [Instruction] {
      var done = [Bool](repeating: false, count: graph.nodeCount)
      return TapeEvaluator.tape(graph, roots, &done)
    }
    startTape = tape(system.initialStates)
    switchTape = held.isEmpty ? [] : tape(system.switches.map(\.value))
    inputTape = tape(system.inputs.map(\.initial))
    rightHandSideTape = tape(system.rightHandSide)
    jacobianTape = tape(system.jacobian.map(\.node))
    outputTape = tape(outputs)
  }

  deinit { values.deallocate() }

  /// Sets a patient's parameters, in the system's order, and computes what depends on them alone; inputs go back to
  /// their start.
  package func begin(parameters: [Double]) {
    for leaf in parameterLeaves { values[leaf.place] = parameters[leaf.slot] }
    for (slot, tape) in hoistedTapes.enumerated() {
      run(tape)
      if let place = hoistedLeaves[slot] { values[place] = values[Int(system.hoisted[slot].index)] }
    }
    run(inputTape)
    for leaf in inputLeaves { values[leaf.place] = values[Int(system.inputs[leaf.slot].initial.index)] }
  }

  /// The states at the start; after ``begin(parameters:)``.
  package func startStates() -> [Double] {
    run(startTape)
    return system.initialStates.map { values[Int($0.index)] }
  }

  package func setInput(_ input: Int, to value: Double) {
    for leaf in inputLeaves where leaf.slot == input { values[leaf.place] = value }
  }

  /// f(t, y), one value for each state.
  package func rightHandSide(
    time: Double, states: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>
  ) {
    evaluate(rightHandSideTape, time, states)
    for (row, node) in system.rightHandSide.enumerated() { result[row] = values[Int(node.index)] }
  }

  /// The nonzeros of ∂f/∂y, in the order of the system's `jacobian`.
  package func jacobian(time: Double, states: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    evaluate(jacobianTape, time, states)
    for (place, entry) in system.jacobian.enumerated() { result[place] = values[Int(entry.node.index)] }
  }

  /// The outputs' values.
  package func sample(time: Double, states: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    evaluate(outputTape, time, states)
    for (place, node) in outputs.enumerated() { result[place] = values[Int(node.index)] }
  }

  private func evaluate(_ tape: [Instruction], _ time: Double, _ states: UnsafePointer<Double>) {
    for leaf in stateLeaves { values[leaf.place] = states[leaf.slot] }
    if let timePlace { values[timePlace] = time }
    if !heldLeaves.isEmpty {
      run(switchTape)
      for leaf in heldLeaves { values[leaf.place] = values[Int(system.switches[leaf.slot].value.index)] }
    }
    run(tape)
  }

  /// The operations that the roots need and that are not done yet, in index order.
  private static func tape(_ graph: Graph, _ roots: [Node], _ done: inout [Bool]) -> [Instruction] {
    var needed = [Bool](repeating: false, count: graph.nodeCount)
    for root in roots { needed[Int(root.index)] = true }
    for index in stride(from: graph.nodeCount - 1, through: 0, by: -1) where needed[index] && !done[index] {
      let node = Node(index: Int32(index))
      for position in 0..<graph.operandCount(of: node) { needed[Int(graph.operand(position, of: node).index)] = true }
    }
    var tape: [Instruction] = []
    for index in 0..<graph.nodeCount where needed[index] && !done[index] {
      let node = Node(index: Int32(index))
      let count = graph.operandCount(of: node)
      guard count > 0 else { continue }
      done[index] = true
      func operand(_ position: Int) -> Int32 { position < count ? graph.operand(position, of: node).index : 0 }
      let operation = graph.operation(of: node)
      tape.append(
        Instruction(
          operation: operation, a: operand(0), b: operand(1), c: operand(2),
          exponent: operation == .integerPower ? Int32(graph.exponent(of: node)) : 0, result: Int32(index)))
    }
    return tape
  }

  private func run(_ tape: [Instruction]) {
    for step in tape {
      let x = values[Int(step.a)]
      let y = values[Int(step.b)]
      values[Int(step.result)] =
        switch step.operation {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: x / y
        case .negate: -x
        case .absolute: abs(x)
        case .squareRoot: x.squareRoot()
        case .exponential: exp(x)
        case .logarithm: log(x)
        case .sine: sin(x)
        case .cosine: cos(x)
        case .tangent: tan(x)
        case .arcSine: asin(x)
        case .arcCosine: acos(x)
        case .arcTangent: atan(x)
        case .hyperbolicSine: sinh(x)
        case .hyperbolicCosine: cosh(x)
        case .hyperbolicTangent: tanh(x)
        case .areaSine: asinh(x)
        case .areaCosine: acosh(x)
        case .areaTangent: atanh(x)
        case .floor: x.rounded(.down)
        case .ceiling: x.rounded(.up)
        case .factorial: tgamma(x + 1)
        case .integerPower: TapeEvaluator.power(x, Int(step.exponent))
        case .power: power(x, y)
        case .minimum: x.isNaN || y.isNaN ? .nan : y < x ? y : x
        case .maximum: x.isNaN || y.isNaN ? .nan : x < y ? y : x
        case .less: x < y ? 1 : 0
        case .lessOrEqual: x <= y ? 1 : 0
        case .equal: x == y ? 1 : 0
        case .not: x == 0 ? 1 : 0
        case .and: x != 0 && y != 0 ? 1 : 0
        case .or: x != 0 || y != 0 ? 1 : 0
        case .select: x != 0 ? y : values[Int(step.c)]
        case .constant, .parameter, .input, .state, .time, .hoisted, .held, .delayed, .delayedSlope: x
        }
    }
  }

  private func power(_ x: Double, _ y: Double) -> Double {
    guard x < 0, y != y.rounded(.down) else { return pow(x, y) }
    return x > -powerClamp ? pow(0, y) : .nan
  }

  private static func power(_ x: Double, _ exponent: Int) -> Double {
    var remaining = exponent.magnitude
    var square = x
    var result = 1.0
    while remaining > 0 {
      if remaining & 1 == 1 { result *= square }
      square *= square
      remaining >>= 1
    }
    return exponent < 0 ? 1 / result : result
  }
}
