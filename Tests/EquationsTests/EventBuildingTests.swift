import Equations
import Formulas
import Networks
import Testing

@Suite struct EventBuildingTests {
  private func resizable() -> Network {
    var network = Network(name: "resizable")
    network.compartment("c", 2)
    network.compartment("v", 4, isConstant: false)
    network.species("A", amount: 6)
    network.species("B", in: "v", concentration: 3)
    network.species.append(Species(id: "ruled", compartment: "v", initial: .amount(8)))
    network.rules.append(Rule(.rate("ruled"), -Formula.symbol("ruled")))
    network.species.append(Species(id: "bound", compartment: "v", initial: .amount(8), isBoundary: true))
    network.variable("k", 1)
    return network
  }

  private func built(_ network: Network) throws -> (EquationSystem, EquationSystem.Event) {
    let system = try EquationSystem.build(from: network)
    return (system, try #require(system.events.first))
  }

  /// Concentrations become amounts: at once in a compartment that stays, by a factor in one that may change.
  @Test func assignmentsReachWhatIsHeld() throws {
    var network = resizable()
    network.events = [
      Event(
        id: "E", trigger: .of(.greater, "time", 5), startsTrue: false, isPersistent: false, delay: "k", priority: 3,
        usesTriggerTimeValues: false,
        assignments: [.init("A", 10), .init("B", 20), .init("bound", 30), .init("k", "k" + 1)])
    ]
    let (system, event) = try built(network)
    #expect(event.name == "E")
    #expect(!event.startsTrue && !event.isPersistent && !event.usesTriggerTimeValues)
    #expect(system.states.map(\.name) == ["A", "B", "ruled"])
    #expect(system.inputs.map(\.name) == ["v", "bound", "k"])
    #expect(event.assignments.map(\.target) == [.state(0), .state(1), .input(1), .input(2)])
    let evaluator = ReferenceEvaluator(system)
    func values(_ nodes: [Node?]) -> [Double] {
      evaluator.values(nodes.compactMap(\.self), time: 6, states: [6, 12, 2], inputs: [8, 8, 7])
    }
    #expect(values(event.assignments.map(\.value)) == [20, 20, 30, 8])
    #expect(event.assignments.map { $0.factor != nil } == [false, true, true, false])
    #expect(values([event.assignments[1].factor, event.assignments[2].factor]) == [8, 8])
    #expect(values([event.delay, event.priority, event.trigger]) == [7, 3, 1])
    #expect(event.resized.isEmpty)
    #expect(evaluator.inputStarts == [4, 8, 1])
    #expect(evaluator.observable("bound", [6, 12, 2], inputs: [16, 8, 1]) == 0.5)
  }

  @Test func resizingKeepsAmounts() throws {
    var network = resizable()
    network.events = [Event(id: "E", trigger: .of(.less, "A", 1), assignments: [.init("v", 2 * "v")])]
    let (system, event) = try built(network)
    #expect(event.assignments.map(\.target) == [.input(0)])
    #expect(event.resized.map(\.state) == [2])
    let size = event.resized[0].size
    #expect(ReferenceEvaluator(system).values([size], time: 0, states: [6, 12, 2], inputs: [5, 8, 1]) == [5])
    // What the event sets itself counts in the size before.
    network.events[0].assignments.append(.init("ruled", 1))
    #expect(try built(network).1.resized.map(\.state) == [2])
    // A size that follows a variable which the event changes.
    network.compartments[1].size = nil
    network.rules.append(Rule(.assignment("v"), 3 * "k"))
    network.events[0].assignments = [.init("k", 5)]
    #expect(try built(network).1.resized.map(\.state) == [2])
  }

  @Test func numbersAreConditions() throws {
    var network = resizable()
    network.events = [Event(id: "E", trigger: "k", assignments: [.init("A", 1)])]
    let (system, event) = try built(network)
    #expect(system.graph.operation(of: event.trigger).isCondition)
    let evaluator = ReferenceEvaluator(system)
    #expect(evaluator.values([event.trigger], time: 0, states: [], inputs: [4, 8, 0]) == [0])
    #expect(evaluator.values([event.trigger], time: 0, states: [], inputs: [4, 8, 0.1]) == [1])
  }

  @Test(arguments: ["c", "ruled size", "J", "fixed"])
  func whatCannotBeAssigned(_ target: String) {
    var network = resizable()
    network.assign("ruled size", 2 * "v")
    network.species.append(Species(id: "fixed", compartment: "v", initial: .amount(8), isConstant: true))
    network.reaction("J", ["A"], [], "A")
    network.events = [Event(id: "E", trigger: "k", assignments: [.init(target, 1)])]
    #expect(throws: EquationError.cannotBeAssigned(target, event: "E", nil)) {
      try EquationSystem.build(from: network)
    }
  }

  /// An event's targets stay, and what it needs; its slots follow.
  @Test func pruningKeepsWhatEventsTouch() throws {
    var network = Network(name: "pruned")
    for name in ["idle", "x", "y"] { network.variable(name, 0) }
    for name in ["spare", "k"] { network.variable(name, 1) }
    network.rate("idle", -Formula.symbol("idle") * "spare")
    network.rate("x", -Formula.symbol("x") * "k")
    network.rate("y", "x" + "idle")
    network.events = [
      Event(id: "E", trigger: .of(.greater, "time", 2 + "spare"), assignments: [.init("x", "spare"), .init("k", 2)])
    ]
    let system = try EquationSystem.build(from: network)
    let pruned = system.pruned(touching: [], outputs: ["y"])
    #expect(pruned.states.map(\.name) == ["x", "y"])
    #expect(pruned.inputs.map(\.name) == ["k"])
    #expect(pruned.events[0].assignments.map(\.target) == [.state(0), .input(0)])
    #expect(pruned.graph.constantValue(of: pruned.events[0].assignments[0].value) == 1)
    #expect(pruned.switches.count == 1)
    let crossing = try #require(pruned.switches[0].crossing)
    #expect(pruned.graph.constantValue(of: crossing) == 3)
  }
}
