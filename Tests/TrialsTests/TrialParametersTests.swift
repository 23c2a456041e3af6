import Diagnostics
import Testing
import Trials

@Suite("Trial parameters")
struct TrialParametersTests {
  @Test("An unknown name is an error with the nearest one")
  func unknownName() throws {
    let parameters = TrialParameters(values: ["belief.strength": 2])
    #expect(try parameters.value("belief.strength") == 2)
    let error = #expect(throws: InputError.self) { try parameters.value("belief.strenght") }
    #expect(error?.explanation.hint?.contains("belief.strength") == true)
  }

  @Test("Settings replace known values only")
  func settings() throws {
    let parameters = TrialParameters(values: ["a.b": 1, "a.c": 2]).replacing(["a.b": 5, "model.parameter": 7])
    #expect(parameters.values == ["a.b": 5, "a.c": 2])
  }
}
