import Equations
import Formulas
import NativeCode
import Solving
import Testing

/// Events at known times, carried out as inputs: the same course as when the lane's caller carries them out.
@Suite struct TimetableTests {
  /// x decays and y follows it; "dose", "early" and "late" are each patient's own.
  static func model() throws -> HandMade {
    let (x, y) = (Formula.of("x"), Formula.of("y"))
    return try HandMade(
      Problem(
        states: [("x", 1, -x), ("y", 0, x - .of("dose") * y)],
        parameters: [("dose", 2), ("early", 0.5), ("late", 1.5)]))
  }

  static func parameter(_ name: String, _ model: inout HandMade) -> Node {
    model.system.graph.parameter(model.system.parameters.firstIndex { $0.name == name } ?? 0)
  }

  /// An event at a time that is an expression.
  static func event(
    _ name: String, at time: Node, relation: Equations.Operation = .lessOrEqual, startsTrue: Bool = true,
    _ assignments: [(String, Node)], in model: inout HandMade
  ) {
    let now = model.time()
    model.event(name, when: time, now, relation: relation, crossing: time, startsTrue: startsTrue, assignments)
  }

  static let times = (0...24).map { Double($0) * 0.125 }

  @Sendable static func parameters(_ patient: Int) -> [Double] {
    // Some patients have both events at one time, some before the start.
    let own = Double(patient % 5) * 0.5 - 0.5
    return [2 + 0.1 * Double(patient), own, patient % 3 == 0 ? own : 1.5]
  }

  /// Runs with and without the timetable; expects the first to be used, and the same course and outcomes.
  static func expectSameCourse(_ system: EquationSystem, _ comment: Comment) throws {
    var run = LaneRun(relativeTolerance: 1e-10, absoluteTolerance: 1e-13, width: 4, patients: 15)
    run.parameters = parameters
    let listed = try runEveryWay(system, times: times, run)
    run.usesTimetable = false
    let attended = try run(system, times: times)
    #expect(EnsembleKernel(system, outputs: [], infusedStates: []).hasTimetable, comment)
    #expect(zip(listed.values, attended.values).allSatisfy { abs($0 - $1) < 1e-9 }, comment)
    #expect(listed.outcomes.map(\.status) == attended.outcomes.map(\.status), comment)
  }

  @Test func patientsWithTheirOwnTimesAndAmounts() throws {
    var model = try Self.model()
    let (early, late, dose) = (
      Self.parameter("early", &model), Self.parameter("late", &model), Self.parameter("dose", &model)
    )
    let three = model.number(3)
    Self.event("first", at: early, [("x", dose)], in: &model)
    Self.event("second", at: model.system.graph.multiply(late, three), [("y", three)], in: &model)
    try Self.expectSameCourse(model.system, "own times")
  }

  @Test func triggersThatHoldAtTheStart() throws {
    for startsTrue in [true, false] {
      var model = try Self.model()
      let (early, dose) = (Self.parameter("early", &model), Self.parameter("dose", &model))
      Self.event("first", at: early, startsTrue: startsTrue, [("x", dose)], in: &model)
      try Self.expectSameCourse(model.system, "before the start \(startsTrue)")
    }
  }

  /// Which comes first is drawn, by the patient's number, as for other events.
  @Test func eventsAtOneTimeComeInTheSameRandomOrder() throws {
    var model = try Self.model()
    let (early, late, five) = (Self.parameter("early", &model), Self.parameter("late", &model), model.number(5))
    for (name, time) in [("a", early), ("b", late), ("c", early), ("d", late)] {
      let value = model.number(Double(name.utf8.first ?? 0) - 90)
      Self.event(name, at: time, [("x", value), ("y", five)], in: &model)
    }
    try Self.expectSameCourse(model.system, "order")
  }

  @Test func dosesThatAddToAState() throws {
    var model = try Self.model()
    let (x, dose) = (model.state("x"), Self.parameter("dose", &model))
    for count in 1...20 {
      let sum = model.system.graph.add(dose, x)
      let time = model.number(0.125 * Double(count))
      let relation: Equations.Operation = count % 2 == 0 ? .less : .lessOrEqual
      Self.event("dose\(count)", at: time, relation: relation, [("x", sum)], in: &model)
    }
    try Self.expectSameCourse(model.system, "doses")
  }

  @Test func aTimetableNeedsNoSwitches() throws {
    var model = try Self.model()
    model.event("once", at: 1, [("x", model.number(2))])
    let listed = EnsembleKernel(model.system, outputs: [], infusedStates: [])
    let attended = EnsembleKernel(model.system, outputs: [], infusedStates: [], usesTimetable: false)
    let names = Set(listed.program.functions.map(\.name))
    #expect(names.isDisjoint(with: ["scan", "nextCrossing", "examine"]))
    #expect(Set(attended.program.functions.map(\.name)).isSuperset(of: ["scan", "nextCrossing", "examine"]))
  }

  @Test func oneEventOfAnotherKindIsEnoughForNone() throws {
    typealias Change = (inout HandMade) -> Void
    let others: [(String, Change)] = [
      ("a delay", { $0.event("b", at: 2, delay: 1, [("x", $0.number(1))]) }),
      ("a priority", { $0.event("b", at: 2, priority: 1, [("x", $0.number(1))]) }),
      ("a value that follows states", { $0.event("b", at: 2, [("x", $0.state("y"))]) }),
      ("a value that follows time", { $0.event("b", at: 2, [("x", $0.time())]) }),
      ("a product", { $0.event("b", at: 2, [("x", $0.system.graph.multiply($0.state("x"), $0.number(2)))]) }),
      ("a state in the trigger", { $0.event("b", when: $0.state("x"), $0.number(0.5), [("x", $0.number(1))]) }),
      (
        "two additions at times that may meet",
        { model in
          let sum = model.system.graph.add(model.state("x"), model.number(1))
          for name in ["early", "late"] {
            TimetableTests.event(name, at: TimetableTests.parameter(name, &model), [("x", sum)], in: &model)
          }
        }
      ),
      (
        "just after a time that may be the start",
        { model in
          let early = TimetableTests.parameter("early", &model)
          TimetableTests.event("b", at: early, relation: .less, [("x", model.number(1))], in: &model)
        }
      ),
    ]
    for (name, change) in others {
      var model = try Self.model()
      model.event("a", at: 1, [("y", model.number(1))])
      #expect(EnsembleKernel(model.system, outputs: [], infusedStates: []).hasTimetable)
      change(&model)
      #expect(!EnsembleKernel(model.system, outputs: [], infusedStates: []).hasTimetable, "\(name)")
    }
  }
}
