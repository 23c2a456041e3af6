import Antimony
import Diagnostics
import Formulas
import Networks
import TestSupport
import Testing

/// What is written is read back as it was, by this reader and by the antimony library.
@Suite struct AntimonyWriterTests {
  private func read(_ text: String) throws -> Network {
    try AntimonyReader.read(text: SourceText(name: "m.ant", text: text)) { throw InputError("no \"\($0)\"") }
  }

  /// A text that is written as it stands.
  private static let canonical = """
    function hill(x, K, n)
      x^n/(K^n + x^n)
    end

    model *whole()
      // Units
      unit h = 3600 second;
      unit mg = 0.001 gram;
      unit per_h = 1 / 3600 second;
      unit time_unit = 3600 second;

      // Compartments
      compartment V = 5;
      V has litre;
      var compartment W;

      // Species
      species A in V;
      A = 0.1;
      substanceOnly species B in V;
      B has mg;
      B = 1e-300;
      species $C in W;
      const species $D in V;

      // Parameters
      k = 0.30000000000000004;
      k has per_h;
      factor = 3;
      unset = nan;
      limit = inf;
      var x;
      var y = 1;
      var z = 2;
      var n = 2;

      // Conversion factors
      B.conversionFactor = factor;

      // Values at the start
      C = 2*z;
      D = 3/V;

      // Reactions
      J: n A => 2.5 B + $D; hill(A, y, 2);
      C -o J;
      J2: B ->; k*B;
      J3: -> A; 0;

      // Rules
      W := 1 + y;
      x := piecewise(sin(time), A > 1 && y < 2, delay(y, 1) + rateOf(y));
      y' = -y;

      // Events
      E: at z after time > 2, priority = 3, t0 = false, persistent = false, fromTrigger = false: z = 7, n = 2*n;
      E2: at A < 0.01: A = 1;

      // Annotations
      model notes ```several
    "lines"```;
      A is "the drug";
      A.sboTerm = SBO:0000247;
      A identity "https://identifiers.org/CHEBI:6121", "https://identifiers.org/kegg.compound/C07525";
      J isVersionOf "https://identifiers.org/GO:0001";
    end

    """

  @Test func aWholeModel() throws {
    let written = try AntimonyWriter.write(read(Self.canonical))
    #expect(written.text == Self.canonical)
    #expect(written.losses.isEmpty)
  }

  @Test func meansTheSame() throws {
    let network = try read(Self.canonical)
    let again = try read(AntimonyWriter.write(network).text)
    #expect(NetworkDigest(network).differences(from: NetworkDigest(again)).isEmpty)
    #expect(again.annotations == network.annotations)
    #expect(again.species.map(\.isConstant) == [false, false, false, true])
    #expect(again.species.map(\.conversionFactor) == [nil, "factor", nil, nil])
    #expect(again.compartments.map(\.isConstant) == [true, false])
    for (old, new) in zip(network.species, again.species) { #expect(old.unit == new.unit) }
    #expect(again.timeUnit?.isSame(as: try #require(network.timeUnit)) == true)
  }

  @Test func namesThatAreWords() throws {
    var network = Network(name: "model")
    let ids = ["sub.k", "compartment", "delay", "pi", "time_unit", "k"]
    network.parameters = ids.map { Parameter(id: $0, value: 1) } + [Parameter(id: "y", value: nil, isConstant: false)]
    network.functions = [FunctionDefinition(id: "sin", arguments: ["time"], body: .symbol("time"))]
    network.rules = [Rule(.assignment("y"), .call("sin", [.apply(.add, ids.map { .symbol($0) })]))]
    let written = try AntimonyWriter.write(network)
    let again = try read(written.text)
    #expect(again.parameters.map(\.id) == ["sub__k", "compartment_", "delay_", "pi_", "time_unit_", "k", "y"])
    #expect(again.functions[0].id == "sin_" && again.functions[0].arguments == ["time_"])
    #expect(written.names["sub.k"] == "sub__k")
    #expect(
      written.losses == [
        "\"compartment\" is called \"compartment_\"", "\"delay\" is called \"delay_\"", "\"pi\" is called \"pi_\"",
        "\"sin\" is called \"sin_\"", "\"time_unit\" is called \"time_unit_\"",
      ])
  }

