import Diagnostics
import Equations
import Formulas
import Networks
import Simulation
import Testing

/// What a fast reaction counts with is changed by the model's events only: from outside it would give wrong amounts.
@Suite struct FastReactionInputTests {
  /// A ⇌ B fast, with the stoichiometry m; E is no part of it.
  private func system() throws -> EquationSystem {
    var network = Network(name: "fast")
    network.compartments = [Compartment(id: "c", size: 1)]
    network.species = ["A", "B", "E"].map { Species(id: $0, compartment: "c", initial: .amount(2)) }
    network.parameters = ["m", "free"].map { Parameter(id: $0, value: 1, isConstant: false) }
    let place = SourcePlace(file: "fast.xml", line: 7, column: 3)
    network.reactions = [
      Reaction(
        id: "F", reactants: [.init("A")], products: [.init("B", .symbol("m"))], isFast: true,
        law: .apply(.subtract, [.symbol("A"), .symbol("B")]), place: place),
      Reaction(
        id: "J", reactants: [.init("E")], products: [], law: .apply(.multiply, [.symbol("E"), .symbol("free")])),
    ]
    return try .build(from: network)
  }

  private func simulator(_ entries: [InputSchedule.Entry] = [], extra: Set<String> = []) throws -> Simulator {
    try Simulator(system: system(), schedule: InputSchedule(entries), outputs: ["A", "B"], extraTargets: extra)
  }

  private func hold(_ name: String) -> InputSchedule.Entry {
    .init(time: 1, target: name, action: .hold(level: 2, duration: 3))
  }

  @Test func aLevelIsRefusedWithThePlaceOfTheReaction() throws {
    let error = try #require(throws: SimulationError.self) { try simulator([hold("m")]) }
    #expect(
      Message.text(error) == """
        fast.xml:7:3: error: "m" cannot be changed from outside: the fast reaction "F" counts with it
          let an event of the model change it: events count anew what the reaction has moved
        """)
  }

  @Test func aColumnIsRefused() throws {
    #expect(throws: SimulationError.self) { try simulator(extra: ["m"]) }
  }

  @Test func aLevelAddedOnTheWayIsRefused() throws {
    let session = try simulator().session(patients: .defaults(patientCount: 1))
    _ = try session.advance(to: 0.5, sampling: [], isLast: false)
    #expect(throws: SimulationError.self) { try session.add(hold("m")) }
  }

  /// A dose into a species of the reaction is shared out at once: 4 + 3 between two.
  @Test func dosesAndOtherLevelsAreFine() throws {
    let dose = InputSchedule.Entry(time: 1, target: "A", action: .bolus(amount: 3))
    let course = try simulator([dose, hold("free")], extra: ["free"]).run(
      patients: .defaults(patientCount: 1), times: [0, 2])
    for (value, expected) in zip(course.values, [2, 2, 3.5, 3.5]) { #expect(abs(value - expected) < 1e-9) }
  }
}
