import Antimony
import Diagnostics
import Formulas
import Networks
import Testing

/// Conversion factors, deletions and replacements, at places where the antimony library gives no answer or a wrong one.
@Suite struct ConversionTests {
  private func rules(_ network: Network) -> [String: String] {
    Dictionary(
      network.rules.compactMap { rule in rule.target.map { ($0, rule.formula.description) } },
      uniquingKeysWith: { $1 })
  }

  /// One unit of the submodel's time is two of the model's, one of its extent five.
  @Test func convertsTimeAndExtent() throws {
    let network = try read(
      """
      model inner()
        x = 1; x' = -x + time; y := delay(x, 3) + rateOf(x); J: A -> ; A; A = 1; z := J
        E: at 4 after time > 3, priority = time: x = time
      end
      model *outer()
        q: inner(), timeconv = 2, extentconv = 5
        w := q.J
      end
      """)
    #expect(
      rules(network) == [
        "q.x": "(-q.x + time/2)/2", "q.y": "delay(q.x, 3*2) + rateOf(q.x)*2", "q.z": "q.J*2/5", "w": "q.J",
      ])
    #expect(network.reactions[0].law.description == "q.A*5/2")
    #expect(network.events[0].trigger.description == "time/2 > 3")
    #expect(network.events[0].delay?.description == "4*2")
    #expect(network.events[0].priority?.description == "time/2")
    #expect(network.events[0].assignments[0].formula.description == "time/2")
  }

  /// Factors of nested submodels multiply.
  @Test func convertsNestedSubmodels() throws {
    let network = try read(
      """
      model inner()
        J: A -> ; A; A = 1; z := J + time
      end
      model middle()
        q: inner(), timeconv = 3, extentconv = 7; v := time + q.J
      end
      model *outer()
        r: middle(), timeconv = 5, extentconv = 11
      end
      """)
    #expect(rules(network) == ["r.q.z": "r.q.J*5*3/(11*7) + time/(5*3)", "r.v": "time/5 + r.q.J*5/11"])
    #expect(network.reactions[0].law.description == "r.q.A*11*7/(5*3)")
  }

  /// x in the outer model's units is ten times the submodel's, whichever side is written first.
  @Test(arguments: ["q.x * cf is X", "q.x is X/cf"]) func convertsOneQuantity(_ statement: String) throws {
    let network = try read(
      """
      model inner()
        x = 3; y := x; s := rateOf(x); x' = 2*y; E: at x > 2: x = 5
      end
      model *outer()
        cf = 10; q: inner(); \(statement)
      end
      """)
    #expect(network.parameters.first { $0.id == "X" }?.value == nil)
    #expect(network.initialAssignments.map(\.formula.description) == ["3*cf"])
    #expect(rules(network) == ["q.y": "X/cf", "q.s": "rateOf(X)/cf", "X": "2*q.y*cf"])
    #expect(network.events[0].trigger.description == "X/cf > 2")
    #expect(network.events[0].assignments == [.init("X", try Formula(parsing: "5*cf"))])
  }

  /// The same the other way round: the antimony library forgets these factors.
  @Test(arguments: ["X is q.x/cf", "X * cf is q.x"]) func convertsTheOuterQuantity(_ statement: String) throws {
    let network = try read(
      """
      model inner()
        x := a; a = 2; y := x
      end
      model *outer()
        cf = 10; q: inner(); \(statement); u := X + q.x
      end
      """)
    #expect(rules(network) == ["X": "q.a/cf", "q.y": "X*cf", "u": "X + X*cf"])
  }

  @Test func convertsThroughAChain() throws {
    let network = try read(
      """
      model inner()
        x = 3; y := x
      end
      model *outer()
        f = 10; g = 4; q: inner(); r: inner()
        q.x * f is X; X * g is Z; r.x is X
        Z = 7
      end
      """)
    #expect(network.parameters.first { $0.id == "Z" }?.value == 7)
    #expect(rules(network) == ["q.y": "Z/(f*g)", "r.y": "Z/g"])
  }

  @Test func leavesOuterStatementsInOuterUnits() throws {
    let network = try read(
      """
      model inner()
        x' = 1; x = 1; J: A -> ; A; A = 1
      end
      model *outer()
        q: inner(), timeconv = 2, extentconv = 3
        q.x' = 5 + time; q.J = 4
      end
      """)
    #expect(rules(network) == ["q.x": "5 + time"])
    #expect(network.reactions[0].law == .number(4))
  }

  /// A reaction of the outer model that stands for an inner one is not converted: the suite's cases say so.
  @Test func leavesReplacedReactionsAlone() throws {
    let network = try read(
      """
      model inner()
        J: A -> ; A; A = 1; y := J
      end
      model *outer()
        q: inner(), timeconv = 2, extentconv = 3
        R: B -> ; B; B = 1
        q.J is R
      end
      """)
    #expect(network.reactions.map(\.id) == ["R"])
    #expect(rules(network) == ["q.y": "R"])
  }

  @Test func convertsSubstance() throws {
    let network = try read(
      """
      model inner()
        species S, T; J: S -> T; S; S = 1; T = 1; model.conversionFactor = g; g = 3; T.conversionFactor = h; h = 5
      end
      model *outer()
        q: inner(); r: inner(); K: X -> r.S; X; X = 1
        q.T.conversionFactor = f; f = 2
      end
      """)
    let factors = Dictionary(uniqueKeysWithValues: network.species.map { ($0.id, $0.conversionFactor) })
    #expect(factors == ["q.S": "q.g", "q.T": "f", "r.S": "r.g", "r.T": "r.h", "X": nil])
  }

  /// What a submodel defines may be defined anew by the model that holds it.
  @Test func definesAnew() throws {
    let network = try read(
      """
      model inner()
        J: A -> B; A; A = 1; B = 0; E: at A > 1: A = 2
      end
      model *outer()
        q: inner()
        q.E is E
        q.J: q.B -> q.A; 3
        E: at time > 2: q.B = 1
      end
      """)
    #expect(network.events.map(\.trigger.description) == ["time > 2"])
    #expect(network.reactions.map(\.reactants) == [[.init("q.B")]])
  }

  @Test func countsFactorsInUnits() throws {
    let network = try read(
      """
      model inner()
        time_unit = minute; x = 1; x' = 2
      end
      model *outer()
        time_unit = second; q: inner(), timeconv = 60
      end
      """)
    #expect(rules(network) == ["q.x": "2/60"])
  }

  @Test func deletes() throws {
    let network = try read(
      """
      model inner()
        J: A + C -> B; C; A = 1; B = 2; C = 3; k = 2
        y := A; z = A + 1; w' = A; w = 1
        E: at A > 1: k = 2; F: at B > 1: A = 2, B = 3; G: at k after B > 2, priority = k: B = 4
      end
      model *outer()
        q: inner(); r: inner()
        delete q.A, q.k
        delete r.J, r.E
      end
      """)
    #expect(network.species.map(\.id) == ["q.C", "q.B", "r.A", "r.C", "r.B"])
    #expect(network.reactions.map(\.id) == ["q.J"])
    #expect(network.reactions[0].reactants == [.init("q.C")])
    #expect(network.events.map(\.id) == ["q.F", "q.G", "r.F", "r.G"])
    #expect(network.events[0].assignments == [.init("q.B", .number(3))])
    #expect(network.events[1].delay == nil && network.events[1].priority == nil)
    #expect(rules(network) == ["r.y": "r.A", "r.w": "r.A"])
    #expect(network.parameters.first { $0.id == "q.y" }?.value?.isNaN == true)
    #expect(network.parameters.first { $0.id == "q.w" }?.value == 1)
  }

  @Test func deletesSubmodels() throws {
    let network = try read(
      """
      model a()
        x = 1; y := x
      end
      model b()
        q: a(); z := q.y; p = 2
      end
      model *c()
        r: b(); delete r.q
        s: b()
      end
      """)
    #expect(network.parameters.map(\.id) == ["r.z", "r.p", "s.q.x", "s.q.y", "s.z", "s.p"])
  }

  @Test func clearsWhatSubmodelsSay() throws {
    let network = try read(
      """
      model a()
        x := 2; y' = 3; y = 1; z = 4; J: A -> ; A; A = 1
      end
      model *b()
        q: a()
        q.x := ; q.x = 5
        q.y' =
        q.z = ;
        q.z := time
        q.J = ;
      end
      """)
    #expect(rules(network) == ["q.z": "time"])
    #expect(network.parameters.map(\.value) == [5, 1, nil])
    #expect(network.reactions[0].law == .number(0))
  }
}
