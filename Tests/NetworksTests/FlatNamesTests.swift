import Formulas
import Networks
import Testing

@Suite struct FlatNamesTests {
  private func network(_ ids: [String], functions: [String] = []) -> Network {
    var network = Network(name: "m")
    network.parameters = ids.map { Parameter(id: $0, value: 1) }
    network.functions = functions.map { FunctionDefinition(id: $0, arguments: [], body: .number(1)) }
    return network
  }

  @Test func onlyNamesThatDoNotFitGiveWay() {
    let ids = ["a.b", "a__b", "a.b_", "end", "1x", "é", "end_"]
    let names = FlatNames(of: network(ids), reserved: ["end"])
    #expect(ids.map { names.element($0) } == ["a__b_", "a__b", "a__b__", "end_2", "_1x", "_", "end_"])
    #expect(names.changed.map(\.old) == ["1x", "a.b", "a.b_", "end", "é"])
  }

  @Test func functionsShareTheNames() {
    let names = FlatNames(of: network(["f", "x"], functions: ["f", "g"]))
    #expect(names.element("f") == "f" && names.function("f") == "f_" && names.function("g") == "g")
  }

  @Test func newNamesAreTaken() {
    var names = FlatNames(of: network(["x"]))
    #expect([names.fresh("x"), names.fresh("x"), names.fresh("x"), names.fresh("")] == ["x_", "x_2", "x_3", "_"])
  }

  @Test func argumentsAvoidWordsOnly() {
    let names = FlatNames(of: network(["x"]), reserved: ["time"])
    let function = FunctionDefinition(id: "f", arguments: ["x", "time", "time_"], body: .number(1))
    #expect(names.arguments(of: function) == ["x": "x", "time": "time_", "time_": "time__"])
  }
}
