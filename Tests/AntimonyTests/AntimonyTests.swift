import Antimony
import Diagnostics
import Formulas
import Networks
import Testing

/// A text read without files to import.
func read(_ text: String) throws -> Network {
  try AntimonyReader.read(text: SourceText(name: "model.ant", text: text)) { path in
    throw InputError("there is no file \"\(path)\"")
  }
}

@Suite struct ReaderTests {
  @Test func readsAPlainModel() throws {
    let network = try read(
      """
      model *plain()
        compartment c = 2
        species A in c = 3, $B in c
        k = 0.1
        J: A -> 2 B; k*A*c
        x' = -k*x; x = 1
        y := A + x
      end
      """)
    #expect(network.name == "plain")
    #expect(network.compartments.map(\.id) == ["c"])
    #expect(network.species.map(\.id) == ["A", "B"])
    #expect(network.species[0].initial == .concentration(3))
    #expect(network.species[1].isBoundary)
    #expect(network.species[1].initial == .concentration(0))
    #expect(network.reactions[0].products == [.init("B", 2)])
    #expect(network.reactions[0].law.description == "k*A*c")
    #expect(network.reactions[0].place?.line == 5)
    #expect(network.rules.map(\.target) == ["x", "y"])
  }

  @Test func composesSubmodels() throws {
    let network = try read(
      """
      model inner(k, S)
        species S; S = 1; k = 2
        J: S -> ; k*S
        out := k*S
      end
      model *outer()
        species X = 5
        kk = 0.9
        sub: inner(kk, X)
        sub.out is seen
        total := seen + sub.J
      end
      """)
    #expect(network.species.map(\.id) == ["X"])
    #expect(network.reactions.map(\.id) == ["sub.J"])
    #expect(network.reactions[0].law.description == "kk*X")
    #expect(network.synonyms == ["sub.S": "X", "sub.k": "kk", "sub.out": "seen"])
    #expect(network.rules.map(\.formula.description) == ["kk*X", "seen + sub.J"])
  }

