import Formulas
import Networks
import Testing

/// Constants that a schedule may change.
@Suite struct InputsTests {
  @Test func constantsBecomeInputsWithAStartOfTheirOwn() throws {
    var network = Network(name: "n")
    network.compartments = [Compartment(id: "V", size: 3)]
    network.parameters = [
      Parameter(id: "weight", value: 70), Parameter(id: "weight.start", value: 1), Parameter(id: "CL", value: nil),
    ]
    network.initialAssignments = [InitialAssignment("CL", .symbol("weight"))]
    let (changed, starts) = network.withInputs(["weight", "V", "CL", "nobody"])
    #expect(starts == ["weight": "weight.start_", "V": "V.start", "CL": "CL.start"])
    #expect(changed.parameters.prefix(3).map(\.isConstant) == [false, true, false])
    #expect(changed.compartments[0].isConstant == false && changed.compartments[0].size == nil)
    #expect(changed.parameters[3...].map(\.id) == ["weight.start_", "V.start", "CL.start"])
    #expect(changed.parameters[3].value == 70 && changed.parameters[4].value == 3)
    #expect(changed.initialAssignments.map(\.target) == ["weight", "V", "CL"])
    #expect(changed.initialAssignments[2].formula == .symbol("CL.start"))
  }
}
