package import Equations
import Solving

/// Values of observables that follow from parameters, inputs and time alone, for example a bioavailability that depends
/// on a covariate. Plain Swift, no run needed. Not for threads to share.
package final class ParameterExpressions {
  private let system: EquationSystem
  private let patients: PatientParameters
  private let tape: TapeEvaluator
  private let count: Int
  private let inputOf: [String: Int]

  /// - Parameters:
  ///   - names: observables of the system (not pruned).
  /// - Throws: ``SimulationError/unknownOutput(_:known:)``, ``SimulationError/dependsOnStates(_:)``.
  package init(system: EquationSystem, names: [String], patients: ParameterTable) throws {
    self.system = system
    self.patients = try PatientParameters(system: system, table: patients)
    let nodes = Dictionary(
      system.observables.map { ($0.name, $0.node) }, uniquingKeysWith: { first, _ in first })
    let outputs = try names.map { name in
      guard let node = nodes[name] else {
        throw SimulationError.unknownOutput(name, known: system.observables.map(\.name))
      }
      guard !system.dependsOnStates(node) else { throw SimulationError.dependsOnStates(name) }
      return node
    }
    tape = TapeEvaluator(system, outputs: outputs)
    count = outputs.count
    inputOf = Dictionary(system.inputs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The values for a patient at a time, in the order of the names.
  ///
  /// - Parameter inputs: levels of the inputs that differ from their start.
  package func values(patient: Int, time: Double, inputs: [(name: String, level: Double)]) -> [Double] {
    tape.begin(parameters: patients.values(patient: patient))
    for (name, level) in inputs { if let input = inputOf[name] { tape.setInput(input, to: level) } }
    let states = [Double](repeating: .nan, count: max(1, system.states.count))
    return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      states.withUnsafeBufferPointer { states in
        if let source = states.baseAddress, let target = buffer.baseAddress {
          tape.sample(time: time, states: source, into: target)
        }
      }
      initialized = count
    }
  }
}

extension EquationSystem {
  /// Whether a node's value can change with the states, or with their past.
  func dependsOnStates(_ root: Node) -> Bool {
    depends(on: [.state, .delayed, .delayedSlope], [root])
  }

  /// Whether one of the leaves is below one of the roots, also through hoisted and held values.
  func depends(on leaves: Set<Equations.Operation>, _ roots: [Node]) -> Bool {
    var seen = [Bool](repeating: false, count: graph.nodeCount)
    var pending = roots
    while let node = pending.popLast() {
      guard !seen[Int(node.index)] else { continue }
      seen[Int(node.index)] = true
      let operation = graph.operation(of: node)
      if leaves.contains(operation) { return true }
      switch operation {
      case .hoisted: pending.append(hoisted[graph.slot(of: node)])
      case .held: pending.append(switches[graph.slot(of: node)].value)
      default: pending += graph.operands(of: node)
      }
    }
    return false
  }
}
