import Equations
import Formulas
import Foundation
import NativeCode
import Solving
import Testing

/// Events against closed forms.
@Suite struct EventTests {
  static func ball(restitution: Double) throws -> HandMade {
    var ball = try HandMade(
      Problem(states: [("x", 1, 1 * .of("v")), ("v", 0, 0 * .of("v") - .of("g"))], parameters: [("g", 9.81)]))
    let (x, v, zero) = (ball.state("x"), ball.state("v"), ball.number(0))
    let bounced = ball.system.graph.multiply(ball.number(-restitution), v)
    ball.event("bounce", when: x, zero, [("v", bounced), ("x", zero)])
    return ball
  }

  /// Height of the ball at a time, by its closed form.
  static func height(_ t: Double, restitution e: Double, gravity g: Double = 9.81) -> Double {
    var start = (2 / g).squareRoot()
    if t < start { return 1 - g * t * t / 2 }
    var speed = g * start * e
    while t > start + 2 * speed / g {
      start += 2 * speed / g
      speed *= e
    }
    return speed * (t - start) - g * (t - start) * (t - start) / 2
  }

  @Test func aBallBouncesWhereItsClosedFormDoes() throws {
    let ball = try Self.ball(restitution: 0.9)
    let times = (0...60).map { Double($0) * 0.05 }
    let result = try runEveryWay(
      ball.system, times: times, LaneRun(relativeTolerance: 1e-10, absoluteTolerance: 1e-12))
    let heights = ball.course("x", of: result, samples: times.count)
    for (time, height) in zip(times, heights) {
      #expect(abs(height - Self.height(time, restitution: 0.9)) < 1e-10, "time \(time)")
    }
    #expect(result.outcomes[0].acceptedSteps < 200)
  }

  @Test func bouncesThatAccumulateAreAFailureThatNamesTheEvent() throws {
    for restitution in [0.2, 0.5, 0.9] {
      let ball = try Self.ball(restitution: restitution)
      let result = try LaneRun(relativeTolerance: 1e-8)(ball.system, times: [30])
      #expect(result.outcomes[0].status == .accumulatingEvents)
      #expect(result.outcomes[0].guiltyEvent == 0)
      let fall = (2 / 9.81).squareRoot()
      let end = fall * (1 + 2 * restitution / (1 - restitution))
      #expect(abs(result.outcomes[0].time - end) < 1e-4)
    }
  }

  /// b rises to a, which falls, and is set back to 0 each time: the intervals halve until a is below 0. Then b is above
  /// a for good, and the event is over.
  @Test func eventsThatComeEverFasterMayBeOver() throws {
    let rate = Formula.of("one")
    var model = try HandMade(
      Problem(
        states: [("a", 1, 0 * .of("a") - rate), ("b", 0, 0 * .of("b") + rate)], parameters: [("one", 1)]))
    model.event("reset", when: model.state("a"), model.state("b"), [("b", model.number(0))])
    let result = try LaneRun(relativeTolerance: 1e-8)(model.system, times: [0.75, 2])
    #expect(result.outcomes[0].status == .finished)
    let (a, b) = (model.course("a", of: result, samples: 2), model.course("b", of: result, samples: 2))
    #expect(abs(a[1] + 1) < 1e-12 && abs(b[1] - 1) < 1e-8)
  }

  /// Constant slopes 0: what counts is what the events do.
  static func still(_ names: [(String, Double)]) throws -> HandMade {
    try HandMade(Problem(states: names.map { ($0.0, $0.1, 0 * .of($0.0)) }))
  }

  @Test func simultaneousEventsComeByPriority() throws {
    var model = try Self.still([("x", 1)])
    let x = model.state("x")
    let doubled = model.system.graph.multiply(x, model.number(2))
    let raised = model.system.graph.add(x, model.number(3))
    model.event("double", at: 1, priority: 1, triggerTimeValues: false, [("x", doubled)])
    model.event("raise", at: 1, priority: 2, triggerTimeValues: false, [("x", raised)])
    let result = try runEveryWay(model.system, times: [0.5, 1, 2])
    #expect(model.course("x", of: result, samples: 3) == [1, 8, 8])
  }

  @Test func equalPrioritiesComeInBothOrdersOverPatientsAndTheSameOnceMore() throws {
    var model = try Self.still([("x", 1)])
    let x = model.state("x")
    let doubled = model.system.graph.multiply(x, model.number(2))
    let raised = model.system.graph.add(x, model.number(3))
    model.event("double", at: 1, priority: 1, triggerTimeValues: false, [("x", doubled)])
    model.event("raise", at: 1, priority: 1, triggerTimeValues: false, [("x", raised)])
    let result = try runEveryWay(model.system, times: [2], LaneRun(patients: 40))
    let ends = result.values
    #expect(Set(ends) == [5, 8])
    #expect(ends.count { $0 == 5 } > 8 && ends.count { $0 == 8 } > 8)
  }

