import Antimony
import Diagnostics
import Formulas
import Networks
import Testing

@Suite struct EventTests {
  @Test func readsEveryPart() throws {
    let network = try read(
      """
      E1: at 2 after (x > 5), priority = 3 + x, t0 = false, persistent = false, fromTrigger = false: y = 3, x = y + 1
      at time > 1: x = 0
      x = 1; x' = 1; y = 2
      """)
    let first = network.events[0]
    #expect(first.id == "E1")
    #expect(first.trigger.description == "x > 5")
    #expect(first.delay == .number(2))
    #expect(first.priority?.description == "3 + x")
    #expect(!first.startsTrue && !first.isPersistent && !first.usesTriggerTimeValues)
    #expect(first.assignments.map(\.target) == ["y", "x"])
    #expect(first.assignments.map(\.formula.description) == ["3", "y + 1"])
    #expect(first.place?.line == 1)
    let second = network.events[1]
    #expect(second.id == "_E0")
    #expect(second.delay == nil && second.priority == nil)
    #expect(second.startsTrue && second.isPersistent && second.usesTriggerTimeValues)
    #expect(network.parameters.map(\.isConstant) == [false, false])
  }

  /// What an event assigns is no constant, whatever it is.
  @Test func makesItsTargetsVariable() throws {
    let network = try read(
      """
      compartment c = 1, d = 2; species A in c = 1; const species B in d = 2; k = 1; m = 2
      at time > 1: c = 2, A = 3, B = 4, k = 5
      """)
    #expect(network.compartments.map(\.isConstant) == [false, true])
    #expect(network.species.map(\.isConstant) == [false, false])
    #expect(network.species.map(\.isBoundary) == [false, true])
    #expect(network.parameters.map(\.isConstant) == [false, true])
  }

  @Test func readsAssignmentsOverLines() throws {
    let network = try read(
      "E: at time > 1:\n\n a = 1,\n b = 2:\n c = 3\na = 0; b = 0; c = 0\nF: at time > 2:;\nG: at time > 3: a = , b = 2;"
    )
    #expect(network.events.map(\.assignments.count) == [3, 0, 1])
  }

  @Test func readsUnitsBeforeTheColon() throws {
    let network = try read("time_unit = hour\nat 30 minute after time > 2 hour: a = 1 mg\na = 2 mg")
    #expect(network.events[0].trigger.description == "time > 2")
    #expect(network.events[0].delay == .number(30))
  }

  @Test func renamesInSubmodels() throws {
    let network = try read(
      """
      model part(x)
        x = 1; k = 2; E: at k after x > k: x = k
      end
      model *whole()
        X = 5; q: part(X); r: part(X)
        q.k is K; K = 3
      end
      """)
    #expect(network.events.map(\.id) == ["q.E", "r.E"])
    #expect(network.events[0].trigger.description == "X > K")
    #expect(network.events[1].trigger.description == "X > r.k")
    #expect(network.events[1].delay == .symbol("r.k"))
    #expect(network.events.map { $0.assignments[0].target } == ["X", "X"])
    #expect(network.parameters.first { $0.id == "X" }?.isConstant == false)
  }

  @Test func readsAlgebraicRules() throws {
    let network = try read(
      """
      x = 1; x' = 2; const k = 3; p = 4
      var y, z
      R: 0 = x + y - k*p
      2.5 = y + z
      """)
    #expect(
      network.rules.filter { $0.kind == .algebraic }.map(\.formula.description) == ["x + y - k*p", "(y + z) - 2.5"])
    let constant = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.id, $0.isConstant) })
    #expect(constant == ["x": false, "k": true, "p": true, "y": false, "z": false])
  }

  /// Without enough declared unknowns, everything that is not declared constant may be one.
  @Test func opensQuantitiesToAlgebraicRules() throws {
    let network = try read("a = 1; b = 2; const c = 3; 0 = a + b - c")
    #expect(network.parameters.map(\.isConstant) == [false, false, true])
  }

  @Test func readsNamedStoichiometries() throws {
    let network = try read(
      """
      J: n A + 2 $B -> m C; A; A = 1; B = 1; C = 0
      K: m C -> A; C
      n = 2; m := time
      """)
    #expect(network.reactions[0].reactants == [.init("A", .symbol("n")), .init("B", 2)])
    #expect(network.reactions[0].products == [.init("C", .symbol("m"))])
    let named = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.id, $0.isStoichiometry) })
    // A name that two participants share is not one participant's own.
    #expect(named == ["n": true, "m": false])
    #expect(network.species.first { $0.id == "B" }?.isBoundary == true)
  }

  @Test func addsInteractionsToModifiers() throws {
    let network = try read(
      """
      i1: E + F -o J;
      i2: G -| J
      H -( J;
      J: A -> B; 0.1*A*G
      K: B -> ;
      i3: A -o K; 0.2*B*A
      """)
    #expect(network.reactions[0].modifiers == ["G", "E", "F", "H"])
    #expect(network.reactions[1].modifiers == ["A"])
    #expect(network.reactions[1].law.description == "0.2*B*A")
  }

  @Test func placesReactions() throws {
    let network = try read(
      """
      compartment c = 2, d = 3, e = 4
      J in c: A -> B; A
      K: B -> C; B in d
      species C in e
      d in e
      """)
    #expect(network.species.map(\.compartment) == ["c", "d", "e"])
    #expect(!network.compartments.contains { $0.id == "default_compartment" })
  }

  @Test func placesSubmodels() throws {
    let text = """
      model part()
        species S, T in here; compartment here = 1
      end
      model *m()
        compartment c = 3
        q in c: part()
        r: part() in c
        s: part()
      end
      """
    let network = try read(text)
    let places = Dictionary(uniqueKeysWithValues: network.species.map { ($0.id, $0.compartment) })
    #expect(
      places == [
        "q.S": "c", "q.T": "q.here", "r.S": "c", "r.T": "r.here", "s.S": "default_compartment", "s.T": "s.here",
      ])
  }

  @Test func keepsWhatIsSaidOfModelsAndFunctions() throws {
    let network = try read(
      """
      function f(x) x + 1 end
      model m()
        a = 2; model.sboTerm = 293; model created "2020-01-01T00:00:00Z"
      end
      m is "My model"
      f identity "http://f"
      f.sboTerm = SBO:0000064
      m creator1.name "N. N."
      """)
    #expect(network.name == "m")
    #expect(
      network.annotations == [
        Annotation(element: "m", qualifier: "sboTerm", resources: ["SBO:0000293"]),
        Annotation(element: "m", qualifier: "created", resources: ["2020-01-01T00:00:00Z"]),
        Annotation(element: "m", qualifier: "is", resources: ["My model"]),
        Annotation(element: "f", qualifier: "identity", resources: ["http://f"]),
        Annotation(element: "f", qualifier: "sboTerm", resources: ["SBO:0000064"]),
        Annotation(element: "m", qualifier: "creator1.name", resources: ["N. N."]),
      ])
  }
}
