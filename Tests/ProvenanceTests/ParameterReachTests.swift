import Antimony
import Diagnostics
import Equations
import Provenance
import Testing

@Suite struct ParameterReachTests {
  /// a → x → y → score; b stands beside; c sets the start of y only.
  private func reach() throws -> ParameterReach {
    let text = """
      model chain()
        a = 1; b = 2; c = 3; d = 4;
        x = 0; x' = a - x;
        y = 2*c; y' = x - y;
        z = 0; z' = b - z;
        score := d*y; other := z;
      end
      """
    let network = try AntimonyReader.read(text: SourceText(name: "m.ant", text: text)) { _ in
      SourceText(name: "", text: "")
    }
    return ParameterReach(try EquationSystem.build(from: network))
  }

  @Test func namesTheStatesThatANumberEnters() throws {
    let reach = try reach()
    #expect(reach.directStates(of: "a") == ["x"] && reach.directStates(of: "c") == ["y"])
    #expect(reach.directStates(of: "d") == [] && reach.directStates(of: "nothing") == [])
  }

  @Test func followsStatesToObservables() throws {
    let reach = try reach()
    let all = ["x", "y", "z", "score", "other"]
    #expect(reach.observables(among: all, dependingOn: "a") == ["x", "y", "score"])
    #expect(reach.observables(among: all, dependingOn: "b") == ["z", "other"])
    #expect(reach.observables(among: all, dependingOn: "c") == ["y", "score"])
    #expect(reach.observables(among: all, dependingOn: "d") == ["score"])
  }

  @Test func namesWhatAnObservableDependsOn() throws {
    let reach = try reach()
    #expect(reach.parameters(reaching: "score") == ["a", "c", "d"])
    #expect(reach.parameters(reaching: "other") == ["b"])
    #expect(reach.parameters(reaching: "nothing") == [])
  }
}