  @Test func valuesOfTheTriggersTimeDifferFromThoseOfTheExecution() throws {
    for (keeps, expected) in [(true, 1.5), (false, 3.5)] {
      var model = try HandMade(Problem(states: [("x", 0, 1 + 0 * .of("x")), ("y", 0, 0 * .of("y"))]))
      let x = model.state("x")
      model.event("copy", at: 1.5, delay: 2, triggerTimeValues: keeps, [("y", x)])
      let result = try runEveryWay(model.system, times: [3.4999, 3.5, 5])
      let y = model.course("y", of: result, samples: 3)
      #expect(y[0] == 0)
      #expect(abs(y[1] - expected) < 1e-9 && y[2] == y[1])
    }
  }

  @Test func anExecutionIsDroppedWithItsTriggerUnlessItPersists() throws {
    for (persists, expected) in [(true, 7.0), (false, 0.0)] {
      var model = try HandMade(
        Problem(states: [("x", 0, .apply(.cos, [.time]) + 0 * .of("x")), ("y", 0, 0 * .of("y"))]))
      let x = model.state("x")
      let (half, seven) = (model.number(0.5), model.number(7))
      // sin t exceeds a half from π/6 to 5π/6, for 2.09; the delay is longer.
      model.event(
        "late", when: half, x, isPersistent: persists, delay: 3, [("y", seven)])
      let result = try runEveryWay(model.system, times: [1, 3, .pi / 6 + 3 - 1e-6, .pi / 6 + 3 + 1e-6])
      #expect(model.course("y", of: result, samples: 4) == [0, 0, 0, expected])
    }
  }

  @Test func eventsCauseEachOtherWithinAnInstant() throws {
    var model = try Self.still([("a", 0), ("b", 0), ("c", 0)])
    let (a, b) = (model.state("a"), model.state("b"))
    let (half, one) = (model.number(0.5), model.number(1))
    let sum = model.system.graph.add(a, b)
    model.event("third", when: half, b, triggerTimeValues: false, [("c", sum)])
    model.event("second", when: half, a, [("b", one)])
    model.event("first", at: 1, [("a", one)])
    let result = try runEveryWay(model.system, times: [0.9, 1])
    #expect(model.course("c", of: result, samples: 2) == [0, 2])
  }

  @Test func eventsThatCauseEachOtherForEverAreAFailure() throws {
    var model = try Self.still([("a", 0)])
    let a = model.state("a")
    let (half, one, zero) = (model.number(0.5), model.number(1), model.number(0))
    model.event("up", when: a, half, startsTrue: false, [("a", one)])
    model.event("down", when: half, a, startsTrue: false, [("a", zero)])
    let result = try LaneRun()(model.system, times: [1])
    #expect(result.outcomes[0].status == .endlessEvents)
    #expect(result.outcomes[0].time == 0)
    #expect(result.outcomes[0].guiltyEvent != nil)
  }

  @Test func aTriggerFiresAtTheStartOnlyWhereItCountsAsFalseBefore() throws {
    for (startsTrue, expected) in [(true, 0.0), (false, 5.0)] {
      var model = try Self.still([("x", 0)])
      let (x, one, five) = (model.state("x"), model.number(1), model.number(5))
      model.event("low", when: x, one, startsTrue: startsTrue, [("x", five)])
      let result = try runEveryWay(model.system, times: [0, 1])
      #expect(model.course("x", of: result, samples: 2) == [expected, expected])
    }
  }

  @Test func aStrictComparisonOfTimeChangesJustAfterItsRoot() throws {
    for (relation, expected) in [(Equations.Operation.less, [0.0, 0, 1]), (.lessOrEqual, [0, 1, 1])] {
      var model = try Self.still([("x", 0)])
      let (then, now, one) = (model.number(3), model.time(), model.number(1))
      model.event("at3", when: then, now, relation: relation, crossing: then, [("x", one)])
      let result = try runEveryWay(model.system, times: [2, 3, 4])
      #expect(model.course("x", of: result, samples: 3) == expected)
    }
  }

  @Test func inputsAtTheSameTimeComeFirst() throws {
    var model = try Self.still([("x", 1)])
    let doubled = model.system.graph.multiply(model.state("x"), model.number(2))
    model.event("double", at: 1, triggerTimeValues: false, [("x", doubled)])
    let element = EnsembleKernel(model.system, outputs: [], infusedStates: []).layout.states.start
    let run = LaneRun(records: { _ in [.init(time: 1, element: element, action: .add, value: 10)] })
    let result = try runEveryWay(model.system, times: [0.5, 1, 2], run)
    #expect(model.course("x", of: result, samples: 3) == [1, 22, 22])
  }
}