  /// Names of submodels may stand in formulas, at any depth and before the submodel.
  @Test func reachesIntoSubmodels() throws {
    let network = try read(
      """
      model a()
        x = 1; y := 2*x
      end
      model b()
        inner: a(); z := inner.y + inner.x
      end
      model *c()
        sum := outer.z + outer.inner.y
        outer: b()
        outer.inner.x = 7
        outer.inner.x has mg
      end
      """)
    #expect(
      network.rules.map(\.formula.description) == [
        "outer.z + outer.inner.y", "2*outer.inner.x", "outer.inner.y + outer.inner.x",
      ])
    #expect(network.parameters.first { $0.id == "outer.inner.x" }?.value == 7)
    #expect(network.parameters.first { $0.id == "outer.inner.x" }?.unit?.symbol == "mg")
  }

  @Test func connectsPortsToNumbers() throws {
    let network = try read("model d(k)\n x' = -k*x; x = 1\nend\nmodel *m()\n fast: d(3.5); slow: d(1/4)\nend")
    #expect(network.parameters.filter { $0.id.hasSuffix(".k") }.map(\.value) == [3.5, 0.25])
  }

  @Test(arguments: [
    ("a = 1", "__main"), ("model m()\n a = 1\nend", "m"), ("model m()\nend\nmodel n()\nend", "n"),
    ("model *m()\nend\nmodel n()\nend", "m"), ("model m()\nend\na = 1", "__main"), ("model *m()\nend\na = 1", "m"),
    ("unit u = 2 mg\nmodel m()\n a = 1; a has u\nend", "m"), ("module m\n a = 1\nend", "m"),
  ])
  func choosesTheMainModel(_ text: String, _ name: String) throws {
    #expect(try read(text).name == name)
  }

  @Test func tellsInputsFromConstants() throws {
    let network = try read("var u, v; u = 0; v := time; const k = 2; p = 3; x' = u; x = k + p")
    let constant = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.id, $0.isConstant) })
    #expect(constant == ["u": false, "v": false, "k": true, "p": true, "x": false])
    #expect(network.initialAssignments.map(\.target) == ["x"])
  }

  @Test func computesValuesOfNumbers() throws {
    let network = try read("a = 1/24; b = -3; c = 2*pi; d = ln(2) + time; e = a")
    #expect(network.parameters.map(\.value) == [1.0 / 24, -3, 2 * Double.pi, nil, nil])
    #expect(network.initialAssignments.map(\.target) == ["d", "e"])
  }

  @Test func keepsUnits() throws {
    let network = try read(
      """
      unit pill = 25 mg
      model *m()
        unit conc = 1e-6 gram/litre
        time_unit = hour; substance_unit = mg; volume_unit = litre; extent_unit = mg
        compartment V = 5
        species S in V = 1; S has conc
        CL = 2 L_per_h; unit L_per_h = litre/hour
        dose = 1; dose has pill/day
      end
      """)
    #expect(network.timeUnit?.symbol == "hour")
    #expect(network.substanceUnit?.symbol == "mg")
    #expect(network.volumeUnit?.symbol == "litre")
    #expect(network.extentUnit?.symbol == "mg")
    #expect(network.species[0].unit?.symbol == "conc")
    #expect(try network.species[0].unit?.conversion(to: Unit(parsing: "ng/mL")) == 1)
    #expect(network.parameters.map(\.unit?.symbol) == ["L_per_h", "pill/day"])
    let perHour = try network.parameters[1].unit?.conversion(to: Unit(parsing: "mg/hour"))
    #expect(abs((perHour ?? 0) - 25.0 / 24) < 1e-12)
    #expect(Set(network.units.keys) == ["pill", "conc", "L_per_h"])
  }

  @Test func keepsAnnotations() throws {
    let network = try read(
      """
      model inner()
        x = 1
        x identity "http://identifiers.org/a"
      end
      model *outer()
        q: inner()
        q.x is mine
        mine isVersionOf "http://identifiers.org/b", "http://identifiers.org/c"
        mine is "My quantity"
        mine.sboTerm = 9
        model notes ```Two
        lines```
        outer description "http://example.org"
        model creator1.name "A person"
      end
      """)
    #expect(
      network.annotations == [
        Annotation(element: "mine", qualifier: "identity", resources: ["http://identifiers.org/a"]),
        Annotation(
          element: "mine", qualifier: "isVersionOf",
          resources: ["http://identifiers.org/b", "http://identifiers.org/c"]),
        Annotation(element: "mine", qualifier: "is", resources: ["My quantity"]),
        Annotation(element: "mine", qualifier: "sboTerm", resources: ["SBO:0000009"]),
        Annotation(element: "outer", qualifier: "notes", resources: ["Two\n  lines"]),
        Annotation(element: "outer", qualifier: "description", resources: ["http://example.org"]),
        Annotation(element: "outer", qualifier: "creator1.name", resources: ["A person"]),
      ])
  }

  @Test func impliesModifiers() throws {
    let network = try read("species A = 1, E = 2, B; k = 1; J: A -> B; k*A*E*B")
    #expect(network.reactions[0].modifiers == ["E"])
    #expect(
      network.species.map(\.compartment) == ["default_compartment", "default_compartment", "default_compartment"])
    #expect(network.compartments.map(\.size) == [1])
  }

  /// A port that a submodel declares constant may be driven from outside.
  @Test func letsTheOuterModelDriveAConstantPort() throws {
    let network = try read("model i(S)\n const S = 1; y := S\nend\nmodel *o()\n B' = 2; B = 3\n q: i(B)\nend")
    #expect(network.parameters.first { $0.id == "B" }?.isConstant == false)
    #expect(network.parameters.first { $0.id == "B" }?.value == 3)
  }

  @Test func readsWindowsLines() throws {
    let text = "model *m()\r\n  a = 1\r\n  b = a +\\\r\n 2\r\nend\r\n"
    #expect(try read(text).parameters.map(\.id) == ["a", "b"])
    #expect { try read("a = 1\r\nb = \r\n") } throws: { Message.text($0).hasPrefix("model.ant:2:5:") }
  }

  @Test func readsATextWithAByteOrderMark() throws {
    #expect(try read("\u{FEFF}a = 1").parameters.map(\.id) == ["a"])
    #expect { try read("\u{FEFF}a = ") } throws: { Message.text($0).hasPrefix("model.ant:1:5:") }
  }
}