  /// A stoichiometry that is a formula, below zero or not a number gets a name.
  @Test func stoichiometries() throws {
    var network = Network(name: "m")
    network.compartments = [Compartment(id: "c", size: 1)]
    network.species = [Species(id: "A", compartment: "c", initial: .concentration(1))]
    network.parameters = [Parameter(id: "k", value: 1), Parameter(id: "v", value: 1, isConstant: false)]
    network.reactions = [
      Reaction(
        id: "J", reactants: [.init("A", -1), .init("A", .apply(.add, [.symbol("k"), .number(1)]))],
        products: [.init("A", .apply(.multiply, [.symbol("v"), .time]))], law: .number(1))
    ]
    let again = try read(AntimonyWriter.write(network).text)
    let names = ["J__A_stoichiometry", "J__A_stoichiometry_", "J__A_stoichiometry_2"]
    #expect(again.reactions[0].reactants.map(\.stoichiometry) == [.symbol(names[0]), .symbol(names[1])])
    #expect(again.reactions[0].products.map(\.stoichiometry) == [.symbol(names[2])])
    #expect(again.parameters.first { $0.id == names[0] }?.value == -1)
    #expect(again.initialAssignments.map(\.target) == [names[1]])
    #expect(again.rules.map(\.kind) == [.assignment(names[2])])
  }

  /// Which quantity an algebraic rule determines is said by `const` and `var`.
  @Test func algebraicRules() throws {
    var network = Network(name: "m")
    network.parameters = [Parameter(id: "a", value: 2), Parameter(id: "b", value: 3, isConstant: false)]
    network.rules = [Rule(.algebraic, .apply(.subtract, [.symbol("b"), .symbol("a")]))]
    let again = try read(AntimonyWriter.write(network).text)
    #expect(again.parameters.map(\.isConstant) == [true, false])
    #expect(again.rules.map(\.kind) == [.algebraic])
  }

  /// Numbers in formulas have no unit: with units an amount is divided at once, where the size is a number.
  @Test func startsInTheOtherWay() throws {
    let milligram = Unit(.mass, factor: 1e-6, symbol: "mg")
    let litre = Unit(.length, factor: 1e-3, power: 3, symbol: "L")
    var network = Network(name: "m")
    network.compartments = [
      Compartment(id: "c", size: 2, unit: litre), Compartment(id: "d", size: nil, unit: litre),
      Compartment(id: "e", size: 2),
    ]
    network.initialAssignments = [InitialAssignment("d", .apply(.multiply, [.number(2), .symbol("c")]))]
    network.species = [
      Species(id: "A", compartment: "c", initial: .amount(3), unit: milligram / litre),
      Species(id: "B", compartment: "c", initial: .concentration(4), hasOnlySubstanceUnits: true, unit: milligram),
      Species(id: "C", compartment: "c", initial: .amount(.nan), unit: milligram / litre),
      Species(id: "D", compartment: "d", initial: .amount(5), unit: milligram / litre),
      Species(id: "E", compartment: "e", initial: .amount(6)),
    ]
    let written = try AntimonyWriter.write(network)
    for line in ["A = 1.5;", "A has mg_per_L;", "B = 8;", "C = nan;", "D = 5/d;", "E = 6/e;"] {
      #expect(written.text.contains("\n  \(line)\n"), "\(line)")
    }
    #expect(written.losses == ["the unit of \"D\", which its value at the start cannot have"])
    #expect(throws: Never.self) { try read(written.text) }
  }

  @Test func refusesWhatHasNoForm() throws {
    var network = Network(name: "m")
    network.compartments = [Compartment(id: "c", size: 1, dimensions: 2)]
    network.species = [Species(id: "A", compartment: "c", initial: .amount(1))]
    network.annotations = [Annotation(element: "m", qualifier: "is", resources: ["M"])]
    #expect(
      try AntimonyWriter.write(network).losses == [
        "that \"c\" has 2 dimensions", "that the model is shown as \"M\"",
      ])
    network.reactions = [Reaction(id: "J", reactants: [.init("A")], products: [], isFast: true, law: .number(1))]
    #expect(throws: AntimonyWritingError.fastReaction("J", nil)) { try AntimonyWriter.write(network) }
  }

  @Test(.enabled(if: PythonOracle.isAvailable, "needs the Python environment that set-up makes"))
  func othersRead() throws {
    let script = """
      import sys, antimony
      code = antimony.loadAntimonyString(sys.stdin.read())
      print("read" if code >= 0 else antimony.getLastError())
      """
    #expect(try PythonOracle.run(script: script, input: Self.canonical) == "read\n")
  }
}
