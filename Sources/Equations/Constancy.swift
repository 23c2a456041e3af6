/// What provably never changes in a run: the largest set of untouched states that is consistent with itself, and the
/// switches and delayed expressions that then have a known value.
struct Constancy {
  /// For every state, whether it keeps its start.
  private(set) var isFixed: [Bool]
  /// The known values of switches and delayed expressions.
  private(set) var switches: [Double?]
  private(set) var delays: [Double?]

  init(_ system: EquationSystem, touched: Touched) {
    isFixed = system.states.indices.map { !system.states[$0].isAlgebraic && !touched.states.contains($0) }
    switches = Array(repeating: nil, count: system.switches.count)
    delays = Array(repeating: nil, count: system.delays.count)
    var known = Propagation(graph: system.graph)
    known.hoisted = known.values(of: system.hoisted)
    let startValues = known.values(of: system.initialStates)
    let inputStarts = known.values(of: system.inputs.map(\.initial))
    known.inputs = system.inputs.indices.map { touched.inputs.contains($0) ? nil : inputStarts[$0] }
    while true {
      known.states = system.states.indices.map { isFixed[$0] ? startValues[$0] : nil }
      known.delays = Array(repeating: nil, count: system.delays.count)
      findDelays(system, &known)
      delays = known.delays
      switches = known.values(of: system.switches.map(\.value))
      known.switches = switches
      let slopes = known.values(of: system.rightHandSide)
      var isStable = true
      for index in system.states.indices where isFixed[index] && slopes[index] != 0 {
        isFixed[index] = false
        isStable = false
      }
      if isStable { return }
    }
  }

  /// A delayed expression is known when it is so now and was so at the start, which others may need to know.
  private func findDelays(_ system: EquationSystem, _ known: inout Propagation) {
    guard !system.delays.isEmpty else { return }
    let starts = known.values(of: system.delays.map(\.startValue))
    while true {
      let values = known.values(of: system.delays.map(\.value))
      let before = known.delays
      known.delays = zip(values, starts).map { $0 == $1 ? $0 : nil }
      if known.delays == before { return }
    }
  }
}

/// Constant propagation: which nodes have a known value when some leaves have one; leaves without an entry are unknown.
private struct Propagation {
  let graph: Graph
  var hoisted: [Double?] = []
  var states: [Double?] = []
  var inputs: [Double?] = []
  var switches: [Double?] = []
  var delays: [Double?] = []

  init(graph: Graph) { self.graph = graph }

  /// The known values of `roots`.
  func values(of roots: [Node]) -> [Double?] {
    let reachable = graph.reachable(from: roots)
    var known = [Double?](repeating: nil, count: graph.nodeCount)
    for index in known.indices where reachable[index] {
      let node = Node(index: Int32(index))
      let operation = graph.operation(of: node)
      func leaf(_ values: [Double?]) -> Double? {
        let slot = graph.slot(of: node)
        return slot < values.count ? values[slot] : nil
      }
      switch operation {
      case .constant: known[index] = graph.constantValue(of: node)
      case .hoisted: known[index] = leaf(hoisted)
      case .state: known[index] = leaf(states)
      case .input: known[index] = leaf(inputs)
      case .held: known[index] = leaf(switches)
      case .delayed: known[index] = leaf(delays)
      case .delayedSlope: known[index] = leaf(delays).map { _ in 0 }
      case .parameter, .time: break
      default:
        let count = graph.operandCount(of: node)
        func operand(_ position: Int) -> Double? {
          position < count ? known[Int(graph.operand(position, of: node).index)] : nil
        }
        known[index] = ConstantFolding.value(
          operation, operand(0), operand(1), operand(2),
          exponent: operation == .integerPower ? graph.exponent(of: node) : 0)
      }
    }
    return roots.map { known[Int($0.index)] }
  }
}
